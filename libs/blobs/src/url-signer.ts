import { createHmac, timingSafeEqual } from 'node:crypto';
import type { BlobKey } from '@persona/contracts';
import { checkPrefix, isBlobKey, type BlobFolder } from './blob-key.ts';
import type { SignOptions } from './blob-store.ts';

/**
 * Signs and checks addresses of single blobs: `<base>/<key>?expires=<unix
 * seconds>[&type=…]&signature=<HMAC-SHA256, base64url>`; and of all blobs in a folder, whose files may refer
 * to one another by name: `<base>/~<expires>~<signature>/<folder><name>`.
 */
export interface UrlSigner {
  sign(key: BlobKey, options: SignOptions): string;
  /** The address of a folder, which ends with a slash. */
  signFolder(folder: BlobFolder, options: Pick<SignOptions, 'ttlSeconds'>): string;
  /**
   * Returns what an address grants now; null when it was not signed here, was changed since, or has expired.
   */
  verify(url: string, now?: number): Grant | null;
}

export interface Grant {
  key: BlobKey;
  contentType: string | null;
  expiresAt: Date;
}

/**
 * `base` is the path under which the gateway serves blobs, without a slash at its end; `prefix` stands before
 * it where a proxy serves the gateway under a path of its own, and is not signed. Changing the secret
 * invalidates every address.
 */
export function createUrlSigner(secret: string, base = '/files', prefix = ''): UrlSigner {
  if (secret.length < 16)
    throw new TypeError('The secret that signs file addresses needs at least 16 characters.');
  const mac = (key: string, expires: string, type: string): Buffer =>
    createHmac('sha256', secret)
      .update(JSON.stringify([base, key, expires, type]))
      .digest();

  return {
    sign(key, { ttlSeconds, contentType = '' }) {
      const expires = String(Math.ceil(Date.now() / 1000 + ttlSeconds));
      const query = new URLSearchParams({ expires });
      if (contentType) query.set('type', contentType);
      query.set('signature', mac(key, expires, contentType).toString('base64url'));
      return `${prefix}${base}/${key}?${query.toString()}`;
    },

    signFolder(folder, { ttlSeconds }) {
      const expires = String(Math.ceil(Date.now() / 1000 + ttlSeconds));
      // No key ends with a slash, so this signs no file.
      const signature = mac(checkPrefix(folder), expires, '').toString('base64url');
      return `${prefix}${base}/~${expires}~${signature}/${folder}`;
    },

    verify(url, now = Date.now()) {
      if (!URL.canParse(url, 'http://localhost')) return null;
      const { pathname, searchParams } = new URL(url, 'http://localhost');
      const path = pathname.startsWith(`${base}/`) ? pathname.slice(base.length + 1) : '';
      const [, ofFolder, folderSignature, rest] = /^~(\d+)~([\w-]+)\/(.*)$/.exec(path) ?? [];
      const key = rest ?? path;
      const expires = ofFolder ?? searchParams.get('expires') ?? '';
      const type = searchParams.get('type') ?? '';
      const given = Buffer.from(folderSignature ?? searchParams.get('signature') ?? '', 'base64url');
      const signed = ofFolder === undefined ? key : key.slice(0, key.lastIndexOf('/') + 1);
      const right = mac(signed, expires, ofFolder === undefined ? type : '');
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      if (!isBlobKey(key) || !/^\d{1,12}$/.test(expires) || Number(expires) * 1000 <= now) return null;
      return {
        key,
        contentType: (ofFolder === undefined && type) || null,
        expiresAt: new Date(Number(expires) * 1000),
      };
    },
  };
}
