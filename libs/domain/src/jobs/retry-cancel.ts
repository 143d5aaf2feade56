import type { Job, Scope } from '@persona/contracts';
import { reopenJob } from './open-job.ts';
import { requeuePages, type Deps } from '../pages/page-queue.ts';
import { isFinal, settleJob } from './settle-job.ts';

const CHUNK = 500;

export async function retryPages(deps: Deps, scope: Scope, jobId: string): Promise<number> {
  const suffix = `r${Date.now().toString(36)}`;
  let count = 0;
  for (;;) {
    const failed = await deps.documents.pages.find(scope, {
      where: { job_id: jobId, status: 'failed' },
      limit: CHUNK,
    });
    if (failed.length === 0) return count;
    await reopenJob(deps, scope, jobId);
    count += await requeuePages(deps, scope, failed, suffix, { starts: 0, error: null });
  }
}

/** Pages that wait or are being worked on fail as `cancelled`: their text is kept, the version before goes on answering. */
export async function cancelJob(deps: Deps, scope: Scope, jobId: string): Promise<Job | null> {
  const { documents, producer } = deps;
  const job = await settleJob(deps, scope, jobId);
  if (!job || isFinal(job) || job.kind !== 'page.index') return job;
  const now = new Date().toISOString();
  const open = { job_id: jobId, status: { in: ['queued', 'indexing'] } };
  for (;;) {
    const pages = await documents.pages.find(scope, { where: open, limit: CHUNK });
    if (pages.length === 0) break;
    await documents.pages.updateMany(
      scope,
      pages.map(({ id, live_version }) => ({
        id,
        where: { ...open, deleted_at: null },
        set: {
          status: 'failed' as const,
          error: {
            code: 'cancelled',
            message:
              live_version > 0
                ? 'Indexing was cancelled; the version before goes on answering. Retry to index this one.'
                : 'Indexing was cancelled. Retry to index this page.',
            retryable: true,
          },
          updated_at: now,
        },
      })),
    );
    const batches = [...new Set(pages.map(({ batch_id }) => batch_id).filter((id) => id !== null))];
    await producer.view.remove('ingest', batches).catch(() => undefined);
  }
  const cancelled = await documents.jobs.update(scope, jobId, {
    where: { finished_at: null },
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
  return cancelled ?? documents.jobs.get(scope, jobId);
}
