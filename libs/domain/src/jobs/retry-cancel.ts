import type { Failure, Job, Scope } from '@persona/contracts';
import type { Where } from '@persona/documents';
import { reopenJob } from './open-job.ts';
import type { Deps } from '../deps.ts';
import { processAgain } from '../media/process-again.ts';
import { requeuePages, UNTRIED } from '../pages/page-queue.ts';
import { retrySuffix } from './retry-suffix.ts';
import { isFinal, settleJob } from './settle-job.ts';

const PAGE_BATCH_SIZE = 500;

const isMediaJob = ({ kind }: Job): boolean => kind === 'voice.process' || kind === 'video.process';

export async function retryJob(deps: Deps, scope: Scope, jobId: string): Promise<number> {
  const job = await deps.documents.jobs.get(scope, jobId);
  if (job?.kind === 'page.index') return retryPages(deps, scope, jobId);
  if (job && isMediaJob(job) && job.subject_id !== null)
    return (await retryMedia(deps, scope, job.id, job.subject_id)) ? 1 : 0;
  return 0;
}

async function retryPages(deps: Deps, scope: Scope, jobId: string): Promise<number> {
  const suffix = retrySuffix();
  let count = 0;
  for (;;) {
    const failed = await deps.documents.pages.find(scope, {
      where: { job_id: jobId, status: 'failed' },
      limit: PAGE_BATCH_SIZE,
    });
    if (failed.length === 0) return count;
    await reopenJob(deps, scope, jobId);
    count += await requeuePages(deps, scope, failed, suffix, UNTRIED);
  }
}

async function retryMedia(deps: Deps, scope: Scope, jobId: string, mediaId: string): Promise<boolean> {
  const failed = await deps.documents.media.get(scope, mediaId);
  return failed !== null && processAgain(deps, scope, { ...failed, job_id: jobId }, 'failed');
}

export async function cancelJob(deps: Deps, scope: Scope, jobId: string): Promise<Job | null> {
  const job = await settleJob(deps, scope, jobId);
  if (!job) return null;
  if (isMediaJob(job) && job.subject_id !== null) {
    if (!(await cancelMedia(deps, scope, job.subject_id))) return settleJob(deps, scope, jobId);
    // Settling the job meanwhile has taken the recording for one that failed by itself.
    return markCancelled(deps, scope, jobId, {});
  }
  if (isFinal(job) || job.kind !== 'page.index') return job;
  await cancelPages(deps, scope, jobId);
  const cancelled = await markCancelled(deps, scope, jobId, { finished_at: null });
  return cancelled ?? deps.documents.jobs.get(scope, jobId);
}

/** Returns null when the job is not as `where` says, or gone. */
function markCancelled(
  { documents }: Deps,
  scope: Scope,
  id: string,
  where: Where<Job>,
): Promise<Job | null> {
  const now = new Date().toISOString();
  return documents.jobs.update(scope, id, {
    where,
    set: {
      state: 'cancelled',
      stage: 'done',
      finished_at: now,
      updated_at: now,
      waiting_for: null,
      next_retry_at: null,
    },
    inc: { version: 1 },
  });
}

const cancelledBecause = (message: string): Failure => ({ code: 'cancelled', message, retryable: true });

/**
 * Marks pages that wait or are being worked on as failed with `cancelled`: their text is kept, and the
 * version before stays live.
 */
async function cancelPages({ documents, producer }: Deps, scope: Scope, jobId: string): Promise<void> {
  const now = new Date().toISOString();
  const open = { job_id: jobId, status: { in: ['queued', 'indexing'] } };
  for (;;) {
    const pages = await documents.pages.find(scope, { where: open, limit: PAGE_BATCH_SIZE });
    if (pages.length === 0) return;
    await documents.pages.updateMany(
      scope,
      pages.map(({ id, live_version }) => ({
        id,
        where: { ...open, deleted_at: null },
        set: {
          status: 'failed' as const,
          error: cancelledBecause(
            live_version > 0
              ? 'Indexing was cancelled; the version before goes on answering. Retry to index this one.'
              : 'Indexing was cancelled. Retry to index this page.',
          ),
          updated_at: now,
        },
      })),
    );
    const batches = [...new Set(pages.map(({ batch_id }) => batch_id).filter((id) => id !== null))];
    // A queue job may carry pages of other jobs, which go on waiting in it.
    await producer.view.remove('ingest', batches, { ofJob: jobId }).catch(() => undefined);
  }
}

/** Returns false when the recording was no longer being processed. */
async function cancelMedia({ documents, producer }: Deps, scope: Scope, mediaId: string): Promise<boolean> {
  const media = await documents.media.update(scope, mediaId, {
    where: { state: 'processing' },
    set: {
      state: 'failed',
      error: cancelledBecause('Processing was cancelled. Retry the job to process it.'),
      updated_at: new Date().toISOString(),
    },
  });
  if (!media) return false;
  if (media.batch_id !== null) await producer.view.remove('media', [media.batch_id]).catch(() => undefined);
  return true;
}
