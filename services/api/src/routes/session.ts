import {
  AppError,
  CloseSessionReply,
  CreateSignInLinkReply,
  OpenSessionBody,
  SessionReply,
  type ApiKey,
} from '@persona/contracts';
import type { App } from '@persona/runtime';
import type { FastifyRequest } from 'fastify';
import { checkOwnPage, counted, identify } from '../edge/authenticate.ts';
import { clearSessionCookie, sessionCookieOf, setSessionCookie } from '../edge/session-cookie.ts';
import { callerOf, type Caller } from '../keys/caller.ts';
import type { Kit } from '../kit.ts';
import type { Resources } from '../resources.ts';

/**
 * Sessions of the console: a key, or the one-time code of a sign-in link, is exchanged for a cookie that no
 * script reads (contract §6). Whatever the key may do, the session may.
 */
export function sessionRoutes(app: App, { config }: Resources, { keys }: Kit): void {
  const tags = ['Keys'];
  const signedIn = (caller: Caller, expiresAt: string | null) => ({
    status: 'success' as const,
    signed_in: true,
    key_id: caller.keyId,
    scopes: [...caller.scopes],
    instance_ids: caller.instanceIds === null ? null : [...caller.instanceIds],
    user_id: caller.userId,
    expires_at: expiresAt,
  });
  const signedOut = {
    status: 'success' as const,
    signed_in: false,
    key_id: null,
    scopes: [],
    instance_ids: null,
    user_id: null,
    expires_at: null,
  };

  app.post(
    '/api/session',
    {
      config: { public: true, ownIdempotency: true, audit: 'session.open' },
      bodyLimit: 16 * 1024,
      schema: {
        tags,
        summary: 'Sign in to the console',
        description:
          'With `key`, or with the `code` of a sign-in link. Sets the cookie of a session, for pages of this gateway only; it ends after a day without use, with the key, or with `DELETE /api/session`.',
        body: OpenSessionBody,
        response: { 200: SessionReply },
      },
    },
    async (request, reply) => {
      checkOwnPage(request, config);
      const { key, code } = request.body;
      if ((key === undefined) === (code === undefined))
        throw new AppError('validation_error', 'key or code is required, one of the two', { param: 'key' });
      const found = await counted(request, keys, () =>
        key === undefined ? keys.sessions.redeem(code ?? '') : keys.keyOf(key.trim()),
      );
      checkOrigins(found, request);
      const session = await keys.sessions.open(found);
      request.caller = callerOf(found);
      setSessionCookie(request, reply, session);
      return signedIn(request.caller, session.expiresAt);
    },
  );

  app.get(
    '/api/session',
    {
      config: { public: true },
      schema: {
        tags,
        summary: 'Who is signed in to the console',
        description: 'Without a session, `signed_in` is false. A session that is half over is prolonged.',
        response: { 200: SessionReply },
      },
    },
    async (request, reply) => {
      if (config.PERSONA_AUTH === 'off') return signedIn(await identify(request, { config, keys }), null);
      const token = sessionCookieOf(request);
      if (token === undefined) return signedOut;
      checkOwnPage(request, config);
      try {
        const { key, expiresAt, isHalfOver } = await keys.sessions.verify(token);
        if (!isHalfOver) return signedIn(callerOf(key), expiresAt);
        const session = await keys.sessions.open(key);
        setSessionCookie(request, reply, session);
        return signedIn(callerOf(key), session.expiresAt);
      } catch (error) {
        if (!(error instanceof AppError) || error.status !== 401) throw error;
        clearSessionCookie(request, reply);
        return signedOut;
      }
    },
  );

  app.delete(
    '/api/session',
    {
      config: { public: true, audit: 'session.close' },
      schema: {
        tags,
        summary: 'Sign out of the console',
        description: 'The session opens nothing any more. Repeating it does no harm.',
        response: { 200: CloseSessionReply },
      },
    },
    async (request, reply) => {
      checkOwnPage(request, config);
      await keys.sessions.end(sessionCookieOf(request) ?? '');
      clearSessionCookie(request, reply);
      return { status: 'success' as const, message: 'Signed out successfully' };
    },
  );

  app.post(
    '/api/session/links',
    {
      config: { scope: 'admin', ownIdempotency: true, audit: 'session.link' },
      schema: {
        tags,
        summary: 'Make a sign-in link for the console, with the calling key',
        description: 'The link is `/#/sign-in?code=…` of the gateway; it opens one session within a minute.',
        response: { 200: CreateSignInLinkReply },
      },
    },
    async (request) => {
      const key = await keys.alive(request.caller.keyId);
      if (!key) throw new AppError('validation_error', 'Without keys (PERSONA_AUTH=off) nobody signs in.');
      const { code, expiresAt } = await keys.sessions.link(key);
      return { status: 'success' as const, code, expires_at: expiresAt };
    },
  );
}

/** A key of named origins opens nothing for the pages of others, and so no session here. */
function checkOrigins({ origins }: ApiKey, { host }: FastifyRequest): void {
  if (!origins || origins.some((one) => URL.canParse(one) && new URL(one).host === host)) return;
  throw new AppError(
    'origin_not_allowed',
    'This key is for pages of other origins; sign in with another one.',
    { param: 'key' },
  );
}
