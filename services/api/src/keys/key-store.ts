import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError, newId, type ApiKey, installScope } from '@persona/contracts';
import { type DocumentStore } from '@persona/documents';
import { hasScope, type Caller } from './caller.ts';
import { createFailedSignIns, type FailedSignIns } from './failed-sign-ins.ts';

/** API keys: `psk_<id>_<secret>`. The store holds the SHA-256 of the secret; the key itself is shown once. */
export interface KeyStore {
  /**
   * Returns the caller that a key belongs to; throws `invalid_key` or `expired_key`. It takes one indexed
   * read and no cache, so a revoked key is refused at once.
   */
  authenticate(token: string): Promise<Caller>;
  readonly failedSignIns: FailedSignIns;
  create(key: NewKey): Promise<{ key: ApiKey; token: string }>;
  /**
   * Refuses a key from now on. Throws `validation_error` for the last one that can do everything: nobody
   * could make another.
   */
  revoke(key: ApiKey): Promise<void>;
}

export type NewKey = Pick<
  ApiKey,
  'name' | 'scopes' | 'instance_ids' | 'user_id' | 'expires_at' | 'created_by'
>;

const TOKEN = /^psk_([A-Za-z0-9]{4,64})_([A-Za-z0-9]{24,128})$/;
/** last_used_at is written at most this often per key and process. */
const TOUCH_INTERVAL_MS = 60_000;

export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** The id of the key's document and its secret, or null when it doesn't look like a key. */
export function parseToken(token: string): { keyId: string; secret: string } | null {
  const [, id, secret] = TOKEN.exec(token) ?? [];
  return id !== undefined && secret !== undefined ? { keyId: `key_${id}`, secret } : null;
}

/** A new secret of 256 bits in hex. */
export const newSecret = (): string => randomBytes(32).toString('hex');

export function newKey(fields: NewKey, now = new Date().toISOString()): { key: ApiKey; token: string } {
  const secret = newSecret();
  const id = newId('key');
  const key: ApiKey = {
    id,
    instance_id: installScope,
    version: 1,
    created_at: now,
    updated_at: now,
    secret_sha256: secretHash(secret),
    last_used_at: null,
    revoked_at: null,
    ...fields,
  };
  return { key, token: `psk_${id.slice('key_'.length)}_${secret}` };
}

export function createKeyStore(documents: DocumentStore, onTouchFailed: (error: unknown) => void): KeyStore {
  const touched = new Map<string, number>();
  const touch = (id: string) => {
    const now = Date.now();
    if (now - (touched.get(id) ?? 0) < TOUCH_INTERVAL_MS) return;
    if (touched.size > 10_000) touched.clear();
    touched.set(id, now);
    // Not awaited, and a failure is ignored: the time of last use is only information.
    documents.keys
      .update(installScope, id, { set: { last_used_at: new Date(now).toISOString() } })
      .catch(onTouchFailed);
  };
  return {
    failedSignIns: createFailedSignIns(),
    async authenticate(token) {
      const parsed = parseToken(token);
      const key = parsed && (await documents.keys.get(installScope, parsed.keyId));
      // Compared even when there is no such key, so that the duration reveals nothing.
      const right = Buffer.from(key?.secret_sha256 ?? secretHash(''), 'hex');
      const given = Buffer.from(secretHash(parsed?.secret ?? '-'), 'hex');
      if (!timingSafeEqual(right, given) || !key || key.revoked_at !== null)
        throw new AppError('invalid_key', 'The API key is unknown or revoked.');
      if (key.expires_at !== null && Date.parse(key.expires_at) <= Date.now())
        throw new AppError('expired_key', `The API key expired at ${key.expires_at}; ask for a new one.`);
      touch(key.id);
      return callerOf(key);
    },
    async create(fields) {
      const made = newKey(fields);
      await documents.keys.insert(installScope, [made.key]);
      return made;
    },
    async revoke(key) {
      if (isInstallAdmin(key) && !(await hasOtherInstallAdmin(documents, key.id)))
        throw new AppError(
          'validation_error',
          'This is the last admin key without limits; create another before you revoke it',
          { param: 'key_id' },
        );
      const now = new Date().toISOString();
      await documents.keys.update(installScope, key.id, {
        set: { revoked_at: now, updated_at: now },
        inc: { version: 1 },
      });
    },
  };
}

async function hasOtherInstallAdmin({ keys }: Pick<DocumentStore, 'keys'>, id: string): Promise<boolean> {
  const alive = await keys.find(installScope, { where: { revoked_at: null }, limit: 1000 });
  return alive.some((key) => key.id !== id && isInstallAdmin(key));
}

const callerOf = (key: ApiKey): Caller => ({
  keyId: key.id,
  scopes: key.scopes,
  instanceIds: key.instance_ids,
  userId: key.user_id,
  expiresAt: key.expires_at,
});

/** Whether a key can do everything, and goes on to. */
const isInstallAdmin = (key: ApiKey): boolean =>
  hasScope(callerOf(key), 'admin') &&
  key.instance_ids === null &&
  key.user_id === null &&
  (key.expires_at === null || Date.parse(key.expires_at) > Date.now());
