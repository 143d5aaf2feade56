import {
  AppError,
  grantScope,
  jobCatalogue,
  type JobData,
  type JobName,
  type JobNameOf,
  type QueueName,
  type Scope,
} from '@persona/contracts';
import type { Logger, Metrics } from '@persona/runtime';
import { DelayedError, UnrecoverableError, WaitingError, type Job } from 'bullmq';
import { Value } from 'typebox/value';
import { GiveUp, RetryLater } from './job-errors.ts';
import { startLaneWorker } from './lane-worker.ts';
import { lanes, sizeOf } from './lanes.ts';
import { backoffMs } from './queue-jobs.ts';
import type { QueueConnection } from './redis.ts';
import { createCooperativeScheduler } from './cooperative-scheduler.ts';

/**
 * Does one job. It may run twice, late, out of order or concurrently with itself, so it reads the documents
 * and changes them by compare-and-set.
 */
export type Handler<N extends JobName> = (job: HandledJob<N>) => Promise<void>;

/** One handler for every job of the queue: a job of the catalogue without one does not compile. */
export type Handlers<Q extends QueueName> = { readonly [N in JobNameOf<Q>]: Handler<N> };

export interface HandledJob<N extends JobName> {
  id: string;
  name: N;
  data: JobData<N>;
  /** Of the persona that the job names, or of the key that sent what belongs to none yet. */
  scope: Scope;
  /** From 1: the attempts that ended in a fault, and this one. */
  attempt: number;
  /** Aborted when the worker has to stop before the job is done; the job then goes back into the queue. */
  signal: AbortSignal;
  logger: Logger;
  /**
   * Called between two steps: waits while a smaller job of another persona is in progress in this process,
   * for a tenth of a second in all.
   */
  yieldToSmaller(): Promise<void>;
  /** Adds figures to the job's one log event. */
  note(figures: Record<string, number | string>): void;
}

export interface WorkersOptions<Q extends QueueName> extends QueueConnection {
  queue: Q;
  handlers: Handlers<Q>;
  /** The most jobs at once in each lane. */
  concurrency: number;
  metrics: Metrics;
}

export interface Workers {
  /** Takes no new jobs, waits `drainTimeoutMs` for those in progress, then has the rest put back. */
  close(drainTimeoutMs?: number): Promise<void>;
}

const DRAIN_TIMEOUT_MS = 10_000;
const MAX_ASKED_DELAY_MS = 600_000;

/** The delay that an overloaded server asked for, up to a maximum. */
const askedToWaitMs = (error: unknown): number =>
  error instanceof AppError ? Math.min((error.retryAfter ?? 0) * 1000, MAX_ASKED_DELAY_MS) : 0;

/**
 * Starts working on each lane of a queue. Workers wait for Redis without limit whenever it is unavailable.
 */
export function createWorkers<Q extends QueueName>(options: WorkersOptions<Q>): Workers {
  const { queue, metrics } = options;
  const logger = options.logger.child({ queue });
  const stop = new AbortController();
  const handlers = options.handlers as unknown as Record<string, Handler<JobName> | undefined>;
  const scheduler = createCooperativeScheduler();

  const run = async (job: Job, lockToken: string | undefined): Promise<void> => {
    const startedAt = performance.now();
    const name = job.name as JobName;
    // The payload is validated below.
    const data = (job.data ?? {}) as JobData<JobName>;
    const waitMs = Math.max(0, Date.now() - job.timestamp);
    using yieldToken = scheduler.enter(data.instance_id ?? '', sizeOf(name, data));
    const figures: Record<string, number | string> = {};
    let outcome = 'completed';
    let fault: unknown;
    if (job.attemptsStarted <= 1) metrics.jobWait.observe({ queue, job: name }, waitMs / 1000);
    try {
      const handler = handlers[name];
      if (!handler) throw new RetryLater(5000, 'This worker does not know the job; a newer one may.');
      if (!Value.Check(jobCatalogue[name].data, job.data)) {
        throw new GiveUp('invalid_payload', `The payload of ${name} does not fit its schema.`);
      }
      await handler({
        id: job.id ?? '',
        name,
        data,
        scope: grantScope(data.instance_id),
        attempt: job.attemptsMade + 1,
        signal: stop.signal,
        logger,
        yieldToSmaller: () => yieldToken.yieldToSmaller(),
        note: (more) => void Object.assign(figures, more),
      });
    } catch (error) {
      fault = error;
      if (error instanceof RetryLater) {
        outcome = 'delayed';
        await job.moveToDelayed(Date.now() + error.delayMs, lockToken);
        throw new DelayedError(error.message);
      }
      if (stop.signal.aborted) {
        outcome = 'put_back';
        await job.moveToWait(lockToken);
        throw new WaitingError();
      }
      if (error instanceof GiveUp) {
        outcome = 'given_up';
        throw new UnrecoverableError(error.message);
      }
      outcome = 'failed';
      throw error;
    } finally {
      const durationMs = performance.now() - startedAt;
      metrics.jobRun.observe({ queue, job: name, outcome }, durationMs / 1000);
      const event = {
        event: 'job.done',
        job: name,
        job_id: job.id,
        instance_id: data.instance_id,
        outcome,
        attempt: job.attemptsMade + 1,
        wait_ms: waitMs,
        duration_ms: Math.round(durationMs),
        ...figures,
      };
      if (outcome === 'failed') logger.error({ ...event, err: fault }, 'job failed');
      else if (outcome === 'completed') logger.info(event, 'job done');
      else logger.warn({ ...event, err: fault }, 'job not done');
    }
  };

  const workers = lanes[queue].map((lane) =>
    startLaneWorker({
      ...options,
      lane,
      backoff: (attempt, error, jobName) =>
        Math.max(
          backoffMs(attempt, jobCatalogue[jobName as JobName]?.backoffMs ?? 1000),
          askedToWaitMs(error),
        ),
      run,
    }),
  );

  return {
    close: async (drainTimeoutMs = DRAIN_TIMEOUT_MS) => {
      const timer = setTimeout(() => stop.abort(), drainTimeoutMs);
      await Promise.all(workers.map((worker) => worker.close(drainTimeoutMs + 1000)));
      clearTimeout(timer);
    },
  };
}
