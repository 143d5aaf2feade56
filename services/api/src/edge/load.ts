import type { IncomingHttpHeaders } from 'node:http';
import { AppError, MiB } from '@persona/contracts';
import plugin from 'fastify-plugin';

/** Classes of requests that must not crowd each other out. */
export type LoadClass = 'upload' | 'write' | 'chat' | 'read' | 'events' | 'liveness';

/**
 * The most concurrent requests of a class, and the most bytes of announced bodies held in memory for them.
 */
export type LoadLimits = Readonly<
  Record<Exclude<LoadClass, 'liveness'>, { requests: number; bytes: number }>
>;

export const defaultLoadLimits: LoadLimits = {
  // Uploads go to disk as they arrive, so only their number is limited.
  upload: { requests: 16, bytes: Infinity },
  write: { requests: 512, bytes: 256 * MiB },
  chat: { requests: 256, bytes: 64 * MiB },
  read: { requests: 1024, bytes: 64 * MiB },
  events: { requests: 2000, bytes: MiB },
};

/**
 * Refuses requests over the limit of their class before the body is read: 503 with Retry-After. Liveness is
 * never refused.
 */
export const load = plugin<{ limits?: LoadLimits }>(
  async (app, { limits = defaultLoadLimits }) => {
    const held = new Map(Object.keys(limits).map((name) => [name, { requests: 0, bytes: 0 }]));
    app.addHook('onRequest', async (request, reply) => {
      const { config } = request.routeOptions;
      const name = config?.load ?? (request.method === 'GET' || request.method === 'HEAD' ? 'read' : 'write');
      if (name === 'liveness') return;
      const limit = limits[name];
      const now = held.get(name) ?? { requests: 0, bytes: 0 };
      const bytes = announced(request.headers);
      const full = now.requests >= limit.requests || (now.requests > 0 && now.bytes + bytes > limit.bytes);
      if (full)
        throw new AppError('not_ready', `Too many ${name} requests are running; try again in a second.`, {
          retryAfter: 1,
        });
      now.requests += 1;
      now.bytes += bytes;
      reply.raw.once('close', () => {
        now.requests -= 1;
        now.bytes -= bytes;
      });
    });
  },
  { name: 'load' },
);

/** How much larger than it was sent an encoded body is taken to be. */
const USUAL_GROWTH = 10;

/**
 * The bytes of memory that a body will take: its declared length, or 1 MiB for a chunked body, which is all
 * that a streamed one ever holds.
 */
function announced(headers: IncomingHttpHeaders): number {
  if (headers['transfer-encoding'] !== undefined) return MiB;
  const bytes = Number(headers['content-length'] ?? 0) || 0;
  return headers['content-encoding'] === undefined ? bytes : bytes * USUAL_GROWTH;
}
