import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobStore } from '@persona/blobs';
import type { BlobKey, Media } from '@persona/contracts';
import type { Collection } from '@persona/documents';
import { UserError } from './user-error.ts';

const BATCH_SIZE = 100;
const MAX_CONCURRENCY = 4;

interface File {
  blob_key: BlobKey;
  bytes: number;
  sha256: string;
}

/**
 * Copies the files that voices and videos name, each checked against the hash in its document; files that are
 * already there are read and checked too. `absent` counts those that the source lacks. Throws a UserError for
 * a file that is not what its document says.
 */
export async function copyFiles(
  media: Collection<Media>,
  from: BlobStore,
  to: BlobStore,
  tell: (done: number, total: number) => void = () => {},
): Promise<{ files: number; bytes: number; absent: number }> {
  const all: File[] = [];
  for await (const file of filesOf(media)) all.push(file);
  const result = { files: 0, bytes: 0, absent: 0 };
  let done = 0;
  const queue = all.values();
  const worker = async () => {
    for (const file of queue) {
      if (await copyFile(file, from, to)) {
        result.files++;
        result.bytes += file.bytes;
      } else result.absent++;
      tell(++done, all.length);
    }
  };
  await Promise.all(Array.from({ length: MAX_CONCURRENCY }, worker));
  return result;
}

async function* filesOf(media: Collection<Media>): AsyncGenerator<File> {
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const found = await media.acrossScopes.find({ after, limit: BATCH_SIZE });
    const last = found.at(-1);
    if (!last) return;
    after = { value: last.id, id: last.id };
    for (const { original, renditions, poster, captions, deleted_at } of found) {
      if (deleted_at !== null) continue;
      yield original;
      yield* renditions;
      if (poster) yield poster;
      yield* captions;
    }
  }
}

async function copyFile({ blob_key, sha256 }: File, from: BlobStore, to: BlobStore): Promise<boolean> {
  const there = await to.get(blob_key);
  if (there) {
    const hash = createHash('sha256');
    await pipeline(
      there.stream,
      new Writable({
        write(chunk: Buffer, _encoding, next) {
          hash.update(chunk);
          next();
        },
      }),
    );
    if (hash.digest('hex') === sha256) return true;
  }
  const source = await from.get(blob_key);
  if (!source) return false;
  const put = await to.put(blob_key, source.stream);
  if (put.sha256 === sha256) return true;
  await to.remove(blob_key);
  throw new UserError(
    `The file ${blob_key} is not what its document says: it is damaged in the source. Delete its voice or video, or restore it.`,
  );
}
