import { timingSafeEqual } from 'node:crypto';
import { AppError, newId, type ApiKey, type Instance, type Quota, installScope } from '@persona/contracts';
import { type DocumentStore } from '@persona/documents';
import { createBrowserTokens, looksLikeToken, type BrowserTokens } from './browser-tokens.ts';
import { callerOf, hasScope, type Caller } from './caller.ts';
import { createFailedSignIns, type FailedSignIns } from './failed-sign-ins.ts';
import { createKeyOrigins, type KeyOrigins } from './key-origins.ts';
import { newSecret, secretHash } from './new-secret.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createTokenSecrets, type TokenSecrets } from './token-secrets.ts';
import { hasPublicPage, isPageKey, newPageKey, pageKeyId } from './widget-keys.ts';

/**
 * API keys: `psk_<id>_<secret>`, whose secret the store holds as SHA-256 and which are shown once; widget
 * keys, whose id is public; and the browser tokens that are made with either.
 */
export interface KeyStore {
  /**
   * Returns the caller that a key or a browser token belongs to; throws `invalid_key` or `expired_key`. The
   * key is asked of the store each time, so a revoked one is refused at once, and so are the tokens made
   * with it.
   */
  authenticate(credential: string): Promise<Caller>;
  /** The key of this secret; throws like `authenticate`. */
  keyOf(credential: string): Promise<ApiKey>;
  readonly sessions: Sessions;
  readonly failedSignIns: FailedSignIns;
  readonly tokens: BrowserTokens;
  readonly tokenSecrets: TokenSecrets;
  /** The origins that keys name. */
  readonly origins: KeyOrigins;
  create(key: NewKey): Promise<{ key: ApiKey; token: string }>;
  /** Makes a widget key; what is exchanged for tokens is its id. */
  createWidgetKey(key: NewKey): Promise<ApiKey>;
  /** The widget key of a persona's public page; null while that is not switched on. Safe to repeat. */
  pageKey(instance: Instance): Promise<ApiKey | null>;
  /** The key of this id while it opens, else null. */
  alive(id: string): Promise<ApiKey | null>;
  /**
   * Gives a key a new secret; those of before go on for `overlapSeconds` at most. Throws `validation_error`
   * for too many of them, and `not_found` for a key that was revoked meanwhile.
   */
  rotate(key: ApiKey, overlapSeconds: number): Promise<{ key: ApiKey; token: string }>;
  /** Changes what is named and returns the key. */
  change(key: ApiKey, fields: KeyChange): Promise<ApiKey>;
  /**
   * Refuses a key from now on. Throws `validation_error` for the last one that can do everything: nobody
   * could make another; and for the key of a public page, which has a switch of its own.
   */
  revoke(key: ApiKey): Promise<void>;
}

export type NewKey = Pick<
  ApiKey,
  'name' | 'scopes' | 'instance_ids' | 'user_id' | 'expires_at' | 'created_by' | 'origins' | 'quota'
>;
type KeyChange = Partial<{ name: string; origins: string[]; quota: Quota }>;

const KEY = /^psk_([A-Za-z0-9]{4,64})_([A-Za-z0-9]{24,128})$/;
/** last_used_at is written at most this often per key and process. */
const TOUCH_INTERVAL_MS = 60_000;
const MAX_PREVIOUS_SECRETS = 10;

/** The id of the key's document and its secret, or null when it doesn't look like a key. */
export function parseToken(token: string): { keyId: string; secret: string } | null {
  const [, id, secret] = KEY.exec(token) ?? [];
  return id !== undefined && secret !== undefined ? { keyId: `key_${id}`, secret } : null;
}

export function newKey(fields: NewKey, now = new Date().toISOString()): { key: ApiKey; token: string } {
  const secret = newSecret();
  const key = rowOf(newId('key'), fields, secretHash(secret), now);
  return { key, token: keyOf(key, secret) };
}

const keyOf = ({ id }: ApiKey, secret: string): string => `psk_${id.slice('key_'.length)}_${secret}`;

const rowOf = (id: string, fields: NewKey, secret_sha256: string, now: string): ApiKey => ({
  id,
  instance_id: installScope,
  version: 1,
  created_at: now,
  updated_at: now,
  secret_sha256,
  last_used_at: null,
  revoked_at: null,
  ...fields,
  has_origins: (fields.origins ?? null) !== null,
});

export const isWidgetKey = ({ id }: ApiKey): boolean => id.startsWith('wk_');

