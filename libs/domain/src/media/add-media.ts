import { Readable } from 'node:stream';
import { blobKey } from '@persona/blobs';
import { AppError, newId, sha256 as hash, type Media, type Scope } from '@persona/contracts';
import { queueJobId } from '@persona/queues';
import { createJob } from '../jobs/open-job.ts';
import type { Deps } from '../deps.ts';
import type { AddedMedia, NewMedia } from './media-actions.ts';

const ID_PREFIX = { voice: 'voi', video: 'vid' } as const;

/**
 * Stores the file first, then the row that names it, then its queue job: a crash in between leaves a file
 * that no row names, or work for the sweeper.
 */
export async function addMedia(deps: Deps, scope: Scope, added: NewMedia): Promise<AddedMedia> {
  const known = await sameBytes(deps, scope, added);
  if (known) return { media: known, unchanged: true };
  const { documents, producer } = deps;
  const id = newId(ID_PREFIX[added.kind]);
  const jobId = newId('job');
  const batchId = queueJobId(added.kind, id, 1);
  const media = newMedia(scope, added, { id, job_id: jobId, batch_id: batchId });
  await added.blobs.put(media.original.blob_key, added.open(), { maxBytes: added.bytes });
  for (const [n, { bytes }] of (added.sidecars ?? []).entries()) {
    const key = media.sidecars?.[n]?.blob_key;
    if (key !== undefined) await added.blobs.put(key, Readable.from([bytes]), { maxBytes: bytes.length });
  }
  const [inserted] = await documents.media.insert(scope, [media]);
  if (inserted !== 'inserted') {
    // The same bytes were sent twice at once.
    await added.blobs.remove(media.original.blob_key);
    for (const { blob_key } of media.sidecars ?? []) await added.blobs.remove(blob_key);
    const other = await sameBytes(deps, scope, added);
    if (!other) throw new AppError('not_ready', 'The file is being removed; try again', { retryAfter: 1 });
    return { media: other, unchanged: false };
  }
  await createJob(deps, scope, {
    id: jobId,
    kind: `${media.kind}.process`,
    subject_id: id,
    requested_by: added.requestedBy,
  });
  await producer.add(`${media.kind}.process`, {
    id: batchId,
    data: { instance_id: scope, media_id: id, version: media.version },
  });
  return { media, unchanged: false };
}

async function sameBytes(
  { documents }: Deps,
  scope: Scope,
  { kind, sha256 }: NewMedia,
): Promise<Media | null> {
  const [found] = await documents.media.find(scope, { where: { kind, original_sha256: sha256 }, limit: 1 });
  return found ?? null;
}

function newMedia(
  scope: Scope,
  { kind, declared, bytes, sha256, requestedBy, sidecars = [] }: NewMedia,
  ids: Pick<Media, 'id' | 'job_id' | 'batch_id'>,
): Media {
  const now = new Date().toISOString();
  return {
    ...ids,
    instance_id: scope,
    version: 1,
    created_at: now,
    updated_at: now,
    kind,
    state: 'processing',
    declared,
    original: { blob_key: blobKey(scope, ids.id, 'original.bin'), bytes, sha256 },
    original_sha256: sha256,
    added_by: requestedBy,
    measured: null,
    renditions: [],
    poster: null,
    captions: [],
    chapters: [],
    ...(sidecars.length > 0 && {
      sidecars: sidecars.map(({ language, bytes: file }, n) => ({
        blob_key: blobKey(scope, ids.id, `sidecar-${n}.bin`),
        bytes: file.length,
        sha256: hash(file),
        language,
      })),
    }),
    warnings: [],
    enqueued_at: now,
    starts: 0,
    error: null,
    deleted_at: null,
    purged_at: null,
  };
}
