import { randomUUID } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Duplex } from 'node:stream';
import { callbackify } from 'node:util';

export interface SpillOptions {
  /** A folder of the local disk. */
  folder: string;
  /** How far the file may grow; beyond it the writer waits until the reader has read everything. */
  maxBytes?: number;
}

const MiB = 1024 * 1024;
const READ_CHUNK_BYTES = 64 * 1024;

/**
 * A pipe whose writer does not wait for its reader: unread data goes to a file and is read back in order.
 * Memory holds one chunk at each end. The file is unlinked once it is open, so that it disappears with the
 * pipe or the process.
 */
export function createSpill({ folder, maxBytes = 1024 * MiB }: SpillOptions): Duplex {
  let file: Promise<FileHandle> | undefined;
  /** The file holds the data between these two offsets. */
  let readAt = 0;
  let wroteTo = 0;
  let wanted = false;
  let fetching = false;
  let ended = false;
  let onEmpty: (() => void) | undefined;
  const isEmpty = (): boolean => readAt === wroteTo && !fetching;

  const store = async (bytes: Buffer): Promise<void> => {
    if (wroteTo > 0 && wroteTo + bytes.length > maxBytes && !isEmpty())
      await new Promise<void>((resolve) => (onEmpty = resolve));
    if (isEmpty()) {
      readAt = wroteTo = 0;
      if (wanted) {
        wanted = pipe.push(bytes);
        return;
      }
    }
    const handle = await (file ??= openNameless(folder));
    // A disk that is filling up may take only a part.
    for (let done = 0; done < bytes.length;)
      done += (await handle.write(bytes, done, bytes.length - done, wroteTo + done)).bytesWritten;
    wroteTo += bytes.length;
    if (wanted) await fetch();
  };

  const fetch = async (): Promise<void> => {
    if (fetching) return;
    fetching = true;
    while (wanted && readAt < wroteTo) {
      const handle = await file!;
      const { bytesRead, buffer } = await handle.read({
        buffer: Buffer.allocUnsafe(READ_CHUNK_BYTES),
        length: Math.min(READ_CHUNK_BYTES, wroteTo - readAt),
        position: readAt,
      });
      readAt += bytesRead;
      wanted = pipe.push(buffer.subarray(0, bytesRead));
    }
    fetching = false;
    if (!isEmpty()) return;
    if (ended) pipe.push(null);
    onEmpty?.();
    onEmpty = undefined;
  };
  const fetchNow = (): void => void fetch().catch((error: Error) => pipe.destroy(error));
  const storeThen = callbackify(store);
  const closeThen = callbackify(async () => (await file)?.close());

  const pipe = new Duplex({
    write: (bytes: Buffer, _encoding, done) => storeThen(bytes, done),
    read() {
      wanted = true;
      fetchNow();
    },
    final(done) {
      ended = true;
      fetchNow();
      done();
    },
    destroy: (error, done) => closeThen((failure) => done(error ?? failure)),
  });
  return pipe;
}

async function openNameless(folder: string): Promise<FileHandle> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = path.join(folder, randomUUID());
  const handle = await open(name, 'wx+', 0o600);
  await rm(name);
  return handle;
}
