import { blobFolder, folderOf } from '@persona/blobs';
import { grantScope, installScope } from '@persona/contracts';
import type { Collection, Entity } from '@persona/documents';
import type { Resources } from '../resources.ts';
import type { Sweep } from '../sweeper.ts';

type Deps = Pick<Resources, 'documents' | 'blobs'>;

const EVERY_MS = 600_000;
const OWNERS_A_RUN = 100;
/** A younger file may be waiting for its row. */
const GRACE_MS = 3_600_000;

/**
 * Files of voices and videos that no row knows: their upload died between the two; or only the row of a deleted one: their worker died after
 * the purge. Their owners are personas, and keys that have none.
 */
export function createFilesSweep({ documents, blobs }: Deps, { graceMs = GRACE_MS } = {}): Sweep {
  const owners = [createRound(documents.instances), createRound(documents.keys)];

  /** A row that is found elsewhere is of a file that was given to another persona. What lies under a purged one came after its purge. */
  const isKept = async (mediaId: string): Promise<boolean> => {
    const owner = await documents.media.locate(mediaId);
    return owner !== null && (await documents.media.get(grantScope(owner), mediaId))?.purged_at === null;
  };

  const removeUnknown = async (owner: string): Promise<number> => {
    let removed = 0;
    for (let cursor: string | undefined; ;) {
      const { blobs: files, nextCursor } = await blobs.list(blobFolder(grantScope(owner)), { cursor });
      const settledBefore = Date.now() - graceMs;
      const young = new Set(
        files
          .filter(({ modifiedAt }) => modifiedAt.getTime() > settledBefore)
          .map(({ key }) => folderOf(key)),
      );
      for (const folder of new Set(files.map(({ key }) => folderOf(key)))) {
        const mediaId = folder.split('/')[1] ?? '';
        if (young.has(folder) || (await isKept(mediaId))) continue;
        await blobs.removePrefix(folder);
        removed++;
      }
      if (nextCursor === null) return removed;
      cursor = nextCursor;
    }
  };

  return {
    name: 'files',
    everyMs: EVERY_MS,
    run: async () => {
      let removed = 0;
      for (const next of owners) for (const owner of await next()) removed += await removeUnknown(owner);
      return removed;
    },
  };
}

/** The ids of a collection, some at each call, round and round. */
function createRound(collection: Pick<Collection<Entity>, 'find'>): () => Promise<string[]> {
  let last = '';
  return async () => {
    const ids = (
      await collection.find(installScope, { after: { value: last, id: last }, limit: OWNERS_A_RUN })
    ).map(({ id }) => id);
    last = ids.length < OWNERS_A_RUN ? '' : (ids.at(-1) ?? '');
    return ids;
  };
}
