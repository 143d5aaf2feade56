import type { Job } from '@persona/contracts';
import type { Scope } from '@persona/documents';
import type { Deps } from './page-queue.ts';
import { isFinal, settleJob } from './settle-job.ts';

const FIRST_LOOK_MS = 20;
const SLOWEST_LOOK_MS = 250;

/** Looks at a job, ever more slowly, until it is done, the time is up or nobody waits any more; returns it as it then is. */
export async function awaitJob(
  deps: Deps,
  scope: Scope,
  jobId: string,
  { limitMs, gone }: { limitMs: number; gone: () => boolean },
): Promise<Job | null> {
  const until = performance.now() + limitMs;
  for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 1.2, SLOWEST_LOOK_MS)) {
    const job = await settleJob(deps, scope, jobId);
    const left = until - performance.now();
    if (!job || isFinal(job) || left <= 0 || gone()) return job;
    await new Promise((resolve) => {
      setTimeout(resolve, Math.min(pause, left));
    });
  }
}
