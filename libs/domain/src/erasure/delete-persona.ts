import { newId, grantScope, installScope } from '@persona/contracts';
import { queueJobId } from '@persona/queues';
import type { DeleteInstanceResult } from '../domain.ts';
import { createJob } from '../jobs/open-job.ts';
import type { Deps } from '../pages/page-queue.ts';

/** One write makes the persona a tombstone without texts; the rest is the purge job's, which the sweeper repeats until nothing is left. */
export async function deleteInstance(
  deps: Deps,
  instanceId: string,
  requestedBy: string,
): Promise<DeleteInstanceResult | null> {
  const { instances } = deps.documents;
  const now = new Date().toISOString();
  const tombstoned = await instances.update(installScope, instanceId, {
    where: { deleted_at: null },
    set: {
      deleted_at: now,
      updated_at: now,
      name: '',
      description: '',
      configuration: {},
      purge_job_id: newId('job'),
    },
    inc: { version: 1 },
  });
  const instance = tombstoned ?? (await instances.get(installScope, instanceId));
  if (!instance) return null;
  if (instance.purge_job_id !== null && instance.purged_at === null) {
    await createJob(deps, grantScope(instanceId), {
      id: instance.purge_job_id,
      kind: 'instance.purge',
      subject_id: instanceId,
      requested_by: requestedBy,
    });
    await enqueueInstancePurge(deps, instance);
  }
  return { result: tombstoned ? 'deleted' : 'already_deleted', job_id: instance.purge_job_id };
}

/** Has everything of a deleted persona removed. */
export async function enqueueInstancePurge(
  { producer }: Deps,
  instance: { id: string; version: number },
  suffix?: string,
): Promise<boolean> {
  return producer.add('instance.purge', {
    id: queueJobId('purge', instance.id, instance.version, suffix),
    data: { instance_id: instance.id, version: instance.version },
  });
}
