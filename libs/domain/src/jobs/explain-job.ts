import { jobCatalogue, installScope, type Job, type Scope } from '@persona/contracts';
import { queueJobId } from '@persona/queues';
import type { ExplainedJob, WaitReason } from '../domain.ts';
import type { Deps } from '../deps.ts';
import { isFinal, settleJob } from './settle-job.ts';

/** Looks at the queue for a job that is not done, and says in one word why it waits. */
export async function explainJob(deps: Deps, scope: Scope, jobId: string): Promise<ExplainedJob | null> {
  const job = await settleJob(deps, scope, jobId);
  if (!job) return null;
  const end = job.finished_at === null ? Date.now() : Date.parse(job.finished_at);
  const plain: ExplainedJob = {
    job,
    state: job.state,
    reason: null,
    position_in_queue: null,
    next_retry_at: null,
    age_ms: Math.max(0, end - Date.parse(job.created_at)),
  };
  if (isFinal(job)) return plain;
  const { queue } = jobCatalogue[job.kind];
  const queueId = await waitingQueueJob(deps, scope, job);
  try {
    const view = deps.producer.view;
    const [[place], state] = await Promise.all([
      view.places(queue, queueId ? [queueId] : []),
      view.state(queue),
    ]);
    if (place?.state === 'active') return { ...plain, state: 'active' };
    const waits = (reason: WaitReason): ExplainedJob => ({
      ...plain,
      reason,
      position_in_queue: place?.position ?? null,
    });
    if (place?.state === 'delayed') {
      // A worker writes its reason before the queue job is delayed, perhaps after the row was read above.
      const newest = (await deps.documents.jobs.get(scope, jobId)) ?? job;
      const reason = (newest.waiting_for as WaitReason | null) ?? 'backing_off';
      return {
        ...waits(state.paused ? 'paused' : reason),
        job: newest,
        state: 'delayed',
        next_retry_at: place.retryAt?.toISOString() ?? null,
      };
    }
    if (state.paused) return waits('paused');
    if (!state.alive) return waits('no_worker');
    // A job that is not in the queue is enqueued by the sweeper within seconds, and is in line then.
    return queueId === null ? plain : waits('position_in_queue');
  } catch {
    // No worker can take a job while Redis is unavailable.
    return { ...plain, reason: 'no_worker' };
  }
}

/** Returns the queue job that carries the next of the job's subjects; null when none waits. */
async function waitingQueueJob({ documents }: Deps, scope: Scope, job: Job): Promise<string | null> {
  if (job.kind === 'page.index') {
    for (const status of ['queued', 'indexing']) {
      const [page] = await documents.pages.find(scope, { where: { job_id: job.id, status }, limit: 1 });
      if (page) return page.batch_id;
    }
    return null;
  }
  if (job.kind === 'instance.purge') {
    const instance = await documents.instances.get(installScope, job.subject_id ?? scope);
    return instance ? queueJobId('purge', instance.id, instance.version) : null;
  }
  const media = await documents.media.get(scope, job.subject_id ?? '');
  return media?.batch_id ?? null;
}
