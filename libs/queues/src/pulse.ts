import type { QueueName } from '@persona/contracts';
import type { Redis } from 'ioredis';

/**
 * A queue's pulse: a canary job that travels through the queue every second. The worker that takes it sets a key which soon expires, so the
 * key says that jobs are being taken, which an answered PING would not.
 */
export const PULSE_JOB = 'pulse';
export const PULSE_EVERY_MS = 1000;
export const PULSE_LASTS_MS = 3500;

// Not under the queue's own keys: there the canary itself lives.
export const pulseKey = (prefix: string, queue: QueueName): string => `${prefix}:pulse:${queue}`;

/** What the connections of a queue's workers are called in Redis. */
export const connectionName = (prefix: string, queue: QueueName): string => `${prefix}:worker:${queue}`;

/**
 * Whether a worker has lately taken jobs from this queue and is still there. The pulse of one that hangs runs out within seconds; the
 * connection of one that was killed is gone at once.
 */
export async function isAlive(redis: Redis, prefix: string, queue: QueueName): Promise<boolean> {
  const [pulse, connected] = await Promise.all([
    redis.exists(pulseKey(prefix, queue)),
    // Where this command is not allowed the pulse alone has to do.
    redis.client('LIST').then(
      (list) => String(list).includes(` name=${connectionName(prefix, queue)} `),
      () => redis.status === 'ready',
    ),
  ]);
  return pulse === 1 && connected;
}
