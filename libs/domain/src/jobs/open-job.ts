import { newId, type Job, type Scope } from '@persona/contracts';
import type { NewJob } from '../domain.ts';
import type { Deps } from '../deps.ts';

/** Inserts the row that a caller follows; one that exists already is returned as it is. */
export async function createJob({ documents }: Deps, scope: Scope, job: NewJob): Promise<Job> {
  const row = rowOf(scope, job);
  const [result] = await documents.jobs.insert(scope, [row]);
  if (result === 'inserted') return row;
  return (await documents.jobs.get(scope, row.id)) ?? row;
}

/**
 * Returns the ids of jobs that work can be added to, in this order: each a new one, or one that is reopened
 * if it had finished.
 */
export async function openJobs(
  deps: Deps,
  scope: Scope,
  jobs: readonly (Omit<NewJob, 'id'> & { id: string | undefined })[],
): Promise<string[]> {
  const rows = jobs.map(({ id, ...rest }) => rowOf(scope, id === undefined ? rest : { ...rest, id }));
  const results = await deps.documents.jobs.insert(scope, rows);
  for (const { id } of rows.filter((_, n) => results[n] !== 'inserted')) await reopenJob(deps, scope, id);
  return rows.map(({ id }) => id);
}

function rowOf(scope: Scope, job: NewJob): Job {
  const now = new Date().toISOString();
  return {
    id: job.id ?? newId('job'),
    instance_id: scope,
    version: 1,
    created_at: now,
    updated_at: now,
    kind: job.kind,
    state: 'queued',
    stage: 'queued',
    progress: { done: 0, total: job.total ?? 1 },
    subject_id: job.subject_id,
    attempts: 0,
    next_retry_at: null,
    error: null,
    waiting_for: null,
    requested_by: job.requested_by,
    finished_at: null,
  };
}

/** Marks a finished job as having work again; settling it does the rest. */
export async function reopenJob({ documents }: Deps, scope: Scope, id: string): Promise<void> {
  await documents.jobs.update(scope, id, {
    where: { finished_at: { ne: null } },
    set: {
      state: 'queued',
      stage: 'queued',
      finished_at: null,
      error: null,
      updated_at: new Date().toISOString(),
    },
    inc: { version: 1 },
  });
}
