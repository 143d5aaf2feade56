import { blobFolder, folderOf, type BlobFolder } from '@persona/blobs';
import { grantScope, installScope } from '@persona/contracts';
import type { Collection, Entity } from '@persona/documents';
import type { Resources } from '../resources.ts';
import type { Sweep } from '../sweeper.ts';

type Deps = Pick<Resources, 'documents' | 'blobs'>;

const INTERVAL_MS = 600_000;
const OWNER_BATCH_SIZE = 100;
/** A younger file may be waiting for its row. */
const MIN_AGE_MS = 3_600_000;

/**
 * Removes files of voices and videos that no row names (their upload died in between), or only the row of a
 * deleted one (their worker died after the purge), and those of answers that are not spoken any more. Their
 * owners are personas, and keys that have none.
 */
export function createFilesSweep({ documents, blobs }: Deps, { minAgeMs = MIN_AGE_MS } = {}): Sweep {
  const owners = [createRound(documents.instances), createRound(documents.keys)];

  /**
   * A row that is found elsewhere belongs to a file that was given to another persona. A file of a purged row
   * was stored after its purge.
   */
  const isKept = async (folder: BlobFolder): Promise<boolean> => {
    const [persona = '', mediaId = '', messageId = ''] = folder.split('/');
    if (mediaId.startsWith('cht_')) {
      const answer = await documents.messages.get(grantScope(persona), messageId);
      return (answer?.speech ?? null) !== null;
    }
    const owner = await documents.media.locate(mediaId);
    return owner !== null && (await documents.media.get(grantScope(owner), mediaId))?.purged_at === null;
  };

  const removeUnknown = async (owner: string): Promise<number> => {
    let removed = 0;
    for (let cursor: string | undefined; ;) {
      const { blobs: files, nextCursor } = await blobs.list(blobFolder(grantScope(owner)), { cursor });
      const settledBefore = Date.now() - minAgeMs;
      const young = new Set(
        files
          .filter(({ modifiedAt }) => modifiedAt.getTime() > settledBefore)
          .map(({ key }) => folderOf(key)),
      );
      for (const folder of new Set(files.map(({ key }) => folderOf(key)))) {
        if (young.has(folder) || (await isKept(folder))) continue;
        await blobs.removePrefix(folder);
        removed++;
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
