import { createHmac, timingSafeEqual } from 'node:crypto';
import type { BlobKey } from '@persona/contracts';
import { isBlobKey } from './blob-key.ts';
import type { SignOptions } from './blob-store.ts';

/**
 * Signs and checks addresses of single blobs: `<base>/<key>?expires=<unix
 * seconds>[&type=…]&signature=<HMAC-SHA256, base64url>`.
 */
export interface UrlSigner {
  sign(key: BlobKey, options: SignOptions): string;
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

    verify(url, now = Date.now()) {
      if (!URL.canParse(url, 'http://localhost')) return null;
      const { pathname, searchParams } = new URL(url, 'http://localhost');
      const key = pathname.startsWith(`${base}/`) ? pathname.slice(base.length + 1) : '';
      const expires = searchParams.get('expires') ?? '';
      const type = searchParams.get('type') ?? '';
      const given = Buffer.from(searchParams.get('signature') ?? '', 'base64url');
      const right = mac(key, expires, type);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      if (!isBlobKey(key) || !/^\d{1,12}$/.test(expires) || Number(expires) * 1000 <= now) return null;
      return { key, contentType: type || null, expiresAt: new Date(Number(expires) * 1000) };
    },
  };
}
