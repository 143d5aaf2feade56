import {
  installScope,
  type Failure,
  type Instance,
  type Job,
  type Media,
  type Scope,
} from '@persona/contracts';
import type { Deps } from '../deps.ts';

type Settled = Pick<Job, 'state' | 'stage' | 'progress' | 'error'>;

const MAX_TRIES = 20;

/** Whether a job has ended, so that its state changes only at a caller's request. */
export const isFinal = (job: Job): boolean => ['completed', 'failed', 'cancelled'].includes(job.state);

/**
 * Derives a job's state from its subjects and writes it if it has changed. The subjects' rows own the truth,
 * so the result is the same whoever settles it and when, even if a worker died before it could report.
 * `live` is how many of its pages the caller has just made live: where these are all, none is looked at.
 */
export async function settleJob(
  deps: Deps,
  scope: Scope,
  jobId: string,
  { live = 0 }: { live?: number } = {},
): Promise<Job | null> {
  for (let tries = 0; ; tries++) {
    const job = await deps.documents.jobs.get(scope, jobId);
    if (!job || job.state === 'cancelled' || tries === MAX_TRIES) return job;
    const settled = isAllLive(job, live) ? doneWith(job.progress.total) : await look(deps, scope, job);
    if (!settled || sameAs(job, settled)) return job;
    const now = new Date().toISOString();
    const final = isFinal({ ...job, ...settled });
    const written = await deps.documents.jobs.update(scope, jobId, {
      where: { version: job.version },
      set: {
        ...settled,
        updated_at: now,
        finished_at: final ? now : null,
        ...(final ? { waiting_for: null, next_retry_at: null } : {}),
      },
      inc: { version: 1 },
    });
    if (written) return written;
  }
}

/**
 * Settles jobs, of each of which so many pages have just gone live. Those that had no others are read and
 * written together.
 */
export async function settleJobs(deps: Deps, scope: Scope, live: ReadonlyMap<string, number>): Promise<void> {
  const { jobs } = deps.documents;
  const open = new Map(live);
  if (live.size > 1) {
    const whole = (await jobs.getMany(scope, [...live.keys()])).filter(
      (job) => job.state !== 'cancelled' && isAllLive(job, live.get(job.id)),
    );
    const now = new Date().toISOString();
    const applied = await jobs.applyMany(
      scope,
      whole.map(({ id, version, progress: { total } }) => ({
        id,
        where: { version },
        set: {
          ...doneWith(total),
          updated_at: now,
          finished_at: now,
          waiting_for: null,
          next_retry_at: null,
        },
        inc: { version: 1 },
      })),
    );
    for (const [n, { id }] of whole.entries()) if (applied[n]) open.delete(id);
  }
  for (const [id, count] of open) await settleJob(deps, scope, id, { live: count });
}

const isAllLive = ({ kind, progress: { total } }: Job, live = 0): boolean =>
  kind === 'page.index' && total > 0 && live >= total;

const doneWith = (total: number): Settled => ({
  state: 'completed',
  stage: 'done',
  progress: { done: total, total },
  error: null,
});

const sameAs = (job: Job, settled: Settled): boolean =>
  job.state === settled.state &&
  job.stage === settled.stage &&
  job.progress.done === settled.progress.done &&
  job.progress.total === settled.progress.total &&
  job.error?.message === settled.error?.message;

async function look({ documents }: Deps, scope: Scope, job: Job): Promise<Settled | null> {
  if (job.kind === 'page.index') return lookAtPages(documents, scope, job);
  if (job.kind === 'instance.purge')
    return lookAtInstance(await documents.instances.get(installScope, job.subject_id ?? scope));
  return lookAtMedia(job, await documents.media.get(scope, job.subject_id ?? ''));
}

async function lookAtPages({ pages }: Deps['documents'], scope: Scope, job: Job): Promise<Settled> {
  const byStatus = await pages.countBy(scope, 'status', { job_id: job.id });
  const [queued, indexing, failed] = [
    byStatus.get('queued') ?? 0,
    byStatus.get('indexing') ?? 0,
    byStatus.get('failed') ?? 0,
  ];
  const mine = byStatus.values().reduce((sum, count) => sum + count, 0);
  // Pages that a later job has taken over are not counted any more, but the total that callers saw must not
  // fall.
  const total = Math.max(job.progress.total, mine);
  const remaining = queued + indexing;
  const progress = { done: total - remaining, total };
  if (remaining > 0) {
    const begun = indexing > 0 || progress.done > 0;
    return {
      state: begun ? 'active' : 'queued',
      stage: begun ? 'indexing' : 'queued',
      progress,
      // The error of the last attempt is shown as long as more attempts follow.
      error: job.error,
    };
  }
  if (failed === 0) return { state: 'completed', stage: 'done', progress, error: null };
  return {
    state: 'failed',
    stage: 'done',
    progress,
    error: await whyFailed(pages, scope, job, failed, total),
  };
}

async function whyFailed(
  pages: Deps['documents']['pages'],
  scope: Scope,
  job: Job,
  failed: number,
  total: number,
): Promise<Failure> {
  const [first] = await pages.find(scope, { where: { job_id: job.id, status: 'failed' }, limit: 1 });
  const error = first?.error ?? { code: 'internal', message: 'It failed.', retryable: true };
  if (total === 1) return error;
  return {
    ...error,
    message: `${failed} of ${total} pages failed; the first is ${first?.id}: ${error.message}`,
  };
}

function lookAtInstance(instance: Instance | null): Settled | null {
  if (!instance) return null;
  return instance.purged_at === null
    ? { state: 'active', stage: 'purging', progress: { done: 0, total: 1 }, error: null }
    : { state: 'completed', stage: 'done', progress: { done: 1, total: 1 }, error: null };
}

/**
 * While a recording is being processed, its worker writes stage and progress into the job; the outcome is in
 * the recording's own row.
 */
function lookAtMedia(job: Job, media: Media | null): Settled | null {
  const done = { done: job.progress.total, total: job.progress.total };
  if (!media || media.deleted_at !== null)
    return { state: 'cancelled', stage: 'done', progress: job.progress, error: null };
  if (media.state === 'ready') return { state: 'completed', stage: 'done', progress: done, error: null };
  if (media.state === 'failed')
    return { state: 'failed', stage: 'done', progress: job.progress, error: media.error };
  return null;
}
