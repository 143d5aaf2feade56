import {
  AppError,
  jobCatalogue,
  type JobData,
  type JobName,
  type JobNameOf,
  type QueueName,
} from '@persona/contracts';
import { isTracing, type Logger, type Metrics } from '@persona/runtime';
import { DelayedError, Queue, UnrecoverableError, WaitingError, Worker, type Job } from 'bullmq';
import { BullMQOtel } from 'bullmq-otel';
import { Value } from 'typebox/value';
import { reachTurn } from './fair-share.ts';
import { GiveUp, RetryLater } from './job-errors.ts';
import { connectionName, PULSE_EVERY_MS, PULSE_JOB, PULSE_LASTS_MS, pulseKey } from './pulse.ts';
import { backoffMs, EVENTS_KEPT } from './queue-jobs.ts';
import { readState } from './queue-view.ts';
import { createRightOfWay } from './right-of-way.ts';
import { connectWaiting, DEFAULT_PREFIX, disconnect, withoutCommand, type QueueConnection } from './redis.ts';

/** Does one job. It may be run twice, late, out of order or beside itself, so it reads the documents and moves them by compare-and-set. */
export type Handler<N extends JobName> = (job: HandledJob<N>) => Promise<void>;

/** One handler for every job of the queue: a job of the catalogue without one does not compile. */
export type Handlers<Q extends QueueName> = { readonly [N in JobNameOf<Q>]: Handler<N> };

export interface HandledJob<N extends JobName> {
  id: string;
  name: N;
  data: JobData<N>;
  /** From 1: tries that ended in a fault, and this one. */
  attempt: number;
  /** Aborted when the worker has to stop before the job is done; the job then goes back into the queue. */
  signal: AbortSignal;
  logger: Logger;
  /** For between two steps: waits while a smaller job of another persona is under way in this process, for a tenth of a second in all. */
  giveWay(): Promise<void>;
  /** Adds figures to the job's one log event. */
  note(figures: Record<string, number | string>): void;
}

export interface WorkersOptions<Q extends QueueName> extends QueueConnection {
  queue: Q;
  handlers: Handlers<Q>;
  concurrency: number;
  metrics: Metrics;
}

export interface Workers {
  /** Jobs being worked on in this process. */
  active(): number;
  /** Takes nothing new, waits `drainMs` for what is under way, then has it put back. */
  close(drainMs?: number): Promise<void>;
}

// A job of a killed worker is given to another between LOCK_MS and LOCK_MS + STALLED_EVERY_MS later. Locks are renewed at half time, and
// a job that runs twice because its lock was lost does no harm, so both are short.
const LOCK_MS = 6000;
const STALLED_EVERY_MS = 3000;
const DRAIN_MS = 10_000;
const LONGEST_ASKED_MS = 600_000;

/** What a server that has too much to do asked for, within reason. */
const askedToWaitMs = (error: unknown): number =>
  error instanceof AppError ? Math.min((error.retryAfter ?? 0) * 1000, LONGEST_ASKED_MS) : 0;

