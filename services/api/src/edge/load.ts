import type { IncomingHttpHeaders } from 'node:http';
import { AppError, MiB } from '@persona/contracts';
import { whenClosed } from '@persona/runtime';
import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import type { Caller } from '../keys/caller.ts';

/** Classes of requests that must not crowd each other out. */
export type LoadClass = 'upload' | 'write' | 'chat' | 'read' | 'events' | 'liveness';

interface Held {
  requests: number;
  bytes: number;
}

/** The most concurrent requests of a class, and the most bytes of bodies held in memory for them. */
export type LoadLimits = Readonly<Record<Exclude<LoadClass, 'liveness'>, Readonly<Held>>>;

export const defaultLoadLimits: LoadLimits = {
  // Uploads go to disk as they arrive, so only their number is limited.
  upload: { requests: 16, bytes: Infinity },
  write: { requests: 256, bytes: 128 * MiB },
  chat: { requests: 256, bytes: 64 * MiB },
  read: { requests: 512, bytes: 64 * MiB },
  events: { requests: 2000, bytes: MiB },
};

/**
 * Shares the places of each class, and its memory for bodies, among the keys: refuses what is over the limit
 * of the class with 503, and what is over the share of its key with 429, both with Retry-After and before the
 * body is read. A key may have half of what the others leave, so that there is always something left for one
 * more; and so may each address of a widget key's visitors, of what the key has. Bytes that were not
 * announced are counted as they come. Liveness is never refused.
 */
export const load = plugin<{ limits?: LoadLimits }>(
  async (app, { limits = defaultLoadLimits }) => {
    app.decorateRequest('holdBytes', null);
    const classes = new Map(Object.entries(limits).map(([name, limit]) => [name, createShares(name, limit)]));
    app.addHook('onRequest', async (request, reply) => {
      const { config } = request.routeOptions;
      const name = config?.load ?? (request.method === 'GET' || request.method === 'HEAD' ? 'read' : 'write');
      if (name === 'liveness') return;
      const place = classes.get(name)?.enter(holdersOf(request), announced(request.headers));
      if (!place) return;
      request.holdBytes = place.hold;
      whenClosed(reply.raw, place.leave);
    });
  },
  { name: 'load', dependencies: ['observe'] },
);

/** Who holds the place: a key, or without one an address; and of a widget key the visitor's address. */
function holdersOf(request: FastifyRequest): string[] {
  const caller = request.caller as Caller | null | undefined;
  if (!caller) return [request.address];
  const { keyId, visitor } = caller;
  return visitor === null ? [keyId] : [keyId, `${keyId} ${visitor}`];
}

/** The places of one class and the memory for its bodies. */
function createShares(name: string, limit: Readonly<Held>) {
  const all: Held = { requests: 0, bytes: 0 };
  const holders = new Map<string, Held>();

  const add = (chain: readonly Held[], requests: number, bytes: number): void => {
    for (const held of [all, ...chain]) {
      held.requests += requests;
      held.bytes += bytes;
    }
  };
  /** What the last of a chain may have: half of what is left beside the others, at each step. */
  const shareOf = (chain: readonly Held[], of: keyof Held): number => {
    let [share, above] = [limit[of], all];
    for (const held of chain) {
      share = Math.max(1, Math.ceil((share - (above[of] - held[of])) / 2));
      above = held;
    }
    return share;
  };
  /**
   * Refuses bytes over the class or a share, except to the only request of all or of the holder; `own` is 1
   * where the request is counted already.
   */
  const checkBytes = (chain: readonly Held[], own: 0 | 1, bytes: number): void => {
    if (all.requests > own && all.bytes + bytes > limit.bytes) throw full(name);
    for (const [n, held] of chain.entries())
      if (held.requests > own && held.bytes + bytes > shareOf(chain.slice(0, n + 1), 'bytes'))
        throw overShare(name);
  };

  return {
    enter(names: readonly string[], announcedBytes: number) {
      const chain = names.map((one) => holders.get(one) ?? { requests: 0, bytes: 0 });
      if (all.requests >= limit.requests) throw full(name);
      for (const [n, held] of chain.entries())
        if (held.requests >= shareOf(chain.slice(0, n + 1), 'requests')) throw overShare(name);
      checkBytes(chain, 0, announcedBytes);
      for (const [n, held] of chain.entries()) holders.set(names[n] ?? '', held);
      add(chain, 1, announcedBytes);
      let counted = announcedBytes;
      let arrived = 0;
      return {
        hold(bytes: number): void {
          arrived += bytes;
          if (arrived <= counted) return;
          const more = arrived - counted;
          checkBytes(chain, 1, more);
          counted = arrived;
          add(chain, 0, more);
        },
        leave(): void {
          add(chain, -1, -counted);
          for (const one of names) if (holders.get(one)?.requests === 0) holders.delete(one);
        },
      };
    },
  };
}

const full = (name: string): AppError =>
  new AppError('not_ready', `Too many ${name} requests are running; try again in a second.`, {
    retryAfter: 1,
  });
const overShare = (name: string): AppError =>
  new AppError(
    'rate_limited',
    `This key has as many ${name} requests running as its share allows; try again when one of them has ended.`,
    { retryAfter: 1 },
  );

/** How much larger than it was sent an encoded body is taken to be. */
const USUAL_GROWTH = 10;

/**
 * The bytes of memory that a body is taken to need before it arrives: its declared length, or 1 MiB for a
 * chunked body.
 */
function announced(headers: IncomingHttpHeaders): number {
  if (headers['transfer-encoding'] !== undefined) return MiB;
  const bytes = Number(headers['content-length'] ?? 0) || 0;
  return headers['content-encoding'] === undefined ? bytes : bytes * USUAL_GROWTH;
}
