import type { Redis } from 'ioredis';

/**
 * A lane's pulse: a canary job that travels through it every second. The worker that takes it sets a key which soon expires, so the
 * key says that jobs are being taken, which an answered PING would not.
 */
export const HEARTBEAT_JOB = 'pulse';
export const HEARTBEAT_INTERVAL_MS = 1000;
export const HEARTBEAT_TTL_MS = 3500;

// Not under the lane's own keys: there the canary itself lives.
export const heartbeatKey = (prefix: string, lane: string): string => `${prefix}:pulse:${lane}`;

/** What the connections of a lane's workers are called in Redis. */
export const connectionName = (prefix: string, lane: string): string => `${prefix}:worker:${lane}`;

/**
 * Whether a worker has lately taken jobs from this lane and is still there. The pulse of one that hangs runs out within seconds; the
 * connection of one that was killed is gone at once.
 */
export async function isAlive(redis: Redis, prefix: string, lane: string): Promise<boolean> {
  const [served, connected] = await Promise.all([
    redis.exists(heartbeatKey(prefix, lane)),
    // Where this command is not allowed the pulse alone has to do.
    redis.client('LIST').then(
      (list) => String(list).includes(` name=${connectionName(prefix, lane)} `),
      () => redis.status === 'ready',
    ),
  ]);
  return served === 1 && connected;
}
