import { randomBytes, randomUUID } from 'node:crypto';
import { AppError, SESSION_TTL_S, SIGN_IN_LINK_TTL_S, sha256, type ApiKey } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import { SignJWT, errors, jwtVerify } from 'jose';
import { createSettingList } from './setting-list.ts';
import type { TokenSecrets } from './token-secrets.ts';

/**
 * Sessions of the console, JSON Web Tokens that a browser keeps in a cookie, and the links that open one.
 * Both end with their key, with the secret that was the key's when they were made, and when they are ended.
 */
export interface Sessions {
  /** A session with this key, until `expiresAt`. */
  open(key: ApiKey): Promise<{ token: string; expiresAt: string }>;
  /** The key of a session. Throws `invalid_key` or `expired_key`. */
  verify(token: string): Promise<{ key: ApiKey; expiresAt: string; isHalfOver: boolean }>;
  /** Ends a session before its time; nothing happens for what is none. */
  end(token: string): Promise<void>;
  /** The code of a sign-in link for this key, which opens one session within a minute. */
  link(key: ApiKey): Promise<{ code: string; expiresAt: string }>;
  /** The key of a sign-in link, the first time. Throws `expired_key`. */
  redeem(code: string): Promise<ApiKey>;
}

interface Claims {
  keyId: string;
  proof: string;
  id: string;
  issuedAt: number;
  expiresAt: number;
}
/** A session, or all of a key that were opened until `until`. */
interface EndedSession {
  /** Missing where it was stored by an earlier version. */
  key_id?: string;
  id?: string;
  /** In seconds. */
  until?: number;
  /** When it would have ended by itself. */
  ends_at: string;
}
interface SignInLink {
  code_sha256: string;
  key_id: string;
  proof: string;
  ends_at: string;
}

const ALGORITHM = 'HS256';
const TYPE = 'persona-session+jwt';
/** Whoever makes more at once than this ends the first of them. */
const MAX_LINKS = 100;
/** Of a key; whoever ends more of them in a day ends all of the key, so that the list stays short. */
const MAX_ENDED_SESSIONS = 50;

/** Tells whether a secret is still a key's without saying anything of it. */
const proofOf = (secretSha256: string): string => sha256(`session ${secretSha256}`).slice(0, 32);
const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString();
const isAlive = ({ ends_at }: { ends_at: string }): boolean => Date.parse(ends_at) > Date.now();

export function createSessions(
  documents: Pick<DocumentStore, 'settings'>,
  secrets: TokenSecrets,
  keys: { alive(id: string): Promise<ApiKey | null>; secretsOf(key: ApiKey): readonly string[] },
): Sessions {
  const ended = createSettingList<EndedSession>(documents, 'ended_sessions');
  const links = createSettingList<SignInLink>(documents, 'sign_in_links');
  const sessionEnded = (): AppError =>
    new AppError('expired_key', 'The session has ended; sign in again.', { param: 'Cookie' });

  const read = async (token: string): Promise<Claims> => {
    const refused = (cause: unknown): AppError =>
      new AppError('invalid_key', 'This session was not made here; sign in again.', { cause });
    const verified = await jwtVerify(
      token,
      async ({ kid = '' }) => {
        const found = await secrets.find(kid);
        if (!found) throw sessionEnded();
        return Buffer.from(found.secret, 'hex');
      },
      { algorithms: [ALGORITHM], typ: TYPE },
    ).catch((error: unknown) => {
      if (error instanceof errors.JWTExpired) throw sessionEnded();
      throw error instanceof errors.JOSEError ? refused(error) : error;
    });
    const { key, proof, jti, iat = 0, exp = 0 } = verified.payload;
    if (typeof key !== 'string' || typeof proof !== 'string' || jti === undefined)
      throw refused('it says something else');
    return { keyId: key, proof, id: jti, issuedAt: iat, expiresAt: exp };
  };

  /** The key, while it has the secret. */
  const keyOf = async (id: string, proof: string): Promise<ApiKey | null> => {
    const key = await keys.alive(id);
    return key && keys.secretsOf(key).some((hash) => proofOf(hash) === proof) ? key : null;
  };

  return {
    async open(key) {
      const { id, secret } = await secrets.current();
      const now = Math.floor(Date.now() / 1000);
      const keyEnd = key.expires_at === null ? Infinity : Math.floor(Date.parse(key.expires_at) / 1000);
      const exp = Math.min(now + SESSION_TTL_S, keyEnd);
      const token = await new SignJWT({ key: key.id, proof: proofOf(key.secret_sha256) })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: id })
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(exp)
        .sign(Buffer.from(secret, 'hex'));
      return { token, expiresAt: timeOf(exp) };
    },

    async verify(token) {
      const { keyId, proof, id, issuedAt, expiresAt } = await read(token);
      const key = await keyOf(keyId, proof);
      const isEnded = (one: EndedSession): boolean =>
        one.id === id || (one.key_id === keyId && one.until !== undefined && issuedAt <= one.until);
      if (!key || (await ended.read()).some(isEnded)) throw sessionEnded();
      const isHalfOver = Date.now() / 1000 > (issuedAt + expiresAt) / 2;
      return { key, expiresAt: timeOf(expiresAt), isHalfOver };
    },

    async end(token) {
      const claims = await read(token).catch(() => null);
      if (!claims) return;
      const { id, keyId: key_id, expiresAt } = claims;
      await ended.write((list) => {
        const others = list.filter((one) => one.id !== id && isAlive(one));
        if (others.filter((one) => one.key_id === key_id).length < MAX_ENDED_SESSIONS)
          return [...others, { key_id, id, ends_at: timeOf(expiresAt) }];
        const until = Math.floor(Date.now() / 1000);
        return [
          ...others.filter((one) => one.key_id !== key_id),
          { key_id, until, ends_at: timeOf(until + SESSION_TTL_S) },
        ];
      });
    },

    async link(key) {
      const code = randomBytes(24).toString('base64url');
      const expiresAt = new Date(Date.now() + SIGN_IN_LINK_TTL_S * 1000).toISOString();
      const made = {
        code_sha256: sha256(code),
        key_id: key.id,
        proof: proofOf(key.secret_sha256),
        ends_at: expiresAt,
      };
      await links.write((list) => [...list.filter(isAlive), made].slice(-MAX_LINKS));
      return { code, expiresAt };
    },

    async redeem(code) {
      const hash = sha256(code);
      let found: SignInLink | undefined;
      // Of two at once only the one that takes it out of the list has it.
      await links.write((list) => {
        found = list.find((one) => one.code_sha256 === hash && isAlive(one));
        return list.filter((one) => one !== found && isAlive(one));
      });
      const key = found && (await keyOf(found.key_id, found.proof));
      if (!key)
        throw new AppError(
          'expired_key',
          'The sign-in link was used or has ended; "npm run persona -- sign-in" prints a new one, or paste a key.',
          { param: 'code' },
        );
      return key;
    },
  };
}
