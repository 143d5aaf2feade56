import type { Job, Scope } from '@persona/contracts';
import type { CooperativeScheduler } from '@persona/queues';
import type { Deps } from '../pages/page-queue.ts';
import { isFinal, settleJob } from './settle-job.ts';

const FIRST_LOOK_MS = 20;
const SLOWEST_LOOK_MS = 250;

/** Looks at a job, ever more slowly, until it is done, the time is up or nobody waits any more; returns it as it then is. */
export async function awaitJob(
  deps: Deps,
  scheduler: CooperativeScheduler,
  scope: Scope,
  jobId: string,
  { timeoutMs, gone }: { timeoutMs: number; gone: () => boolean },
): Promise<Job | null> {
  const until = performance.now() + timeoutMs;
  let job = await settleJob(deps, scope, jobId);
  // Somebody waits: larger work of others steps aside in this process.
  using _token = scheduler.enter(scope, job?.progress.total ?? 1);
  for (let pause = FIRST_LOOK_MS; job && !isFinal(job) && !gone(); pause = nextPause(pause)) {
    const left = until - performance.now();
    if (left <= 0) break;
    await new Promise((resolve) => {
      setTimeout(resolve, Math.min(pause, left));
    });
    job = await settleJob(deps, scope, jobId);
  }
  return job;
}

const nextPause = (pause: number): number => Math.min(pause * 1.2, SLOWEST_LOOK_MS);
