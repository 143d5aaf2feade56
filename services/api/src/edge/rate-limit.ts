import { AppError } from '@persona/contracts';
import type { SharedBuckets } from '@persona/queues';
import type { FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { secondsUntil, type QuotaState } from '../keys/over-quota.ts';

/** Who a request counts against: its key, or its address where the route needs none; liveness is free. */
function spenderOf(request: FastifyRequest): string | null {
  if (request.caller) return request.caller.keyId;
  return request.routeOptions.config?.load === 'liveness' ? null : `address ${request.ip}`;
}

/**
 * RATE_LIMIT_PER_MINUTE: a token bucket for each key, or address where there is no key, which holds the
 * tokens of one minute, is refilled evenly and is shared by all copies of the gateway. While Redis does not
 * answer, each copy keeps its own. With the RateLimit-* headers of
 * draft-ietf-httpapi-ratelimit-headers-07. 0: no limit.
 */
export const rateLimit = plugin<{
  perMinute: number;
  shared?: SharedBuckets | undefined;
  now?: () => number;
}>(
  async (app, { perMinute, shared, now = () => performance.now() }) => {
    if (perMinute === 0) return;
    const perMs = perMinute / 60_000;
    const buckets = new Map<string, { tokens: number; at: number }>();
    /** How full the caller's bucket in this process was; takes a token if there was one. */
    const take = (caller: string): number => {
      const time = now();
      const bucket = buckets.get(caller) ?? { tokens: perMinute, at: time };
      const tokens = Math.min(perMinute, bucket.tokens + (time - bucket.at) * perMs);
      // A bucket that is full again has no effect: delete those unused for longest.
      buckets.delete(caller);
      if (buckets.size >= 10_000) buckets.delete(buckets.keys().next().value ?? '');
      buckets.set(caller, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: time });
      return tokens;
    };
    app.addHook('onRequest', async (request, reply) => {
      const caller = spenderOf(request);
      if (!caller) return;
      const tokens = (await shared?.take(caller, perMinute)) ?? take(caller);
      const left = tokens >= 1 ? tokens - 1 : tokens;
      const fullIn = Math.ceil((perMinute - left) / perMs / 1000);
      reply.header('ratelimit-limit', String(perMinute));
      reply.header('ratelimit-remaining', String(Math.floor(left)));
      reply.header('ratelimit-reset', String(fullIn));
      reply.header('ratelimit-policy', `${perMinute};w=60`);
      if (tokens < 1) {
        const retryAfter = Math.max(1, Math.ceil((1 - left) / perMs / 1000));
        throw new AppError(
          'rate_limited',
          `This ${request.caller ? 'key' : 'address'} may send ${perMinute} requests a minute; try again in ${retryAfter} s.`,
          { retryAfter },
        );
      }
    });
  },
  { name: 'rate-limit', dependencies: ['authenticate'] },
);

/**
 * Says in the RateLimit-* headers what is left of a quota: its policy beside the others, and its numbers
 * where the smallest part is left.
 */
export const quotaTeller =
  (reply: Pick<FastifyReply, 'getHeader'> & { header(name: string, value: string): unknown }) =>
  ({ limit, left, resets_at }: QuotaState): void => {
    if (resets_at === null) return;
    const known = (name: string): string | undefined => reply.getHeader(`ratelimit-${name}`)?.toString();
    const policy = known('policy');
    reply.header('ratelimit-policy', `${policy === undefined ? '' : `${policy}, `}${limit};w=86400`);
    if (policy !== undefined && left / limit > Number(known('remaining')) / Number(known('limit'))) return;
    reply.header('ratelimit-limit', String(limit));
    reply.header('ratelimit-remaining', String(left));
    reply.header('ratelimit-reset', String(secondsUntil(resets_at)));
  };
