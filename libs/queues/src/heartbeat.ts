import type { Redis } from 'ioredis';

/**
 * A lane's heartbeat: a job that travels through the lane every second. The worker that takes it sets a key
 * with a short expiry, so the key shows that jobs are being taken, which an answered PING would not.
 */
export const HEARTBEAT_JOB = 'pulse';
export const HEARTBEAT_INTERVAL_MS = 1000;
export const HEARTBEAT_TTL_MS = 3500;

// Not among the lane's own keys, because the heartbeat job itself lives there.
export const heartbeatKey = (prefix: string, lane: string): string => `${prefix}:pulse:${lane}`;

/** The name of the connections of a lane's workers in Redis. */
export const connectionName = (prefix: string, lane: string): string => `${prefix}:worker:${lane}`;

/**
 * Whether a worker has recently taken jobs from this lane and is still connected. The heartbeat of a worker
 * that hangs expires within seconds; the connection of one that was killed is gone at once.
 */
export async function isAlive(redis: Redis, prefix: string, lane: string): Promise<boolean> {
  const [served, connected] = await Promise.all([
    redis.exists(heartbeatKey(prefix, lane)),
    // Where this command is not allowed, the heartbeat has to do.
    redis.client('LIST').then(
      (list) => String(list).includes(` name=${connectionName(prefix, lane)} `),
      () => redis.status === 'ready',
    ),
  ]);
  return served === 1 && connected;
}
