import type { Job, Scope } from '@persona/contracts';
import type { CooperativeScheduler } from '@persona/queues';
import type { Deps } from '../deps.ts';
import { isFinal, settleJob } from './settle-job.ts';

const MIN_INTERVAL_MS = 20;
const MAX_INTERVAL_MS = 250;

/**
 * Reads a job at growing intervals until it is done, the time is up or the caller has gone; returns it as it
 * then is.
 */
export async function awaitJob(
  deps: Deps,
  scheduler: CooperativeScheduler,
  scope: Scope,
  jobId: string,
  { timeoutMs, gone }: { timeoutMs: number; gone: () => boolean },
): Promise<Job | null> {
  const until = performance.now() + timeoutMs;
  let job = await settleJob(deps, scope, jobId);
  // A caller waits for the job, so larger work of others in this process yields to it.
  using _token = scheduler.enter(scope, job?.progress.total ?? 1);
  for (
    let intervalMs = MIN_INTERVAL_MS;
    job && !isFinal(job) && !gone();
    intervalMs = nextInterval(intervalMs)
  ) {
    const leftMs = until - performance.now();
    if (leftMs <= 0) break;
    await new Promise((resolve) => {
      setTimeout(resolve, Math.min(intervalMs, leftMs));
    });
    job = await settleJob(deps, scope, jobId);
  }
  return job;
}

const nextInterval = (intervalMs: number): number => Math.min(intervalMs * 1.2, MAX_INTERVAL_MS);
