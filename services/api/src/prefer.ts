import type { Job } from '@persona/contracts';
import type { Access } from './access.ts';
import type { Resources } from './resources.ts';
import type { Reply, Request } from './types.ts';

const MAX_WAIT_S = 120;

/** The part of `Prefer` that concerns a request that starts a job (RFC 7240). */
export function readPrefer(request: Request): { respondAsync: boolean; waitSeconds: number | null } {
  const header = [request.headers['prefer'] ?? []].flat().join(',');
  const wait = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})/i.exec(header)?.[1];
  return {
    respondAsync: /(?:^|[,;\s])respond-async(?:$|[,;\s])/i.test(header),
    waitSeconds: wait === undefined ? null : Math.min(Number(wait), MAX_WAIT_S),
  };
}

/**
 * Decides how a reply that names a job is sent: 200 as documented; 202 with Location for `Prefer:
 * respond-async`; for `Prefer: wait=N` after the job is done, or 202 when N seconds are over (with both:
 * wait, then 202). Call it last, before the handler returns its body.
 */
export async function preferJob(
  resources: Pick<Resources, 'domain'>,
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
    job = await resources.domain.awaitJob(access.scope, jobId, {
      timeoutMs: waitSeconds * 1000,
      gone: () => reply.raw.destroyed,
    });
  } else if (respondAsync) reply.header('preference-applied', 'respond-async');
  // A job that is gone was removed with what it purged.
  const done = waitSeconds !== null && (job === null || isDone(job));
  if ((respondAsync || waitSeconds !== null) && !done) {
    reply.header('location', `/api/jobs/${jobId}`);
    reply.code(202);
  }
  return job;
}

export const isDone = (job: Pick<Job, 'state'>): boolean =>
  job.state === 'completed' || job.state === 'failed' || job.state === 'cancelled';
