import { newId, type BlobKey, type Media, type Scope } from '@persona/contracts';

/** The row of a voice or video as the gateway writes it, of bytes that no other row has. */
export function mediaRow(owner: Scope, more: Partial<Media> = {}): Media {
  const { kind = 'voice', id = newId(kind === 'voice' ? 'voi' : 'vid') } = more;
  const now = new Date().toISOString();
  return {
    id,
    instance_id: owner,
    version: 1,
    created_at: now,
    updated_at: now,
    kind,
    state: 'processing',
    declared: {},
    original: { blob_key: `${owner}/${id}/original.bin` as BlobKey, bytes: 1, sha256: id },
    original_sha256: id,
    measured: null,
    renditions: [],
    poster: null,
    captions: [],
    chapters: [],
    warnings: [],
    job_id: null,
    batch_id: null,
    enqueued_at: now,
    starts: 0,
    error: null,
    deleted_at: null,
    purged_at: null,
    ...more,
  };
}
