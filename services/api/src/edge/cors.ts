import fastifyCors from '@fastify/cors';
import { AppError } from '@persona/contracts';
import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';

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
  'X-Job-Id',
  'X-Request-Id',
];
const PREFLIGHT_TTL_S = 600;

/** CORS_ORIGINS: pages of these origins may call from a browser, with every method; `*`: all pages. */
export const cors = plugin<{ origins: readonly string[] }>(
  async (app, { origins }) => {
    if (origins.length === 0) return;
    const allowed = (origin: string | undefined): string | false => {
      if (origin === undefined) return false;
      if (origins.includes('*')) return '*';
      return origins.includes(origin) ? origin : false;
    };
    await app.register(fastifyCors, {
      origin: (origin, done) => done(null, allowed(origin)),
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
  },
  { name: 'cors' },
);

/** The error for a preflight request of an origin that is not allowed; null for any other request. */
export function refusedPreflight({ method, headers }: FastifyRequest): AppError | null {
  const { origin } = headers;
  if (method !== 'OPTIONS' || origin === undefined || !headers['access-control-request-method']) return null;
  return new AppError(
    'origin_not_allowed',
    `Pages of ${origin.slice(0, 200)} may not call from a browser; add the origin to CORS_ORIGINS.`,
    { param: 'Origin' },
  );
}
