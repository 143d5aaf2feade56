import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobStore } from '@persona/blobs';
import type { BlobKey, Media, StoredFile } from '@persona/contracts';
import type { Collection } from '@persona/documents';
import { filesOf } from '@persona/domain';
import { UserError } from './user-error.ts';

const MAX_CONCURRENCY = 4;

export interface CopyFilesOptions {
  tell?: (done: number, total: number) => void;
  /** Where a file is in either store; by default under its own key. */
  keyInSource?: (file: StoredFile) => BlobKey;
  keyInTarget?: (file: StoredFile) => BlobKey;
  /** Files of the right size in the target are not read again, because their keys are their hashes. */
  targetIsByHash?: boolean;
  /** Called for a file that is not what its document says; by default that is a UserError. */
  damaged?: (file: StoredFile) => void;
  /** Called for a file that the source lacks. */
  absent?: (file: StoredFile) => void;
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
  options: CopyFilesOptions = {},
): Promise<{ files: number; bytes: number; absent: number; damaged: number }> {
  const all: StoredFile[] = [];
  for await (const file of filesOf(media)) all.push(file);
  const result = { files: 0, bytes: 0, absent: 0, damaged: 0 };
  let done = 0;
  const queue = all.values();
  const worker = async () => {
    for (const file of queue) {
      const outcome = await copyFile(file, from, to, options);
      if (outcome === 'copied') {
        result.files++;
        result.bytes += file.bytes;
      } else {
        result[outcome]++;
        if (outcome === 'absent') options.absent?.(file);
        else if (options.damaged) options.damaged(file);
        else
          throw new UserError(
            `The file ${file.blob_key} is not what its document says: it is damaged in the source. Delete its voice or video, or restore it.`,
          );
      }
      options.tell?.(++done, all.length);
    }
  };
  await Promise.all(Array.from({ length: MAX_CONCURRENCY }, worker));
  return result;
}

async function copyFile(
  file: StoredFile,
  from: BlobStore,
  to: BlobStore,
  {
    keyInSource = (one) => one.blob_key,
    keyInTarget = (one) => one.blob_key,
    targetIsByHash = false,
  }: CopyFilesOptions,
): Promise<'copied' | 'absent' | 'damaged'> {
  const target = keyInTarget(file);
  if (targetIsByHash) {
    if ((await to.stat(target))?.bytes === file.bytes) return 'copied';
  } else if ((await hashOf(to, target)) === file.sha256) return 'copied';
  const source = await from.get(keyInSource(file));
  if (!source) return 'absent';
  const put = await to.put(target, source.stream);
  if (put.sha256 === file.sha256) return 'copied';
  await to.remove(target);
  return 'damaged';
}

/** The hash of a stored file, in hex; undefined when there is none. */
export async function hashOf(store: BlobStore, key: BlobKey): Promise<string | undefined> {
  const there = await store.get(key);
  if (!there) return undefined;
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
  return hash.digest('hex');
}
