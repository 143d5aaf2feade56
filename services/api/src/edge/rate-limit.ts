import { createHash } from 'node:crypto';
import { AppError } from '@persona/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import type { Caller } from '../keys/caller.ts';
import type { Buckets } from './buckets.ts';
import { secondsUntil, type QuotaState } from '../keys/over-quota.ts';

/** How many visitors behind one address are served as well as one alone. */
const VISITORS_OF_ADDRESS = 5;
const MINUTE_MS = 60_000;

interface Limit {
  /** The bucket that it takes from. */
  name: string;
  perMinute: number;
  /** Whose it is, for its refusal. */
  holder: string;
}

/**
 * RATE_LIMIT_PER_MINUTE: a token bucket for each key, or address where there is no key, which holds the
 * tokens of one minute. 0: no limit. Of a widget key's, each visitor (a token's user) has
 * VISITOR_RATE_PER_MINUTE and at most a quarter, and all visitors of one address together a few times as
 * much and at most half, so that nobody uses up a site's. With the RateLimit-* headers of
 * draft-ietf-httpapi-ratelimit-headers-07, which tell of the limit of which least is left.
 */
export const rateLimit = plugin<{ perMinute: number; visitorPerMinute: number; buckets: Buckets }>(
  async (app, { perMinute, visitorPerMinute, buckets }) => {
    const ofKey = perMinute === 0 ? Infinity : perMinute;
    const share = (wanted: number, part: number): number => Math.max(1, Math.min(wanted, ofKey * part));
    const ofVisitor = share(visitorPerMinute || Infinity, 1 / 4);
    const ofAddress = share(VISITORS_OF_ADDRESS * visitorPerMinute || Infinity, 1 / 2);

    /** What a request counts against, the narrowest first, so that what it refuses takes from no other. */
    const limitsOf = (request: FastifyRequest): Limit[] => {
      const { caller, address, routeOptions } = request as Omit<FastifyRequest, 'caller'> & {
        caller: Caller | null | undefined;
      };
      if (!caller) {
        const isFree = routeOptions.config?.load === 'liveness';
        return isFree ? [] : [{ name: `address ${address}`, perMinute: ofKey, holder: 'address' }];
      }
      const { keyId, visitor, userId } = caller;
      const key = { name: keyId, perMinute: ofKey, holder: 'key' };
      if (visitor === null) return [key];
      const user = createHash('sha256')
        .update(userId ?? '')
        .digest('base64url');
      return [
        { name: `${keyId} user ${user}`, perMinute: ofVisitor, holder: 'visitor' },
        { name: `${keyId} address ${visitor}`, perMinute: ofAddress, holder: 'address' },
        key,
      ];
    };

    app.addHook('onRequest', async (request, reply) => {
      let nearest = Infinity;
      for (const { name, perMinute, holder } of limitsOf(request)) {
        if (perMinute === Infinity) continue;
        const tokens = await buckets.take(name, perMinute, MINUTE_MS);
        const left = tokens >= 1 ? tokens - 1 : tokens;
        if (left < nearest) {
          nearest = left;
          reply.header('ratelimit-limit', String(Math.floor(perMinute)));
          reply.header('ratelimit-remaining', String(Math.floor(left)));
          reply.header('ratelimit-reset', String(Math.ceil((1 - left / perMinute) * 60)));
          reply.header('ratelimit-policy', `${Math.floor(perMinute)};w=60`);
        }
        if (tokens >= 1) continue;
        const retryAfter = Math.max(1, Math.ceil(((1 - left) / perMinute) * 60));
        throw new AppError(
          'rate_limited',
          `This ${holder} may send ${Math.floor(perMinute)} requests a minute; try again in ${retryAfter} s.`,
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