/** Starts working on a queue. It waits for Redis as long as it takes, whenever it is away. */
export function createWorkers<Q extends QueueName>(options: WorkersOptions<Q>): Workers {
  const { queue, concurrency, metrics } = options;
  const logger = options.logger.child({ queue });
  const prefix = options.prefix ?? DEFAULT_PREFIX;
  const redis = connectWaiting(options, `${queue} worker`, connectionName(prefix, queue));
  const stop = new AbortController();
  const handlers = options.handlers as unknown as Record<string, Handler<JobName> | undefined>;
  const way = createRightOfWay();
  let active = 0;

  let beatAt = 0;
  const beat = () => {
    beatAt = Date.now();
    return redis.set(pulseKey(prefix, queue), beatAt, 'PX', PULSE_LASTS_MS);
  };

  const work = async (job: Job, token: string | undefined): Promise<void> => {
    if (job.name === PULSE_JOB) return void (await beat());
    const startedAt = performance.now();
    const name = job.name as JobName;
    const waitMs = Math.max(0, Date.now() - job.timestamp);
    const { instance_id: instanceId, pages } = job.data as { instance_id?: string; pages?: unknown[] };
    using passage = way.enter(instanceId ?? '', pages?.length ?? 1);
    const figures: Record<string, number | string> = {};
    let outcome = 'completed';
    let fault: unknown;
    active++;
    // A job that was taken says the same as a canary.
    if (Date.now() - beatAt > PULSE_EVERY_MS) beat().catch(() => undefined);
    if (job.priority > 0) reachTurn(redis, prefix, queue, job.priority).catch(() => undefined);
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
        data: job.data,
        attempt: job.attemptsMade + 1,
        signal: stop.signal,
        logger,
        giveWay: () => passage.giveWay(),
        note: (more) => void Object.assign(figures, more),
      });
    } catch (error) {
      fault = error;
      if (error instanceof RetryLater) {
        outcome = 'delayed';
        await job.moveToDelayed(Date.now() + error.delayMs, token);
        throw new DelayedError(error.message);
      }
      if (stop.signal.aborted) {
        outcome = 'put_back';
        await job.moveToWait(token);
        throw new WaitingError();
      }
      if (error instanceof GiveUp) {
        outcome = 'given_up';
        throw new UnrecoverableError(error.message);
      }
      outcome = 'failed';
      throw error;
    } finally {
      active--;
      const durationMs = performance.now() - startedAt;
      metrics.jobRun.observe({ queue, job: name, outcome }, durationMs / 1000);
      const event = {
        event: 'job.done',
        job: name,
        job_id: job.id,
        instance_id: instanceId,
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

  const worker = new Worker(queue, work, {
    connection: redis,
    prefix,
    concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_EVERY_MS,
    // A job never dies of its worker's deaths: a page that kills it is told by the page's own count of starts.
    maxStalledCount: 1_000_000,
    runRetryDelay: 1000,
    skipVersionCheck: true,
    ...(isTracing() && { telemetry: new BullMQOtel({ tracerName: 'persona' }) }),
    settings: {
      backoffStrategy: (attempt, _type, error, job) =>
        Math.max(
          backoffMs(attempt, jobCatalogue[job?.name as JobName]?.backoffMs ?? 1000),
          askedToWaitMs(error),
        ),
    },
  });
  worker.on('error', (err) => {
    if (redis.status === 'ready')
      logger.warn({ event: 'queue.error', err: withoutCommand(err) }, 'BullMQ error');
  });
  worker.on('stalled', (jobId) => {
    metrics.jobsStalled.inc({ queue });
    logger.warn({ event: 'job.stalled', job_id: jobId }, 'taken from a worker that went silent');
  });

  const canary = new Queue(queue, {
    connection: redis,
    prefix,
    skipVersionCheck: true,
    streams: { events: { maxLen: EVENTS_KEPT } },
  });
  canary.on('error', () => undefined);
  const pulse = async () => {
    if (redis.status !== 'ready') return;
    // A worker that has jobs in hand is alive without a canary, which might wait behind them.
    if (active > 0) await beat();
    else await canary.add(PULSE_JOB, {}, { jobId: PULSE_JOB, removeOnComplete: true, removeOnFail: true });
    const {
      waiting,
      active: working,
      delayed,
      failed,
      nextWaitingMs,
    } = await readState(redis, prefix, queue, canary);
    for (const [state, count] of Object.entries({ waiting, active: working, delayed, failed }))
      metrics.jobsByState.set({ queue, state }, count);
    metrics.oldestJobAge.set({ queue }, (nextWaitingMs ?? 0) / 1000);
  };
  const tryPulse = () => {
    pulse().catch((err: unknown) =>
      logger.debug({ event: 'queue.pulse_failed', err: withoutCommand(err as Error) }, 'no pulse'),
    );
  };
  redis.on('ready', tryPulse);
  const pulseTimer = setInterval(tryPulse, PULSE_EVERY_MS);

  return {
    active: () => active,
    close: async (drainMs = DRAIN_MS) => {
      clearInterval(pulseTimer);
      const timers = [
        setTimeout(() => stop.abort(), drainMs),
        // Redis may be away: what could not be put back is taken over when its lock has run out.
        setTimeout(() => redis.disconnect(), drainMs + 1000),
      ];
      await Promise.race([
        worker.close(),
        new Promise((resolve) => {
          timers.push(setTimeout(resolve, drainMs + 1500));
        }),
      ]);
      for (const timer of timers) clearTimeout(timer);
      await canary.close().catch(() => undefined);
      await disconnect(redis);
    },
  };
}
