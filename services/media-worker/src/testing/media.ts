import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { newId, type Media, type Scope } from '@persona/contracts';
import { queueJobId } from '@persona/queues';
import { mediaRow } from '@persona/testing';

/** A recording made by ffmpeg with these options, in the file named; returns its bytes. */
export async function makeMedia(file: string, options: string): Promise<Buffer> {
  await promisify(execFile)('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...options.split(' '), file]);
  return readFile(file);
}

export { createHandlers as openTestHandlers } from '../app.ts';

/** The row of a file as the gateway writes it. */
export function recordingRow(
  scope: Scope,
  kind: Media['kind'],
  bytes: Buffer,
  more: Partial<Media> = {},
): Media {
  const row = mediaRow(scope, { kind, job_id: newId('job') });
  const original = { ...row.original, bytes: bytes.length };
  return { ...row, original, batch_id: queueJobId(kind, row.id, 1), ...more };
}
