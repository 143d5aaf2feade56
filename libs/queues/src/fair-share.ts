import type { Redis } from 'ioredis';

/**
 * Personas take turns (start-time fair queueing): a job's priority is the turn it is due in. A persona's jobs get one turn after the other,
 * beginning with the turn the workers are at, so one that comes with a single job waits for none of one that came with thousands but those
 * under way, whenever it comes and however many there are.
 *
 * One hash per queue holds each persona's next turn and `.now`, the turn before that of the job last started: a newcomer's first job stands
 * beside that one, before the next of all who wait. The hash is thrown away whenever nobody waits, and losing it costs a moment of fairness,
 * no job.
 */
const NOW = '.now';

/** BullMQ's largest priority. A queue that is busy for two million turns without a break serves what comes after in order of arrival. */
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

/** Priorities for `count` jobs of one persona, in their order. */
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

/** Tells that a job with this priority has been started. One that is done last says nothing of whose turn it is. */
export async function advanceVirtualTime(
  redis: Redis,
  prefix: string,
  queue: string,
  priority: number,
): Promise<void> {
  if (priority < MAX_PRIORITY)
    await redis.eval(ADVANCE_VIRTUAL_TIME, 1, fairKey(prefix, queue), priority - 1);
}
