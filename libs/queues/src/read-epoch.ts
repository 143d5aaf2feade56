import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { DEFAULT_PREFIX, disconnect, FAIL_FAST, type QueueConnection } from './redis.ts';

/** A text in Redis that all processes of an install share; `ReadEpoch` of the documents says what for. */
export interface SharedEpoch {
  /** Null while Redis does not answer at once. */
  current(): Promise<string | null>;
  /** Makes it another text. Resolves to false while Redis does not answer at once. */
  advance(): Promise<boolean>;
  close(): Promise<void>;
}

/** No request waits longer than this to be told. */
const TIMEOUT_MS = 100;

/**
 * The text is random, so that none comes back after Redis was emptied. Asking begins after the call: those of
 * one turn of the event loop share a command, and none takes the answer to a question that was sent before.
 */
export function createSharedEpoch({ redisUrl, prefix = DEFAULT_PREFIX }: QueueConnection): SharedEpoch {
  const redis = new Redis(redisUrl, { ...FAIL_FAST, commandTimeout: TIMEOUT_MS });
  // The producer's connection logs outages.
  redis.on('error', () => undefined);
  const key = `${prefix}:epoch`;
  let asking: Promise<string | null> | undefined;

  const ask = async (): Promise<string | null> => {
    // Everybody of this turn has come by then; whoever comes later asks anew.
    await Promise.resolve();
    asking = undefined;
    try {
      const known = await redis.get(key);
      if (known !== null) return known;
      await redis.set(key, randomUUID(), 'NX');
      return await redis.get(key);
    } catch {
      return null;
    }
  };

  return {
    current: () => (asking ??= ask()),
    advance: async () => {
      try {
        await redis.set(key, randomUUID());
        return true;
      } catch {
        return false;
      }
    },
    close: () => disconnect(redis),
  };
}
