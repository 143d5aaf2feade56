import { jobCatalogue, queueNames, type JobData, type JobName, type QueueName } from '@persona/contracts';
import { isTracing } from '@persona/runtime';
import type { Queue } from 'bullmq';
import { BullMQOtel } from 'bullmq-otel';
import { openBoard, type QueueBoard } from './board.ts';
import { MAX_PRIORITY, assignPriorities } from './fair-share.ts';
import { laneOf, lanes, openLane } from './lanes.ts';
import { jobOptions } from './queue-jobs.ts';
import { shareCalls } from './share-calls.ts';
import { createQueueView, type QueueView } from './queue-view.ts';
import {
  connectFailingFast,
  DEFAULT_PREFIX,
  disconnect,
  isReady,
  withoutCommand,
  type QueueConnection,
} from './redis.ts';

/**
 * The producer's side of the queues. It never makes its caller fail: the document that a job names is already
 * stored, and the sweeper enqueues what Redis did not accept. Every call ends within two or three seconds,
 * whatever Redis does.
 */
export interface Producer {
  /**
   * Resolves to false when Redis did not accept the job. An id that is already in the queue is not added
   * again.
   */
  add<N extends JobName>(name: N, job: NewQueueJob<N>): Promise<boolean>;
  /** Adds all jobs. Resolves to false when Redis fails; some may have been added then. */
  addMany<N extends JobName>(name: N, jobs: readonly NewQueueJob<N>[]): Promise<boolean>;
  /** What is in the queues. Unlike the rest it rejects while Redis is unavailable. */
  readonly view: QueueView;
  /** The same as a page for operators, to be served below `path` behind an access check. */
  board(path: string): Promise<QueueBoard>;
  close(): Promise<void>;
}

export interface NewQueueJob<N extends JobName> {
  id: string;
  data: JobData<N>;
}

/** Jobs for which personas take turns; the others are short and rare, and go first. */
const TURNS: ReadonlySet<JobName> = new Set<JobName>([
  'page.index',
  'voice.process',
  'video.process',
  'message.speak',
]);
/** Jobs that run when there is nothing else to do. */
const BACKGROUND: ReadonlySet<JobName> = new Set<JobName>(['instance.embed']);

/** Calls that wait at the same time share a call of Redis, with about this many jobs at most. */
const MAX_JOBS_TOGETHER = 1000;

const CALL_TIMEOUT_MS = 2000;
const CONNECT_TIMEOUT_MS = 500;

export function createProducer(connection: QueueConnection): Producer {
  const prefix = connection.prefix ?? DEFAULT_PREFIX;
  const { logger } = connection;
  const redis = connectFailingFast(connection, 'producer');
  const options = {
    connection: redis,
    prefix,
    ...(isTracing() && { telemetry: new BullMQOtel({ tracerName: 'persona' }) }),
  };
  const queues = Object.fromEntries(
    queueNames.map((name) => [name, lanes[name].map((lane) => openLane(lane, options))]),
  ) as Record<QueueName, Queue[]>;

  const addAll = async <N extends JobName>(name: N, jobs: readonly NewQueueJob<N>[]): Promise<boolean> => {
    const { queue } = jobCatalogue[name];
    const put = async (lane: Queue) => {
      const own = jobs.filter(({ data }) => laneOf(queue, name, data) === lane.name);
      if (own.length === 0) return;
      const turns = new Map<NewQueueJob<N>, number>();
      if (TURNS.has(name)) {
        for (const [instanceId, ofPersona] of Map.groupBy(own, (job) => job.data.instance_id)) {
          const priorities = await assignPriorities(redis, prefix, lane.name, instanceId, ofPersona.length);
          for (const [n, job] of ofPersona.entries()) turns.set(job, priorities[n] ?? 1);
        }
      }
      await lane.addBulk(
        own.map((job) => ({
          name,
          data: job.data,
          opts: {
            ...jobOptions(name),
            jobId: job.id,
            priority: turns.get(job) ?? (BACKGROUND.has(name) ? MAX_PRIORITY : 0),
          },
        })),
      );
    };
    try {
      if (!(await isReady(redis, CONNECT_TIMEOUT_MS))) return false;
      await within(CALL_TIMEOUT_MS, Promise.all(queues[queue].map(put)));
      return true;
    } catch (err) {
      logger.warn(
        {
          event: 'queue.add_failed',
          queue,
          job: name,
          jobs: jobs.length,
          err: withoutCommand(err as Error),
        },
        'left to the sweeper',
      );
      return false;
    }
  };

  const batches = new Map<JobName, (jobs: readonly NewQueueJob<JobName>[]) => Promise<boolean>>(
    (Object.keys(jobCatalogue) as JobName[]).map((name) => [
      name,
      shareCalls((jobs) => addAll(name, jobs), MAX_JOBS_TOGETHER),
    ]),
  );
  const addMany = async <N extends JobName>(name: N, jobs: readonly NewQueueJob<N>[]): Promise<boolean> => {
    if (jobs.length === 0) return true;
    const added = batches.get(name)?.(jobs);
    // One that waits behind a call without an answer does not wait twice as long.
    return within(CONNECT_TIMEOUT_MS + CALL_TIMEOUT_MS, Promise.resolve(added ?? false)).catch(() => false);
  };

  return {
    addMany,
    add: (name, job) => addMany(name, [job]),
    view: createQueueView(redis, prefix, queues),
    board: (path) => openBoard(Object.values(queues).flat(), path),
    close: async () => {
      await Promise.allSettled(
        Object.values(queues)
          .flat()
          .map((lane) => lane.close()),
      );
      await disconnect(redis);
    },
  };
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
