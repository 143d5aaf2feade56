import { createHash, randomUUID } from 'node:crypto';
import { access, constants, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError, StartupError, storageFault } from '@persona/contracts';

/** An incoming file: on the local disk until it is checked and stored, then removed. */
export interface SpooledFile {
  path: string;
  bytes: number;
  /** In hex. */
  sha256: string;
}

export interface Spool {
  /**
   * Writes the incoming bytes to a new file. Throws `tooLarge` as soon as there are more than `maxBytes`, and
   * leaves nothing behind when it throws.
   */
  write(
    bytes: AsyncIterable<Uint8Array>,
    limit: { maxBytes: number; tooLarge: () => AppError },
  ): Promise<SpooledFile>;
  remove(file: SpooledFile): Promise<void>;
}

const MIN_LEFTOVER_AGE_MS = 24 * 60 * 60 * 1000;

/**
 * A folder of incoming files. Opening it removes files that a crash left there more than a day ago. Throws a
 * StartupError when it can't be written.
 */
export async function openSpool(folder: string): Promise<Spool> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
    for (const name of await readdir(folder)) {
      const file = path.join(folder, name);
      const info = await stat(file).catch(() => null);
      if (info && Date.now() - info.mtimeMs > MIN_LEFTOVER_AGE_MS)
        await rm(file, { force: true, recursive: true });
    }
  } catch (cause) {
    throw new StartupError(storageFault(folder, cause), { cause });
  }

  return {
    async write(bytes, { maxBytes, tooLarge }) {
      const file = path.join(folder, randomUUID());
      const hash = createHash('sha256');
      let size = 0;
      try {
        const handle = await open(file, 'wx', 0o600);
        try {
          for await (const chunk of bytes) {
            size += chunk.length;
            if (size > maxBytes) throw tooLarge();
            hash.update(chunk);
            await handle.writev([chunk]);
          }
        } finally {
          await handle.close();
        }
      } catch (error) {
        await rm(file, { force: true });
        if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
          throw new AppError(
            'not_ready',
            'The disk for incoming files is full; free some space and try again',
            {
              cause: error,
            },
          );
        }
        throw error;
      }
      return { path: file, bytes: size, sha256: hash.digest('hex') };
    },
    remove: (file) => rm(file.path, { force: true }),
  };
}
