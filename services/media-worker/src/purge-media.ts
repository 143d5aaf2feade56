import { blobFolder, folderOf } from '@persona/blobs';
import type { Media, Scope } from '@persona/contracts';
import { forgetReplies } from '@persona/domain';
import type { HandledJob } from '@persona/queues';
import type { Resources } from './resources.ts';

type Deps = Pick<Resources, 'documents' | 'blobs'>;

/** Removes the files of a deleted voice or video, then what its row says of it; the row stays as a tombstone. Each step may be repeated. */
export async function purgeMedia(
  { documents, blobs }: Deps,
  { scope, data }: Pick<HandledJob<'media.purge'>, 'scope' | 'data'>,
): Promise<void> {
  const media = await documents.media.get(scope, data.media_id);
  if (!media || media.deleted_at === null || media.purged_at !== null) return;
  await blobs.removePrefix(folderOf(media.original.blob_key));
  const tombstone = { deleted_at: { ne: null }, purged_at: null };
  await documents.media.update(scope, media.id, {
    where: tombstone,
    set: {
      // No sweep looks for what has come to its end.
      state: 'failed',
      declared: {},
      measured: null,
      original: { ...media.original, bytes: 0, sha256: '' },
      renditions: [],
      poster: null,
      captions: [],
      chapters: [],
      warnings: [],
      error: null,
    },
  });
  await forgetReplies(documents, scope, new Set([media.id]));
  // Purged means gone: also from what the store keeps of its last writes.
  await documents.compact();
  await documents.media.update(scope, media.id, {
    where: tombstone,
    set: { purged_at: new Date().toISOString() },
  });
}

/** Removes what a worker may have stored after the purge. A file that has moved to another persona keeps what it has. */
export async function removeLateFiles(
  { documents, blobs }: Deps,
  scope: Scope,
  id: string,
  media: Media | null,
): Promise<void> {
  if (media?.deleted_at) return blobs.removePrefix(folderOf(media.original.blob_key));
  if (media === null && (await documents.media.locate(id)) === null)
    return blobs.removePrefix(blobFolder(scope, id));
}
