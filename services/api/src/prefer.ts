import type { Job } from '@persona/contracts';
import type { Access } from './access.ts';
import type { Resources } from './resources.ts';
import type { Reply, Request } from './types.ts';

const MAX_WAIT_S = 120;
const FIRST_LOOK_MS = 20;
const SLOWEST_LOOK_MS = 250;

/** What `Prefer` asks of a request that starts a job (RFC 7240). */
export function readPrefer(request: Request): { respondAsync: boolean; waitSeconds: number | null } {
  const header = [request.headers['prefer'] ?? []].flat().join(',');
  const wait = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})/i.exec(header)?.[1];
  return {
    respondAsync: /(?:^|[,;\s])respond-async(?:$|[,;\s])/i.test(header),
    waitSeconds: wait === undefined ? null : Math.min(Number(wait), MAX_WAIT_S),
  };
}

/**
 * Settles how a reply that names a job is sent: 200 as documented; 202 with Location for `Prefer: respond-async`; for `Prefer: wait=N` after
 * the job is done, or 202 when N seconds are over (both together: wait, then 202). Call it last, before the handler returns its body.
 */
export async function preferJob(
  resources: Pick<Resources, 'knowledge'>,
  request: Request,
  reply: Reply,
  access: Access,
  jobId: string | null,
): Promise<Job | null> {
  const { respondAsync, waitSeconds } = readPrefer(request);
  if (jobId === null) return null;
  let job: Job | null = null;
  if (waitSeconds !== null) {
    reply.header('preference-applied', `wait=${waitSeconds}`);
    job = await waitForJob(resources, access, jobId, waitSeconds * 1000, () => reply.raw.destroyed);
  } else if (respondAsync) reply.header('preference-applied', 'respond-async');
  // A job that is gone went with what it purged.
  const done = waitSeconds !== null && (job === null || isDone(job));
  if ((respondAsync || waitSeconds !== null) && !done) {
    reply.header('location', `/api/jobs/${jobId}`);
    reply.code(202);
  }
  return job;
}

export const isDone = (job: Pick<Job, 'state'>): boolean =>
  job.state === 'completed' || job.state === 'failed' || job.state === 'cancelled';

/** Looks at a job, ever more slowly, until it is done, the time is up or the caller has gone; returns it as it then is. */
async function waitForJob(
  { knowledge }: Pick<Resources, 'knowledge'>,
  access: Access,
  jobId: string,
  limitMs: number,
  gone: () => boolean,
): Promise<Job | null> {
  const until = performance.now() + limitMs;
  for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 1.5, SLOWEST_LOOK_MS)) {
    const job = await knowledge.settleJob(access.scope, jobId);
    const left = until - performance.now();
    if (!job || isDone(job) || left <= 0 || gone()) return job;
    await new Promise((resolve) => {
      setTimeout(resolve, Math.min(pause, left));
    });
  }
}