export function createKeyStore(documents: DocumentStore, onTouchFailed: (error: unknown) => void): KeyStore {
  const { keys } = documents;
  const tokenSecrets = createTokenSecrets(documents);
  const tokens = createBrowserTokens(tokenSecrets);
  const origins = createKeyOrigins(documents);
  const touched = new Map<string, number>();
  const touch = (id: string) => {
    const now = Date.now();
    if (now - (touched.get(id) ?? 0) < TOUCH_INTERVAL_MS) return;
    if (touched.size > 10_000) touched.clear();
    touched.set(id, now);
    // Not awaited, and a failure is ignored: the time of last use is only information.
    keys
      .update(installScope, id, { set: { last_used_at: new Date(now).toISOString() } })
      .catch(onTouchFailed);
  };

  const keyOfSecret: KeyStore['keyOf'] = async (credential) => {
    const parsed = parseToken(credential);
    const key = parsed && (await keys.get(installScope, parsed.keyId));
    // Compared even when there is no such key, so that the duration reveals nothing.
    const given = Buffer.from(secretHash(parsed?.secret ?? '-'), 'hex');
    const right = (key ? secretsOf(key) : [secretHash('')]).filter((hash) =>
      timingSafeEqual(Buffer.from(hash, 'hex'), given),
    );
    if (right.length === 0 || !key || key.revoked_at !== null)
      throw new AppError('invalid_key', 'The API key is unknown or revoked.');
    if (hasEnded(key))
      throw new AppError('expired_key', `The API key expired at ${key.expires_at}; ask for a new one.`);
    touch(key.id);
    return key;
  };

  const alive: KeyStore['alive'] = async (id) => {
    const key = await keys.get(installScope, id);
    if (!key || key.revoked_at !== null || hasEnded(key)) return null;
    if (!isPageKey(key)) return key;
    const instance = await documents.instances.get(installScope, key.instance_ids?.[0] ?? '');
    return instance && hasPublicPage(instance) ? key : null;
  };

  const ofToken = async (credential: string): Promise<Caller> => {
    const { keyId, instanceId, userId, expiresAt } = await tokens.verify(credential);
    const key = await alive(keyId);
    if (!key) throw new AppError('invalid_key', 'The key that this token was made with is revoked or ended.');
    touch(key.id);
    return {
      ...callerOf(key),
      scopes: ['chat'],
      instanceIds: [instanceId],
      userId,
      expiresAt,
      isToken: true,
    };
  };

  return {
    failedSignIns: createFailedSignIns(),
    tokens,
    tokenSecrets,
    origins,
    sessions: createSessions(documents, tokenSecrets, { alive, secretsOf }),
    authenticate: async (credential) =>
      looksLikeToken(credential) ? ofToken(credential) : callerOf(await keyOfSecret(credential)),
    keyOf: keyOfSecret,
    alive,
    async pageKey(instance) {
      if (!hasPublicPage(instance)) return null;
      const id = pageKeyId(instance.id);
      const found = await alive(id);
      if (found) return found;
      await keys.insert(installScope, [rowOf(id, newPageKey(instance), '', new Date().toISOString())]);
      return alive(id);
    },
    async create(fields) {
      const made = newKey(fields);
      await keys.insert(installScope, [made.key]);
      if (made.key.has_origins) origins.changed();
      return made;
    },
    async createWidgetKey(fields) {
      const key = rowOf(newId('wk'), fields, '', new Date().toISOString());
      await keys.insert(installScope, [key]);
      origins.changed();
      return key;
    },
    async rotate(found, overlapSeconds) {
      for (let key: ApiKey | null = found; ; key = await keys.get(installScope, found.id)) {
        if (!key || key.revoked_at !== null)
          throw new AppError('not_found', 'The key was revoked.', { param: 'id' });
        const [now, ends] = [new Date(), new Date(Date.now() + overlapSeconds * 1000)];
        const expires_at = ends.toISOString();
        const before = [{ secret_sha256: key.secret_sha256, expires_at }, ...previousSecrets(key)]
          .map((one) => (one.expires_at < expires_at ? one : { ...one, expires_at }))
          .filter((one) => one.expires_at > now.toISOString());
        if (before.length > MAX_PREVIOUS_SECRETS)
          throw new AppError(
            'validation_error',
            `${MAX_PREVIOUS_SECRETS} secrets of before still open this key; end them with a shorter overlap_seconds.`,
            { param: 'overlap_seconds' },
          );
        const secret = newSecret();
        const rotated = await keys.update(installScope, key.id, {
          where: { version: key.version, revoked_at: null },
          set: {
            secret_sha256: secretHash(secret),
            previous_secrets: before,
            rotated_at: now.toISOString(),
            updated_at: now.toISOString(),
          },
          inc: { version: 1 },
        });
        if (rotated) return { key: rotated, token: keyOf(rotated, secret) };
      }
    },
    async change(key, fields) {
      const changed = await keys.update(installScope, key.id, {
        set: {
          ...fields,
          ...(fields.origins ? { has_origins: true } : {}),
          updated_at: new Date().toISOString(),
        },
        inc: { version: 1 },
      });
      if (fields.origins) origins.changed();
      return changed ?? key;
    },
    async revoke(key) {
      if (isPageKey(key))
        throw new AppError(
          'validation_error',
          `This is the key of the public page of ${key.instance_ids?.[0]}; switch that off with "public_page": false in the configuration of the persona`,
          { param: 'key_id' },
        );
      if (isInstallAdmin(key) && !(await hasOtherInstallAdmin(documents, key.id)))
        throw new AppError(
          'validation_error',
          'This is the last admin key without limits; create another before you revoke it',
          { param: 'key_id' },
        );
      const now = new Date().toISOString();
      await keys.update(installScope, key.id, {
        set: { revoked_at: now, updated_at: now },
        inc: { version: 1 },
      });
    },
  };
}

/** The secrets of before that still open a key. */
export const previousSecrets = (key: ApiKey | null): NonNullable<ApiKey['previous_secrets']> =>
  (key?.previous_secrets ?? []).filter(({ expires_at }) => Date.parse(expires_at) > Date.now());

/** The hashes of the secrets that open a key. */
const secretsOf = (key: ApiKey): string[] => [
  key.secret_sha256,
  ...previousSecrets(key).map(({ secret_sha256 }) => secret_sha256),
];

const hasEnded = ({ expires_at }: ApiKey): boolean =>
  expires_at !== null && Date.parse(expires_at) <= Date.now();

async function hasOtherInstallAdmin({ keys }: Pick<DocumentStore, 'keys'>, id: string): Promise<boolean> {
  const alive = await keys.find(installScope, { where: { revoked_at: null }, limit: 1000 });
  return alive.some((key) => key.id !== id && isInstallAdmin(key));
}

/** Whether a key can do everything, and goes on to. */
const isInstallAdmin = (key: ApiKey): boolean =>
  hasScope(callerOf(key), 'admin') && key.instance_ids === null && key.user_id === null && !hasEnded(key);
