import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError, StartupError, storageFault, type BlobKey } from '@persona/contracts';
import { checkKey, checkPrefix, type BlobFolder } from '../blob-key.ts';
import type {
  BlobInfo,
  BlobPage,
  BlobReader,
  BlobSource,
  BlobStore,
  ByteRange,
  PutOptions,
  PutResult,
} from '../blob-store.ts';
import { createUrlSigner } from '../url-signer.ts';

export interface FolderBlobStoreOptions {
  /** Created when it does not exist, readable by its owner only. */
  folder: string;
  /** Signs addresses; the gateway checks them with `createUrlSigner` and the same secret. */
  urlSecret: string;
  urlBase?: string | undefined;
  /** Stands before the addresses, see `createUrlSigner`. */
  urlPrefix?: string | undefined;
}

/** A temporary file of this age was left by a crash. */
const MIN_STALE_AGE_MS = 24 * 60 * 60 * 1000;
const TEMPORARY = '.writing';

/**
 * Keeps blobs as files of a folder: `<folder>/<key>`. Many processes may share it. Throws a StartupError when
 * the folder can't be written.
 */
export async function createFolderBlobStore(options: FolderBlobStoreOptions): Promise<BlobStore> {
  const root = resolve(options.folder);
  const temporary = join(root, TEMPORARY);
  const signer = createUrlSigner(options.urlSecret, options.urlBase, options.urlPrefix);
  const pathOf = (key: BlobKey): string => join(root, ...checkKey(key).split('/'));

  try {
    await mkdir(temporary, { recursive: true, mode: 0o700 });
    for (const folder of [root, temporary]) await access(folder, constants.W_OK | constants.X_OK);
    await sweep(temporary);
  } catch (error) {
    throw notWritable(root, error);
  }

  return {
    async put(
      key: BlobKey,
      source: BlobSource,
      { maxBytes = Infinity, signal }: PutOptions = {},
    ): Promise<PutResult> {
      const target = pathOf(key);
      const draft = join(temporary, randomUUID());
      const stream = source instanceof Readable ? source : Readable.from(source);
      try {
        // The pipeline handles the source's errors from the first moment, also while the draft is being
        // opened.
        const result = await pipeline(
          stream,
          async (chunks: AsyncIterable<Uint8Array>) => writeDraft(draft, chunks, maxBytes),
          {
            ...(signal && { signal }),
          },
        );
        await settle(draft, target, root);
        return result;
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        throw error;
      } finally {
        await rm(draft, { force: true });
      }
    },

    async get(key: BlobKey, range?: ByteRange): Promise<BlobReader | null> {
      const file = await openIfThere(pathOf(key));
      if (!file) return null;
      try {
        const { size } = await file.stat();
        const start = range?.start ?? 0;
        const end = Math.min(range?.end ?? size - 1, size - 1);
        if (range && (start >= size || end < start)) {
          throw new AppError('validation_error', `The range begins after the last of ${size} bytes.`, {
            param: 'range',
          });
        }
        const stream = size === 0 ? Readable.from([]) : createReadStream('', { fd: file, start, end });
        if (size === 0) await file.close();
        return { stream, bytes: size, range: { start, end } };
      } catch (error) {
        await file.close();
        throw error;
      }
    },

    async stat(key: BlobKey): Promise<BlobInfo | null> {
      const found = await statIfThere(pathOf(key));
      return found && { key, bytes: found.size, modifiedAt: found.mtime };
    },

    async remove(key: BlobKey): Promise<boolean> {
      const path = pathOf(key);
      const there = await unlink(path).then(() => true, ifAbsent(false));
      if (there) await syncFolder(dirname(path));
      return there;
    },

    async removePrefix(folder: BlobFolder): Promise<void> {
      const path = join(root, ...checkPrefix(folder).split('/'));
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
      await syncFolder(dirname(path));
    },

    async list(folder: BlobFolder, { limit = 1000, cursor = '' } = {}): Promise<BlobPage> {
      const max = Math.min(Math.max(limit, 1), 1000);
      const blobs: BlobInfo[] = [];
      for await (const key of keysUnder(root, checkPrefix(folder), cursor)) {
        if (blobs.length === max) return { blobs, nextCursor: blobs.at(-1)?.key ?? null };
        const found = await statIfThere(pathOf(key));
        if (found) blobs.push({ key, bytes: found.size, modifiedAt: found.mtime });
      }
      return { blobs, nextCursor: null };
    },

    async useLocalFile<T>(key: BlobKey, use: (path: string) => Promise<T>): Promise<T> {
      const path = pathOf(key);
      if (!(await statIfThere(path))) throw new AppError('not_found', 'The file is not in the blob store.');
      return use(path);
    },

    async signedUrl(key, signOptions): Promise<string> {
      return signer.sign(checkKey(key), signOptions);
    },

    async ready(): Promise<void> {
      await access(temporary, constants.W_OK | constants.X_OK).catch((error: unknown) => {
        throw new AppError('not_ready', 'Files cannot be written at the moment.', { cause: error });
      });
    },

    async close(): Promise<void> {},
  };
}

/** Writes and syncs a file that readers can't see yet, counting and hashing its bytes. */
async function writeDraft(
  path: string,
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<PutResult> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > maxBytes)
        throw new AppError('payload_too_large', `The file is larger than the limit of ${maxBytes} bytes.`);
      hash.update(chunk);
      await writeAll(file, chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length;) done += (await file.write(chunk, done)).bytesWritten;
}

/**
 * Moves the draft to its place. New folders, and the one whose entry changed, are synced, because a rename
 * alone may be lost.
 */
async function settle(draft: string, target: string, root: string): Promise<void> {
  const folder = dirname(target);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await rename(draft, target);
      break;
    } catch (error) {
      // A removePrefix removed the folder in between.
      if (!isAbsent(error) || attempt === 5) throw error;
    }
  }
  for (let path = folder; path.length >= root.length; path = dirname(path)) await syncFolder(path);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await openIfThere(path);
  if (!folder) return;
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Yields the keys under a prefix after `cursor`, in order. A folder sorts as its name with a slash, as its
 * keys do.
 */
async function* keysUnder(root: string, folder: BlobFolder, cursor: string): AsyncGenerator<BlobKey> {
  const entries = await readdir(join(root, ...folder.split('/')), { withFileTypes: true }).catch(
    ifAbsent([]),
  );
  const names = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
  for (const name of names) {
    const key = folder + name;
    if (!name.endsWith('/')) {
      if (key > cursor) yield key as BlobKey;
    } else if (key > cursor || cursor.startsWith(key)) {
      yield* keysUnder(root, key as BlobFolder, cursor);
    }
  }
}

/** Removes what crashed writers left. Young drafts may belong to another process that is still writing. */
async function sweep(temporary: string): Promise<void> {
  for (const name of await readdir(temporary)) {
    const path = join(temporary, name);
    const found = await statIfThere(path);
    if (found && Date.now() - found.mtimeMs > MIN_STALE_AGE_MS) await rm(path, { force: true });
  }
}

const isAbsent = (error: unknown): boolean => {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
};

const ifAbsent =
  <T>(value: T) =>
  (error: unknown): T => {
    if (isAbsent(error)) return value;
    throw error;
  };

const statIfThere = async (path: string) => stat(path).catch(ifAbsent(null));
const openIfThere = async (path: string) => open(path, 'r').catch(ifAbsent(null));

const notWritable = (root: string, cause: unknown): StartupError =>
  new StartupError(storageFault(root, cause, 'PERSONA_DATA_DIR or BLOBS_URL'), { cause });
