import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { blobKey } from '@persona/blobs';
import { newId, sha256, type Media, type Scope } from '@persona/contracts';
import { queueJobId } from '@persona/queues';

/** A recording made by ffmpeg with these options, in the file named; returns its bytes. */
export async function makeMedia(file: string, options: string): Promise<Buffer> {
  await promisify(execFile)('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...options.split(' '), file]);
  return readFile(file);
}

export { createHandlers as openTestHandlers } from '../app.ts';

/** The row of a file as the gateway writes it. */
export function mediaRow(scope: Scope, kind: Media['kind'], bytes: Buffer, more: Partial<Media> = {}): Media {
  const id = newId(kind === 'voice' ? 'voi' : 'vid');
  const now = new Date().toISOString();
  // Rows of one persona need different hashes; here the same recording serves many tests.
  const hash = sha256(id);
  return {
    id,
    instance_id: scope,
    version: 1,
    created_at: now,
    updated_at: now,
    kind,
    state: 'processing',
    declared: {},
    original: { blob_key: blobKey(scope, id, 'original.bin'), bytes: bytes.length, sha256: hash },
    original_sha256: hash,
    measured: null,
    renditions: [],
    poster: null,
    captions: [],
    chapters: [],
    warnings: [],
    job_id: newId('job'),
    batch_id: queueJobId(kind, id, 1),
    enqueued_at: now,
    starts: 0,
    error: null,
    deleted_at: null,
    purged_at: null,
    ...more,
  };
}
