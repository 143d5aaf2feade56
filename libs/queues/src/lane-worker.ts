import { isTracing, type Metrics } from '@persona/runtime';
import { Worker, type Job } from 'bullmq';
import { BullMQOtel } from 'bullmq-otel';
import { advanceVirtualTime } from './fair-share.ts';
import { openLane } from './lanes.ts';
import {
  connectionName,
  HEARTBEAT_INTERVAL_MS,
  HEARTBEAT_JOB,
  HEARTBEAT_TTL_MS,
  heartbeatKey,
} from './heartbeat.ts';
import { readState } from './queue-view.ts';
import { connectWaiting, DEFAULT_PREFIX, disconnect, withoutCommand, type QueueConnection } from './redis.ts';

export interface LaneWorkerOptions extends QueueConnection {
  lane: string;
  /** The most jobs at once. */
  concurrency: number;
  metrics: Metrics;
  /** Milliseconds until the next attempt of a job of this name. */
  backoff: (attempt: number, error: Error | undefined, jobName: string | undefined) => number;
  /** Runs a job to its end; throws as BullMQ's processors do. */
  run: (job: Job, token: string | undefined) => Promise<void>;
}

export interface LaneWorker {
  /**
   * Takes no new jobs and waits for those in progress, but for at most `timeoutMs` while Redis is
   * unavailable.
   */
  close(timeoutMs: number): Promise<void>;
}

// A job of a killed worker is given to another one between LOCK_TTL_MS and LOCK_TTL_MS + STALLED_INTERVAL_MS
// later. Both are short, because locks are renewed at half time, and a job that runs twice after losing its
// lock does no harm.
const LOCK_TTL_MS = 6000;
const STALLED_INTERVAL_MS = 3000;
const SAME_ERROR_INTERVAL_MS = 60_000;

/**
 * Takes jobs from one lane and keeps its heartbeat. It waits for Redis without limit whenever Redis is
 * unavailable.
 */
export function startLaneWorker(options: LaneWorkerOptions): LaneWorker {
  const { lane, concurrency, metrics, run } = options;
  const logger = options.logger.child({ queue: lane });
  const prefix = options.prefix ?? DEFAULT_PREFIX;
  const redis = connectWaiting(options, `${lane} worker`, connectionName(prefix, lane));
  let active = 0;

  let beatAt = 0;
  const beat = () => {
    beatAt = Date.now();
    return redis.set(heartbeatKey(prefix, lane), beatAt, 'PX', HEARTBEAT_TTL_MS);
  };

  const work = async (job: Job, token: string | undefined): Promise<void> => {
    if (job.name === HEARTBEAT_JOB) return void (await beat());
    active++;
    // Taking a job proves the same as a heartbeat job.
    if (Date.now() - beatAt > HEARTBEAT_INTERVAL_MS) beat().catch(() => undefined);
    if (job.priority > 0) advanceVirtualTime(redis, prefix, lane, job.priority).catch(() => undefined);
    try {
      await run(job, token);
    } finally {
      active--;
    }
  };

  const worker = new Worker(lane, work, {
    connection: redis,
    prefix,
    skipVersionCheck: true,
    concurrency,
    lockDuration: LOCK_TTL_MS,
    stalledInterval: STALLED_INTERVAL_MS,
    // BullMQ must not fail a job because its workers died: a page that kills its workers is detected by its
    // own count of starts.
    maxStalledCount: 1_000_000,
    runRetryDelay: 1000,
    ...(isTracing() && { telemetry: new BullMQOtel({ tracerName: 'persona' }) }),
    settings: { backoffStrategy: (attempt, _type, error, job) => options.backoff(attempt, error, job?.name) },
  });
  // A Redis that takes no writes gives the same error each second.
  let told: { message: string; at: number } | undefined;
  worker.on('error', (err) => {
    const { message } = withoutCommand(err);
    if (redis.status !== 'ready') return;
    if (told?.message === message && Date.now() - told.at < SAME_ERROR_INTERVAL_MS) return;
    told = { message, at: Date.now() };
    logger.warn({ event: 'queue.error', err: withoutCommand(err) }, 'BullMQ error');
  });
  worker.on('stalled', (jobId) => {
    metrics.jobsStalled.inc({ queue: lane });
    logger.warn({ event: 'job.stalled', job_id: jobId }, 'taken from a worker that went silent');
  });

  const canary = openLane(lane, { connection: redis, prefix });
  const sendHeartbeat = async () => {
    if (redis.status !== 'ready') return;
    // A worker with jobs in progress is alive without a heartbeat job, which might have to wait behind them.
    if (active > 0) await beat();
    else
      await canary.add(
        HEARTBEAT_JOB,
        {},
        { jobId: HEARTBEAT_JOB, removeOnComplete: true, removeOnFail: true },
      );
    const {
      waiting,
      active: working,
      delayed,
      failed,
      nextWaitingMs,
    } = await readState(redis, prefix, canary);
    for (const [state, count] of Object.entries({ waiting, active: working, delayed, failed }))
      metrics.jobsByState.set({ queue: lane, state }, count);
    metrics.oldestJobAge.set({ queue: lane }, (nextWaitingMs ?? 0) / 1000);
  };
  const tryHeartbeat = () => {
    sendHeartbeat().catch((err: unknown) =>
      logger.debug({ event: 'queue.pulse_failed', err: withoutCommand(err as Error) }, 'no pulse'),
    );
  };
  redis.on('ready', tryHeartbeat);
  const heartbeatTimer = setInterval(tryHeartbeat, HEARTBEAT_INTERVAL_MS);

  return {
    close: async (timeoutMs) => {
      clearInterval(heartbeatTimer);
      // Redis may be unavailable: a job that could not be put back is taken over when its lock has expired.
      const cutOff = setTimeout(() => redis.disconnect(), timeoutMs);
      const { promise: tooLate, resolve } = Promise.withResolvers<void>();
      const giveUp = setTimeout(resolve, timeoutMs + 500);
      await Promise.race([worker.close(), tooLate]);
      clearTimeout(cutOff);
      clearTimeout(giveUp);
      await canary.close().catch(() => undefined);
      await disconnect(redis);
    },
  };
}
