import type { Redis } from 'ioredis';

/**
 * Personas take turns (start-time fair queueing): a job's priority is the turn in which it is due. A
 * persona's jobs get consecutive turns, beginning with the turn that the workers have reached. A persona with
 * a single job therefore waits only for the jobs in progress, however many jobs another persona has queued
 * before.
 *
 * One hash per queue holds each persona's next turn and `.now`, the turn before that of the job started last:
 * a newcomer's first job stands beside that job, before the next one of everyone who waits. The hash is
 * deleted whenever nothing waits. Losing it costs a moment of fairness and no job.
 */
const NOW = '.now';

/**
 * BullMQ's largest priority. A queue that is busy for two million turns without a break serves later jobs in
 * order of arrival.
 */
export const MAX_PRIORITY = 2_097_151;

const ASSIGN_PRIORITIES = `
if redis.call('ZCARD', KEYS[2]) == 0 then redis.call('DEL', KEYS[1]) end
local known = redis.call('HMGET', KEYS[1], '${NOW}', ARGV[1])
local turn = math.max(tonumber(known[1] or 0), tonumber(known[2] or 0))
redis.call('HSET', KEYS[1], ARGV[1], turn + tonumber(ARGV[2]))
return turn`;

const ADVANCE_VIRTUAL_TIME = `
if tonumber(redis.call('HGET', KEYS[1], '${NOW}') or 0) < tonumber(ARGV[1]) then
  redis.call('HSET', KEYS[1], '${NOW}', ARGV[1])
end`;

const fairKey = (prefix: string, queue: string) => `${prefix}:fair:${queue}`;

/** Returns priorities for `count` jobs of one persona, in their order. */
export async function assignPriorities(
  redis: Redis,
  prefix: string,
  queue: string,
  instanceId: string,
  count: number,
): Promise<number[]> {
  const keys = [fairKey(prefix, queue), `${prefix}:${queue}:prioritized`];
  const first = Number(await redis.eval(ASSIGN_PRIORITIES, 2, ...keys, instanceId, count));
  return Array.from({ length: count }, (_, n) => Math.min(first + n + 1, MAX_PRIORITY));
}

/**
 * Records that a job with this priority has been started. A job of the largest priority says nothing about
 * whose turn it is.
 */
export async function advanceVirtualTime(
  redis: Redis,
  prefix: string,
  queue: string,
  priority: number,
): Promise<void> {
  if (priority < MAX_PRIORITY)
    await redis.eval(ADVANCE_VIRTUAL_TIME, 1, fairKey(prefix, queue), priority - 1);
}
