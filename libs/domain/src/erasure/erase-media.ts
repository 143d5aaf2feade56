import { blobFolder, folderOf, type BlobStore } from '@persona/blobs';
import { type Media, grantScope, type Scope } from '@persona/contracts';
import { type DocumentStore } from '@persona/documents';
import { queueJobId, type HandledJob } from '@persona/queues';
import type { Deletion } from '../domain.ts';
import type { Deps } from '../deps.ts';
import { removeCaptionPages } from '../media/caption-pages.ts';
import { forgetRecording } from '../speech/forget-speech.ts';
import { forgetReplies } from './kept-replies.ts';

interface Stores {
  documents: DocumentStore;
  blobs: BlobStore;
}

/**
 * Removes a voice or video from every list and address, and its sender's words from the row, with one write;
 * the purge job removes its files.
 */
export async function deleteMedia(deps: Deps, scope: Scope, mediaId: string): Promise<Deletion> {
  const { documents, producer } = deps;
  const now = new Date().toISOString();
  const tombstone = await documents.media.update(scope, mediaId, {
    where: { deleted_at: null },
    set: {
      deleted_at: now,
      updated_at: now,
      enqueued_at: now,
      declared: {},
      consent: null,
      // The same bytes may be sent again, as another file.
      original_sha256: `del:${mediaId}`,
    },
    inc: { version: 1 },
  });
  // Also when it was deleted before: that request may not have come this far.
  await removeCaptionPages(deps, scope, mediaId);
  if (!tombstone) return 'already_deleted';
  await enqueueMediaPurge(producer, scope, tombstone, queueJobId('purge', mediaId, tombstone.version));
  return 'deleted';
}

/**
 * For the sweep: enqueues the purge of a tombstone that still waits for it. When several do this at once, one
 * of them gets true.
 */
export async function requeueMediaPurge(
  { documents, producer }: Deps,
  { id, instance_id, version, batch_id, enqueued_at }: Media,
  suffix: string,
): Promise<boolean> {
  const scope = grantScope(instance_id);
  const jobId = queueJobId('purge', id, version, suffix);
  const claimed = await documents.media.update(scope, id, {
    where: { version, batch_id, enqueued_at, purged_at: null },
    set: { batch_id: jobId, enqueued_at: new Date().toISOString() },
  });
  if (!claimed) return false;
  await enqueueMediaPurge(producer, scope, claimed, jobId);
  return true;
}

function enqueueMediaPurge(
  producer: Deps['producer'],
  scope: Scope,
  { id, version }: Pick<Media, 'id' | 'version'>,
  jobId: string,
): Promise<boolean> {
  return producer.add('media.purge', { id: jobId, data: { instance_id: scope, media_id: id, version } });
}

/**
 * Removes the files of a deleted voice or video, then its row's words; the row stays as a tombstone. Each
 * step may be repeated.
 */
export async function purgeMedia(
  { documents, blobs }: Stores,
  { scope, data }: Pick<HandledJob<'media.purge'>, 'scope' | 'data'>,
): Promise<void> {
  const media = await documents.media.get(scope, data.media_id);
  if (!media || media.deleted_at === null || media.purged_at !== null) return;
  await blobs.removePrefix(folderOf(media.original.blob_key));
  const tombstone = { deleted_at: { ne: null }, purged_at: null };
  await documents.media.update(scope, media.id, {
    where: tombstone,
    set: {
      // The sweeps look only for media in an unfinished state.
      state: 'failed',
      declared: {},
      measured: null,
      original: { ...media.original, bytes: 0, sha256: '' },
      renditions: [],
      poster: null,
      hls: null,
      storyboard: null,
      peaks: null,
      captions: [],
      sidecars: [],
      chapters: [],
      warnings: [],
      error: null,
    },
  });
  await forgetRecording({ documents, blobs }, scope, media.id);
  await forgetReplies(documents, scope, new Set([media.id]));
  // Purged includes what the store keeps of its last writes.
  await documents.compact();
  await documents.media.update(scope, media.id, {
    where: tombstone,
    set: { purged_at: new Date().toISOString() },
  });
}

/** Removes what a worker may have stored after the purge. A file that has moved to another persona stays. */
export async function removeLateFiles(
  { documents, blobs }: Stores,
  scope: Scope,
  id: string,
  media: Media | null,
): Promise<void> {
  if (media?.deleted_at) return blobs.removePrefix(folderOf(media.original.blob_key));
  if (media === null && (await documents.media.locate(id)) === null)
    return blobs.removePrefix(blobFolder(scope, id));
}
