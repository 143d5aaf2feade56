import { AppError, TOKEN_REFRESH_TTL_S, TOKEN_TTL_S } from '@persona/contracts';
import { SignJWT, errors, jwtVerify, type JWTPayload } from 'jose';
import type { TokenSecrets } from './token-secrets.ts';

/** What a browser token says; nobody but a gateway of the install can have made it. */
interface TokenClaims {
  /** The key that it was made with, which ends it too. */
  readonly keyId: string;
  readonly instanceId: string;
  readonly userId: string;
  /** When it ends. */
  readonly expiresAt: string;
  /** Until when it can be exchanged for another one of the same user; null: never. */
  readonly refreshUntil: string | null;
}

/** Browser tokens: JSON Web Tokens (RFC 7519) of one user of one persona, signed with HMAC-SHA-256. */
export interface BrowserTokens {
  /** Makes one that opens for 15 minutes, or until `endsAt` if that is earlier. */
  sign(
    claims: Pick<TokenClaims, 'keyId' | 'instanceId' | 'userId'>,
    options: { isRefreshable: boolean; endsAt: string | null },
  ): Promise<{ token: string; claims: TokenClaims }>;
  /**
   * What a token says. Throws `invalid_key` for one that was not made here, or with a secret that is believed
   * no more, and `expired_key` for one that has ended; `evenEnded` reads that while it can be exchanged.
   */
  verify(token: string, options?: { evenEnded?: boolean }): Promise<TokenClaims>;
}

const ALGORITHM = 'HS256';
const TYPE = 'persona-token+jwt';
const ISSUER = 'persona';

/** Whether a credential has the form of a token; it says nothing of its truth. */
export const looksLikeToken = (credential: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]*$/.test(credential);

export function createBrowserTokens(secrets: TokenSecrets): BrowserTokens {
  const refused = (cause: unknown): AppError =>
    new AppError('invalid_key', 'The token was not made here, or is believed no more; get a new one.', {
      cause,
    });

  const secretOf = async ({ kid }: { kid?: string }): Promise<Uint8Array> => {
    const found = kid === undefined ? null : await secrets.find(kid);
    if (!found) throw refused('no such secret');
    return bytesOf(found.secret);
  };

  return {
    async sign({ keyId, instanceId, userId }, { isRefreshable, endsAt }) {
      const { id, secret } = await secrets.current();
      const now = Math.floor(Date.now() / 1000);
      const end = endsAt === null ? Infinity : Math.floor(Date.parse(endsAt) / 1000);
      const exp = Math.min(now + TOKEN_TTL_S, end);
      const refresh = isRefreshable ? Math.min(exp + TOKEN_REFRESH_TTL_S, end) : null;
      const token = await new SignJWT({ key: keyId, persona: instanceId, refresh })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: id })
        .setIssuer(ISSUER)
        .setSubject(userId)
        .setIssuedAt(now)
        .setExpirationTime(exp)
        .sign(bytesOf(secret));
      const refreshUntil = refresh === null ? null : timeOf(refresh);
      return { token, claims: { keyId, instanceId, userId, expiresAt: timeOf(exp), refreshUntil } };
    },

    async verify(token, { evenEnded = false } = {}) {
      const verified = await jwtVerify(token, secretOf, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer: ISSUER,
        clockTolerance: evenEnded ? TOKEN_REFRESH_TTL_S : 0,
      }).catch((error: unknown) => {
        if (error instanceof errors.JWTExpired)
          throw new AppError('expired_key', 'The token has ended; get a new one.', { cause: error });
        if (error instanceof errors.JOSEError) throw refused(error);
        throw error;
      });
      const claims = claimsOf(verified.payload);
      if (claims === null) throw refused('it says something else');
      if (evenEnded && (claims.refreshUntil === null || Date.parse(claims.refreshUntil) <= Date.now()))
        throw new AppError(
          'expired_key',
          claims.refreshUntil === null
            ? 'This token can not be exchanged; the server of the site makes another.'
            : `This token could be exchanged until ${claims.refreshUntil}; get a new one.`,
        );
      return claims;
    },
  };
}

const bytesOf = (secret: string): Uint8Array => Buffer.from(secret, 'hex');
const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString();

function claimsOf({ key, persona, sub, exp, refresh }: JWTPayload): TokenClaims | null {
  if (typeof key !== 'string' || typeof persona !== 'string' || sub === undefined || exp === undefined)
    return null;
  const refreshUntil = typeof refresh === 'number' ? timeOf(refresh) : null;
  return { keyId: key, instanceId: persona, userId: sub, expiresAt: timeOf(exp), refreshUntil };
}
