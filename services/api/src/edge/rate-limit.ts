import { AppError } from '@persona/contracts';
import plugin from 'fastify-plugin';

/**
 * RATE_LIMIT_PER_MINUTE: a token bucket for each key in this process, filled evenly, a minute deep. Behind several copies of the gateway each
 * keeps its own. With the RateLimit-* headers of draft-ietf-httpapi-ratelimit-headers-07. 0: no limit.
 */
export const rateLimit = plugin<{ perMinute: number; now?: () => number }>(
  async (app, { perMinute, now = () => performance.now() }) => {
    if (perMinute === 0) return;
    const perMs = perMinute / 60_000;
    const buckets = new Map<string, { tokens: number; at: number }>();
    app.addHook('onRequest', async (request, reply) => {
      const caller = request.caller?.keyId;
      if (!caller) return;
      const time = now();
      const bucket = buckets.get(caller) ?? { tokens: perMinute, at: time };
      bucket.tokens = Math.min(perMinute, bucket.tokens + (time - bucket.at) * perMs);
      bucket.at = time;
      // A bucket that is full again says nothing: forget the longest unused.
      buckets.delete(caller);
      if (buckets.size >= 10_000) buckets.delete(buckets.keys().next().value ?? '');
      buckets.set(caller, bucket);
      const allowed = bucket.tokens >= 1;
      if (allowed) bucket.tokens -= 1;
      const fullIn = Math.ceil((perMinute - bucket.tokens) / perMs / 1000);
      reply.header('ratelimit-limit', String(perMinute));
      reply.header('ratelimit-remaining', String(Math.floor(bucket.tokens)));
      reply.header('ratelimit-reset', String(fullIn));
      reply.header('ratelimit-policy', `${perMinute};w=60`);
      if (!allowed) {
        const retryAfter = Math.max(1, Math.ceil((1 - bucket.tokens) / perMs / 1000));
        throw new AppError(
          'rate_limited',
          `This key may send ${perMinute} requests a minute; try again in ${retryAfter} s.`,
          { retryAfter },
        );
      }
    });
  },
  { name: 'rate-limit', dependencies: ['authenticate'] },
);
