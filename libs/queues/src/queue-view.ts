import type { QueueName } from '@persona/contracts';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { isAlive, HEARTBEAT_JOB } from './heartbeat.ts';
import { readRefusal, type QueueRefusal } from './refusal.ts';

/**
 * Reads the state of the queues, for explaining why something waits and for the sweeper. Rejects while Redis
 * is unavailable.
 */
export interface QueueView {
  /** Where each job is. */
  places(queue: QueueName, ids: readonly string[]): Promise<JobPlace[]>;
  state(queue: QueueName): Promise<QueueState>;
  /**
   * Removes waiting jobs from the queue; jobs in progress and unknown ones are left, and with `ofJob` those
   * that carry anything beside this job of a caller. Returns how many were removed.
   */
  remove(queue: QueueName, ids: readonly string[], options?: { ofJob?: string }): Promise<number>;
  /** Workers finish their jobs and take no new ones until `resume`. */
  pause(queue: QueueName): Promise<void>;
  resume(queue: QueueName): Promise<void>;
}

export interface JobPlace {
  id: string;
  /** `absent`: finished, given up, lost or never added; the documents know which. */
  state: 'waiting' | 'delayed' | 'active' | 'absent';
  /** The place of a waiting job; 1 is next in its lane. */
  position: number | null;
  /** When a delayed job is retried. */
  retryAt: Date | null;
}

export interface QueueState {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  paused: boolean;
  /** Whether a worker has recently taken jobs from this queue and is still connected. */
  alive: boolean;
  /** Why nothing is alive where Redis takes no writes. */
  refusal: QueueRefusal | null;
  /** Age in milliseconds of the job whose turn is next. */
  nextWaitingMs: number | null;
}

type LaneState = Omit<QueueState, 'refusal'>;

// Delayed jobs are scored by time * 4096 + a counter, prioritized ones by priority * 2^32 + a counter.
const DELAYED_SCALE = 4096;

// The heartbeat job is left out: it has no place and takes none. Jobs are pushed to the left of `wait` and
// taken from its right.
const PLACES = `
local places = {}
local waiting = redis.call('LLEN', KEYS[1])
local canary = redis.call('LPOS', KEYS[1], '${HEARTBEAT_JOB}')
local front = canary and waiting - 1 or waiting
for n, id in ipairs(ARGV) do
  local at = redis.call('ZRANK', KEYS[2], id)
  if at then places[n] = {'waiting', front + at + 1}
  else
    local due = redis.call('ZSCORE', KEYS[3], id)
    if due then places[n] = {'delayed', due}
    elseif redis.call('LPOS', KEYS[4], id) then places[n] = {'active', 0}
    else
      at = redis.call('LPOS', KEYS[1], id)
      if at then places[n] = {'waiting', waiting - at - ((canary and canary > at) and 1 or 0)} else places[n] = {'absent', 0} end
    end
  end
end
return places`;

/** `queues` holds the lanes of each queue. */
export function createQueueView(
  redis: Redis,
  prefix: string,
  queues: Record<QueueName, readonly Queue[]>,
): QueueView {
  const placesIn = async (lane: Queue, ids: readonly string[]): Promise<JobPlace[]> => {
    if (ids.length === 0) return [];
    const keys = ['wait', 'prioritized', 'delayed', 'active'].map((part) => lane.toKey(part));
    const rows = (await redis.eval(PLACES, keys.length, ...keys, ...ids)) as [JobPlace['state'], unknown][];
    return rows.map(([state, at], n) => ({
      id: ids[n] ?? '',
      state,
      position: state === 'waiting' ? Number(at) : null,
      retryAt: state === 'delayed' ? new Date(Math.floor(Number(at) / DELAYED_SCALE)) : null,
    }));
  };
  const removeFrom = async (lane: Queue, ids: readonly string[], ofJob?: string): Promise<number> => {
    const there = (await placesIn(lane, ids)).filter(
      ({ state }) => state === 'waiting' || state === 'delayed',
    );
    const removed = await Promise.all(
      there.map(async ({ id }) => {
        if (ofJob !== undefined) {
          const job = (await lane.getJob(id)) as { data: { job_id?: string } } | undefined;
          if (job?.data.job_id !== ofJob) return 0;
        }
        return lane.remove(id);
      }),
    );
    return removed.filter((one) => one === 1).length;
  };
  return {
    places: async (name, ids) => {
      const perLane = await Promise.all(queues[name].map((lane) => placesIn(lane, ids)));
      return ids.map(
        (id, n) =>
          perLane.map((places) => places[n]).find((place) => place && place.state !== 'absent') ?? absent(id),
      );
    },
    state: async (name) => {
      const states = await Promise.all(queues[name].map((lane) => readState(redis, prefix, lane)));
      const state = states.reduce(joined);
      return { ...state, refusal: state.alive ? null : await readRefusal(redis, prefix) };
    },
    remove: async (name, ids, { ofJob } = {}) => {
      const removed = await Promise.all(queues[name].map((lane) => removeFrom(lane, ids, ofJob)));
      return removed.reduce((sum, one) => sum + one, 0);
    },
    pause: async (name) => void (await Promise.all(queues[name].map((lane) => lane.pause()))),
    resume: async (name) => void (await Promise.all(queues[name].map((lane) => lane.resume()))),
  };
}

const absent = (id: string): JobPlace => ({ id, state: 'absent', position: null, retryAt: null });

/** Combines the lanes of a queue: it is paused when one of them is, and alive when all of them are. */
const joined = (a: LaneState, b: LaneState): LaneState => ({
  waiting: a.waiting + b.waiting,
  active: a.active + b.active,
  delayed: a.delayed + b.delayed,
  failed: a.failed + b.failed,
  paused: a.paused || b.paused,
  alive: a.alive && b.alive,
  nextWaitingMs:
    a.nextWaitingMs === null || b.nextWaitingMs === null
      ? (a.nextWaitingMs ?? b.nextWaitingMs)
      : Math.max(a.nextWaitingMs, b.nextWaitingMs),
});

/** Counts the jobs of a lane and reads the heads of its lists. */
export async function readState(redis: Redis, prefix: string, lane: Queue): Promise<LaneState> {
  const [counts, paused, alive, canary, first] = await Promise.all([
    lane.getJobCounts('wait', 'prioritized', 'active', 'delayed', 'failed'),
    lane.isPaused(),
    isAlive(redis, prefix, lane.name),
    redis.lpos(lane.toKey('wait'), HEARTBEAT_JOB),
    Promise.all([redis.lindex(lane.toKey('wait'), -1), redis.zrange(lane.toKey('prioritized'), '0', '0')]),
  ]);
  const added = await Promise.all(
    first
      .flat()
      .filter((id) => id !== null)
      .map((id) => redis.hget(lane.toKey(id), 'timestamp')),
  );
  const oldest = Math.min(...added.filter((time) => time !== null).map(Number));
  return {
    waiting: (counts['wait'] ?? 0) + (counts['prioritized'] ?? 0) - (canary === null ? 0 : 1),
    active: counts['active'] ?? 0,
    delayed: counts['delayed'] ?? 0,
    failed: counts['failed'] ?? 0,
    paused,
    alive,
    nextWaitingMs: Number.isFinite(oldest) ? Math.max(0, Date.now() - oldest) : null,
  };
}
