import { blobFolder, folderOf } from '@persona/blobs';
import { installScope, type Scope } from '@persona/contracts';
import type { Collection, Entity } from '@persona/documents';
import { GiveUp, type HandledJob } from '@persona/queues';
import { removeBodies } from './purge-pages.ts';
import type { Resources } from './resources.ts';

type Deps = Pick<Resources, 'documents' | 'search' | 'blobs' | 'domain'>;

const CHUNK = 500;

/**
 * Removes everything of a deleted persona. Pages go first, so that no worker can bring one live again; the index after them, so that nothing
 * is put back. What remains is the persona's own row, a tombstone without texts, and the job that tells of this.
 */
export async function purgeInstance(
  { documents, search, blobs, domain }: Deps,
  job: Pick<HandledJob<'instance.purge'>, 'scope' | 'signal' | 'note'>,
): Promise<void> {
  const { scope, signal } = job;
  const persona = await documents.instances.get(installScope, scope);
  if (!persona) return;
  if (persona.deleted_at === null) throw new GiveUp('not_deleted', 'The persona is not deleted.');
  let removed = 0;

  for (;;) {
    signal.throwIfAborted();
    const pages = await documents.pages.find(scope, { limit: CHUNK });
    if (pages.length === 0) break;
    await removeBodies(documents, scope, pages);
    removed += await documents.pages.remove(scope, idsOf(pages));
  }
  // Texts of pages that were being written when the persona was deleted.
  removed += await removeAll(documents.pageBodies, scope, signal, { chunk: 20 });
  await search.removeInstance(scope);
  for (const collection of [
    documents.streamBatches,
    documents.streams,
    documents.submissions,
    documents.messages,
    documents.chats,
  ] as Collection<Entity>[]) {
    removed += await removeAll(collection, scope, signal);
  }
  for (;;) {
    signal.throwIfAborted();
    const media = await documents.media.find(scope, { limit: CHUNK });
    if (media.length === 0) break;
    // A file stays where it was first put, also one that was sent before its persona.
    for (const { original } of media) await blobs.removePrefix(folderOf(original.blob_key));
    removed += await documents.media.remove(scope, idsOf(media));
  }
  await removeLeftFiles(documents, blobs, scope);
  // Replies kept for an Idempotency-Key.
  for (;;) {
    signal.throwIfAborted();
    const kept = await documents.idempotency.find(installScope, { where: { about: scope }, limit: CHUNK });
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
  if (persona.purge_job_id !== null) await domain.settleJob(scope, persona.purge_job_id);
}

/** Files under the persona's name that nobody knows. A voice that was given to another persona has its file here still, and keeps it. */
async function removeLeftFiles(
  documents: Deps['documents'],
  blobs: Deps['blobs'],
  scope: Scope,
): Promise<void> {
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
  { chunk = CHUNK, keep = null }: { chunk?: number; keep?: string | null } = {},
): Promise<number> {
  let removed = 0;
  for (;;) {
    signal.throwIfAborted();
    const found = await collection.find(scope, { limit: chunk });
    const ids = idsOf(found).filter((id) => id !== keep);
    if (ids.length === 0) return removed;
    removed += await collection.remove(scope, ids);
  }
}
