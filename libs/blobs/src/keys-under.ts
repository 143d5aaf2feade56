import type { BlobKey } from '@persona/contracts';
import type { BlobFolder } from './blob-key.ts';
import type { BlobStore } from './blob-store.ts';

/** The keys of all blobs under a folder, in order. */
export async function* keysUnder(
  blobs: Pick<BlobStore, 'list'>,
  folder: BlobFolder,
): AsyncGenerator<BlobKey> {
  let cursor: string | undefined;
  do {
    const page = await blobs.list(folder, { cursor });
    for (const { key } of page.blobs) yield key;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
