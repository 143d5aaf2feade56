import { blobFolder, folderOf, type BlobStore } from '@persona/blobs';
import { newId, grantScope, installScope, type Scope } from '@persona/contracts';
import { type Collection, type DocumentStore, type Entity } from '@persona/documents';
import { GiveUp, queueJobId, type HandledJob } from '@persona/queues';
import type { SearchIndex } from '@persona/search';
import type { DeleteInstanceResult } from '../domain.ts';
import { createJob } from '../jobs/open-job.ts';
import { settleJob } from '../jobs/settle-job.ts';
import type { Deps } from '../deps.ts';
import { removeBodies } from './erase-page.ts';

interface Stores {
  search: SearchIndex;
  blobs: BlobStore;
}

const BATCH_SIZE = 500;
/** Texts may be large. */
const BODY_BATCH_SIZE = 20;

/**
 * Makes the persona a tombstone without texts with one write; the purge job removes the rest, and the sweeper
 * repeats it until nothing is left. Idempotent; null when the persona never existed.
 */
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

/** Enqueues the removal of everything of a deleted persona. */
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

/**
 * Removes everything of a deleted persona: pages first, so that no worker can make one live again, and the
 * index after them, so that nothing is written back. The persona's own row (a tombstone without texts) and
 * the job that reports this stay.
 */
export async function purgeInstance(
  deps: Deps & Stores,
  job: Pick<HandledJob<'instance.purge'>, 'scope' | 'signal' | 'note'>,
): Promise<void> {
  const { documents, search, blobs } = deps;
  const { scope, signal } = job;
  const persona = await documents.instances.get(installScope, scope);
  if (!persona) return;
  if (persona.deleted_at === null) throw new GiveUp('not_deleted', 'The persona is not deleted.');
  let removed = 0;

  for (;;) {
    signal.throwIfAborted();
    const pages = await documents.pages.find(scope, { limit: BATCH_SIZE });
    if (pages.length === 0) break;
    await removeBodies(documents, scope, pages);
    removed += await documents.pages.remove(scope, idsOf(pages));
  }
  // These texts belong to pages that were being written when the persona was deleted.
  removed += await removeAll(documents.pageBodies, scope, signal, { batchSize: BODY_BATCH_SIZE });
  await search.removeInstance(scope);
  for (const collection of [
    documents.streamBatches,
    documents.streams,
    documents.submissions,
    documents.explanations,
    documents.messages,
    documents.chats,
  ] as Collection<Entity>[]) {
    removed += await removeAll(collection, scope, signal);
  }
  for (;;) {
    signal.throwIfAborted();
    const media = await documents.media.find(scope, { limit: BATCH_SIZE });
    if (media.length === 0) break;
    // A file stays where it was first stored, even if it was sent before its persona existed.
    for (const { original } of media) await blobs.removePrefix(folderOf(original.blob_key));
    removed += await documents.media.remove(scope, idsOf(media));
  }
  await removeLeftFiles(documents, blobs, scope);
  // The replies that are kept for an Idempotency-Key are removed here.
  for (;;) {
    signal.throwIfAborted();
    const kept = await documents.idempotency.find(installScope, {
      where: { about: scope },
      limit: BATCH_SIZE,
    });
    if (kept.length === 0) break;
    removed += await documents.idempotency.remove(installScope, idsOf(kept));
  }
  removed += await removeAll(documents.jobs, scope, signal, { keep: persona.purge_job_id });
  await documents.compact();

  await documents.instances.update(installScope, scope, {
    where: { deleted_at: { ne: null } },
    set: { purged_at: new Date().toISOString() },
  });
  job.note({ removed });
  if (persona.purge_job_id !== null) await settleJob(deps, scope, persona.purge_job_id);
}

/**
 * For a worker before it writes in a persona: returns whether that was deleted. If it was purged as well, the
 * purge is enqueued again, because the worker has stored something after it.
 */
export async function repurgeIfDeleted(
  { documents }: Pick<Deps, 'documents'>,
  scope: Scope,
): Promise<boolean> {
  const persona = await documents.instances.get(installScope, scope);
  if (!persona || persona.deleted_at === null) return false;
  await documents.instances.update(installScope, scope, {
    where: { purged_at: { ne: null } },
    set: { purged_at: null },
  });
  return true;
}

/**
 * Removes files in the persona's folder that no row names. The file of a voice that was given to another
 * persona is still here, and stays.
 */
async function removeLeftFiles(documents: DocumentStore, blobs: BlobStore, scope: Scope): Promise<void> {
  let cursor: string | undefined;
  let kept = 0;
  do {
    const page = await blobs.list(blobFolder(scope), { cursor });
    for (const folder of new Set(page.blobs.map(({ key }) => folderOf(key)))) {
      const mediaId = folder.split('/')[1] ?? '';
      if ((await documents.media.locate(mediaId)) === null) await blobs.removePrefix(folder);
      else kept++;
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  if (kept === 0) await blobs.removePrefix(blobFolder(scope));
}

const idsOf = (documents: readonly Entity[]): string[] => documents.map(({ id }) => id);

async function removeAll<T extends Entity>(
  collection: Collection<T>,
  scope: Scope,
  signal: AbortSignal,
  { batchSize = BATCH_SIZE, keep = null }: { batchSize?: number; keep?: string | null } = {},
): Promise<number> {
  let removed = 0;
  for (;;) {
    signal.throwIfAborted();
    const found = await collection.find(scope, { limit: batchSize });
    const ids = idsOf(found).filter((id) => id !== keep);
    if (ids.length === 0) return removed;
    removed += await collection.remove(scope, ids);
  }
}
