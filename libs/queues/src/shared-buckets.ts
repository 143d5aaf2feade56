import { Redis } from 'ioredis';
import { DEFAULT_PREFIX, disconnect, FAIL_FAST, type QueueConnection } from './redis.ts';

/** Token buckets that all copies of a service share: a minute deep, filled evenly. */
export interface SharedBuckets {
  /** Takes a token of `name`'s bucket if one is in it; returns how full it was before, or null while Redis does not answer at once. */
  take(name: string, perMinute: number): Promise<number | null>;
  close(): Promise<void>;
}

/** Nobody is kept waiting for longer to be counted. */
const TIMEOUT_MS = 100;
const MINUTE_MS = 60_000;

// Redis's clock, so that those who share a bucket need not agree on the time. A bucket that is full again says nothing and is forgotten.
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local depth = tonumber(ARGV[1])
local known = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = math.min(depth, (tonumber(known[1]) or depth) + (now - (tonumber(known[2]) or now)) * depth / ${MINUTE_MS})
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens >= 1 and tokens - 1 or tokens), 'at', tostring(now))
redis.call('PEXPIRE', KEYS[1], ${MINUTE_MS})
return tostring(tokens)`;

export function createSharedBuckets({ redisUrl, prefix = DEFAULT_PREFIX }: QueueConnection): SharedBuckets {
  const redis = new Redis(redisUrl, { ...FAIL_FAST, commandTimeout: TIMEOUT_MS });
  // The producer's connection tells of outages.
  redis.on('error', () => undefined);
  return {
    take: async (name, perMinute) => {
      try {
        return Number(await redis.eval(TAKE, 1, `${prefix}:bucket:${name}`, perMinute));
      } catch {
        return null;
      }
    },
    close: () => disconnect(redis),
  };
}
