import { blobFolder, folderOf, type BlobFolder } from '@persona/blobs';
import { grantScope, installScope, type BlobKey } from '@persona/contracts';
import type { Collection, Entity } from '@persona/documents';
import { storedFiles } from '@persona/domain';
import type { Resources } from '../resources.ts';
import type { Sweep } from '../sweeper.ts';

type Deps = Pick<Resources, 'documents' | 'blobs'>;

const INTERVAL_MS = 600_000;
const OWNER_BATCH_SIZE = 100;
/** A younger file may be waiting for its row. */
const MIN_AGE_MS = 3_600_000;

/**
 * Removes files of voices and videos that no row names (their upload or their processing died in between), or
 * only the row of a deleted one (their worker died after the purge), and those of answers that are not spoken
 * any more. Their owners are personas, and keys that have none.
 */
export function createFilesSweep({ documents, blobs }: Deps, { minAgeMs = MIN_AGE_MS } = {}): Sweep {
  const owners = [createRound(documents.instances), createRound(documents.keys)];

  /**
   * Which files of a folder stay. A row that is found elsewhere belongs to a file that was given to another
   * persona. A file of a purged row was stored after its purge. While a recording is processed, its row does
   * not name everything that its next attempt goes on with.
   */
  const keptIn = async (folder: BlobFolder): Promise<'all' | 'none' | Set<BlobKey>> => {
    const [persona = '', mediaId = '', messageId = ''] = folder.split('/');
    if (mediaId.startsWith('cht_')) {
      const answer = await documents.messages.get(grantScope(persona), messageId);
      return (answer?.speech ?? null) !== null ? 'all' : 'none';
    }
    const owner = await documents.media.locate(mediaId);
    const media = owner === null ? null : await documents.media.get(grantScope(owner), mediaId);
    if (media?.purged_at !== null) return 'none';
    if (media.state === 'processing' || media.deleted_at !== null) return 'all';
    return new Set(storedFiles(media).map(({ blob_key }) => blob_key));
  };

  const removeUnknown = async (owner: string): Promise<number> => {
    let removed = 0;
    for (let cursor: string | undefined; ;) {
      const { blobs: files, nextCursor } = await blobs.list(blobFolder(grantScope(owner)), { cursor });
      const settledBefore = Date.now() - minAgeMs;
      const folders = Map.groupBy(files, ({ key }) => folderOf(key));
      for (const [folder, inFolder] of folders) {
        if (inFolder.some(({ modifiedAt }) => modifiedAt.getTime() > settledBefore)) continue;
        const kept = await keptIn(folder);
        if (kept === 'all') continue;
        const unknown = kept === 'none' ? inFolder : inFolder.filter(({ key }) => !kept.has(key));
        if (kept === 'none') await blobs.removePrefix(folder);
        else for (const { key } of unknown) await blobs.remove(key);
        removed += unknown.length;
      }
      if (nextCursor === null) return removed;
      cursor = nextCursor;
    }
  };

  return {
    name: 'files',
    intervalMs: INTERVAL_MS,
    run: async () => {
      let removed = 0;
      for (const next of owners) for (const owner of await next()) removed += await removeUnknown(owner);
      return removed;
    },
  };
}

/** Returns the ids of a collection, some at each call, and begins again at the end. */
function createRound(collection: Pick<Collection<Entity>, 'find'>): () => Promise<string[]> {
  let last = '';
  return async () => {
    const ids = (
      await collection.find(installScope, { after: { value: last, id: last }, limit: OWNER_BATCH_SIZE })
    ).map(({ id }) => id);
    last = ids.length < OWNER_BATCH_SIZE ? '' : (ids.at(-1) ?? '');
    return ids;
  };
}
