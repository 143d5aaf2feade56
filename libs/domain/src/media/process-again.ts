import type { Media, Scope } from '@persona/contracts';
import { queueJobId } from '@persona/queues';
import { reopenJob } from '../jobs/open-job.ts';
import { retrySuffix } from '../jobs/retry-suffix.ts';
import type { Deps } from '../deps.ts';

export const remakeMedia = (deps: Deps, scope: Scope, media: Media): Promise<boolean> =>
  processAgain(deps, scope, media, 'ready');

/**
 * Processes a recording once more that is in this state; false when it has changed meanwhile. `tried`: what
 * it has behind it, nothing by default.
 */
export async function processAgain(
  { documents, producer }: Deps,
  scope: Scope,
  { id, kind, version, job_id }: Pick<Media, 'id' | 'kind' | 'version' | 'job_id'>,
  state: 'failed' | 'ready',
  tried: Pick<Media, 'starts' | 'crash_retries'> = { starts: 0, crash_retries: 0 },
): Promise<boolean> {
  const now = new Date().toISOString();
  const batch_id = queueJobId(kind, id, version, retrySuffix());
  const media = await documents.media.update(scope, id, {
    where: { state, deleted_at: null, version },
    set: {
      state: 'processing',
      error: null,
      ...tried,
      batch_id,
      enqueued_at: now,
      updated_at: now,
      // Nothing is continued whose parts may be what is damaged.
      ...(state === 'ready' && { hls: null }),
    },
  });
  if (!media) return false;
  if (job_id !== null) await reopenJob({ documents, producer }, scope, job_id);
  // While the queue is unavailable, the sweeper enqueues it later.
  await producer.add(`${kind}.process`, {
    id: batch_id,
    data: { instance_id: scope, media_id: id, version },
  });
  return true;
}
