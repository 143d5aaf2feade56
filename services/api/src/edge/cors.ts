import fastifyCors from '@fastify/cors';
import { AppError } from '@persona/contracts';
import type { Config } from '@persona/config';
import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import type { Caller } from '../keys/caller.ts';
import type { KeyOrigins } from '../keys/key-origins.ts';

/** The headers of our replies that a page may read, beside those that browsers always show. */
const EXPOSED = [
  'Allow',
  'Content-Range',
  'ETag',
  'Idempotency-Replayed',
  'Location',
  'Preference-Applied',
  'RateLimit-Limit',
  'RateLimit-Policy',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'Retry-After',
  'Speech-Source',
  'X-Job-Id',
  'X-Request-Id',
];
const PREFLIGHT_TTL_S = 600;

/**
 * Pages of the origins in CORS_ORIGINS may call from a browser, with every method; `*`: all pages. Others
 * may with a key that names their origin. A preflight request carries no key, and neither does one for a
 * token, so those are answered for the origins that any key names; a reply to a key that does not name the
 * origin is not shown to its page.
 */
export const cors = plugin<{ origins: readonly string[]; ofKeys: KeyOrigins }>(
  async (app, { origins, ofKeys }) => {
    const isOfInstall = (origin: string): boolean => origins.includes('*') || origins.includes(origin);
    const allowed = async (origin: string | undefined): Promise<string | false> => {
      if (origin === undefined) return false;
      if (origins.includes('*')) return '*';
      return isOfInstall(origin) || (await ofKeys.named(origin)) ? origin : false;
    };
    await app.register(fastifyCors, {
      origin: allowed,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: EXPOSED,
      maxAge: PREFLIGHT_TTL_S,
      // Its own refusal is not the one error body.
      strictPreflight: false,
    });
    // What it leaves unanswered would otherwise reach its own route, which needs no key and does nothing.
    app.addHook('onRequest', async (request, reply) => {
      if (request.method !== 'OPTIONS' || request.is404) return undefined;
      reply.callNotFound();
      return reply;
    });
    app.addHook('onSend', async ({ headers: { origin }, caller }: FastifyRequest, reply, payload) => {
      // Whoever was refused before they were known is told why.
      const known = caller as Caller | null | undefined;
      if (origin !== undefined && known && !isOfInstall(origin) && !known.origins?.includes(origin))
        reply.removeHeader('access-control-allow-origin');
      return payload;
    });
  },
  { name: 'cors' },
);

/**
 * Whether the page that asks is one of this gateway's own. Where PUBLIC_URL is set, that alone says where
 * they are.
 */
export function isOfGateway(
  { headers: { origin }, host }: Pick<FastifyRequest, 'headers' | 'host'>,
  { PUBLIC_URL }: Pick<Config, 'PUBLIC_URL'>,
): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false;
  return PUBLIC_URL === undefined
    ? new URL(origin).host === host
    : new URL(PUBLIC_URL).origin === new URL(origin).origin;
}

/** The error for pages of an origin that may not call, or not with the key that they sent. */
export const originRefused = (origin: string, remedy: string): AppError =>
  new AppError(
    'origin_not_allowed',
    `Pages of ${origin.slice(0, 200)} may not call from a browser${remedy}.`,
    { param: 'Origin' },
  );

/** The error for a preflight request of an origin that is not allowed; null for any other request. */
export function refusedPreflight({ method, headers }: FastifyRequest): AppError | null {
  const { origin } = headers;
  if (method !== 'OPTIONS' || origin === undefined || !headers['access-control-request-method']) return null;
  return originRefused(origin, '; add the origin to CORS_ORIGINS, or to a key for it');
}
