import { Redis } from 'ioredis';
import { DEFAULT_PREFIX, disconnect, FAIL_FAST, type QueueConnection } from './redis.ts';

/** Token buckets that all copies of a service share; each is refilled evenly. */
export interface SharedBuckets {
  /**
   * Takes a token from `name`'s bucket if there is one, which holds `depth` tokens and is refilled in
   * `periodMs`. Returns how full it was before, or null while Redis does not answer at once.
   */
  take(name: string, depth: number, periodMs: number): Promise<number | null>;
  close(): Promise<void>;
}

/** No request waits longer than this to be counted. */
const TIMEOUT_MS = 100;

// Redis's clock is used, so that the copies need not agree on the time. A bucket that is full again is
// deleted.
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local depth = tonumber(ARGV[1])
local period = tonumber(ARGV[2])
local known = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = math.min(depth, (tonumber(known[1]) or depth) + (now - (tonumber(known[2]) or now)) * depth / period)
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens >= 1 and tokens - 1 or tokens), 'at', tostring(now))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return tostring(tokens)`;

export function createSharedBuckets({ redisUrl, prefix = DEFAULT_PREFIX }: QueueConnection): SharedBuckets {
  const redis = new Redis(redisUrl, { ...FAIL_FAST, commandTimeout: TIMEOUT_MS });
  // The producer's connection logs outages.
  redis.on('error', () => undefined);
  return {
    take: async (name, depth, periodMs) => {
      try {
        return Number(await redis.eval(TAKE, 1, `${prefix}:bucket:${name}`, depth, periodMs));
      } catch {
        return null;
      }
    },
    close: () => disconnect(redis),
  };
}
