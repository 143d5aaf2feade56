import { blobFolder, folderOf, type BlobFolder } from '@persona/blobs';
import {
  grantScope,
  installScope,
  type BlobKey,
  type Media,
  type Scope,
  type StoredFile,
} from '@persona/contracts';
import type { Collection, Entity } from '@persona/documents';
import { madeFiles, storedFiles } from '@persona/domain';
import type { Resources } from '../resources.ts';
import type { Sweep } from '../sweeper.ts';

type Deps = Pick<Resources, 'documents' | 'blobs' | 'domain' | 'logger'>;

const INTERVAL_MS = 600_000;
const OWNER_BATCH_SIZE = 100;
/** A younger file may be waiting for its row. */
const MIN_AGE_MS = 3_600_000;
/** How far the clocks of two machines may differ. */
const CLOCK_SKEW_MS = 60_000;
const MEDIA_BATCH_SIZE = 100;

/**
 * Removes files of voices and videos that no row names (their upload or their processing died in between), or
 * only the row of a deleted one (their worker died after the purge), and those of answers that are not spoken
 * any more. What a row names and is missing, or has another size, is made again from the file that was sent.
 * The owners of files are personas, and keys that have none.
 */
export function createFilesSweep(
  { documents, blobs, domain, logger }: Deps,
  { minAgeMs = MIN_AGE_MS, clockSkewMs = CLOCK_SKEW_MS } = {},
): Sweep {
  const owners = [createRound(documents.instances), createRound(documents.keys)];
  /** What is damaged again after it was made again is not a matter of making it. */
  const remade = new Set<string>();

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

  const isWhole = async ({ blob_key, bytes }: StoredFile): Promise<boolean> =>
    (await blobs.stat(blob_key))?.bytes === bytes;

  /** Makes again what rows name that had not changed for a while before its owner's files were listed. */
  const remakeDamaged = async (
    scope: Scope,
    sizes: ReadonlyMap<BlobKey, number>,
    listedAt: number,
  ): Promise<number> => {
    const where = { state: 'ready', deleted_at: null } as const;
    const unchangedSince = new Date(listedAt - clockSkewMs).toISOString();
    let count = 0;
    for (let after: { value: string; id: string } | undefined; ;) {
      const found: Media[] = await documents.media.find(scope, { where, after, limit: MEDIA_BATCH_SIZE });
      for (const media of found) {
        if (media.updated_at > unchangedSince || remade.has(media.id)) continue;
        // The list is of one owner; other files belong to a recording that was given to this persona.
        const suspect = madeFiles(media).find(
          ({ blob_key, bytes }) => blob_key.startsWith(`${scope}/`) && sizes.get(blob_key) !== bytes,
        );
        if (!suspect || (await isWhole(suspect)) || !(await isWhole(media.original))) continue;
        remade.add(media.id);
        if (!(await domain.remakeMedia(scope, media))) continue;
        logger.warn(
          { event: 'media.remade', media_id: media.id, file: suspect.blob_key },
          'a file that was made of a recording is damaged; it is made again',
        );
        count++;
      }
      const last = found.at(-1);
      if (!last || found.length < MEDIA_BATCH_SIZE) return count;
      after = { value: last.id, id: last.id };
    }
  };

  const tend = async (owner: string): Promise<number> => {
    const scope = grantScope(owner);
    const listedAt = Date.now();
    const sizes = new Map<BlobKey, number>();
    let removed = 0;
    for (let cursor: string | undefined; ;) {
      const { blobs: files, nextCursor } = await blobs.list(blobFolder(scope), { cursor });
      for (const { key, bytes } of files) sizes.set(key, bytes);
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
      if (nextCursor === null) return removed + (await remakeDamaged(scope, sizes, listedAt));
      cursor = nextCursor;
    }
  };

  return {
    name: 'files',
    intervalMs: INTERVAL_MS,
    run: async () => {
      let count = 0;
      for (const next of owners) for (const owner of await next()) count += await tend(owner);
      return count;
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
