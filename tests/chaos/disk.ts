import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';
import { tempFolder } from '@persona/testing';

/** A small file system of its own, which can be filled to the last byte. */
export interface Disk {
  readonly path: string;
  fill(): void;
  free(): void;
  remove(): void;
}

const MAX_CHUNK_BYTES = 1024 * 1024;

/**
 * Of so many MiB; undefined where this user may not mount one (it takes Linux and root, as in a container of
 * one's own).
 */
export function createDisk(sizeMb = 512): Disk | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const folder = tempFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'tmpfs', folder.path], {
      stdio: 'ignore',
    });
  } catch {
    folder.remove();
    return undefined;
  }
  const ballast = path.join(folder.path, 'ballast');
  const unmount = () => execFileSync('umount', ['--lazy', folder.path], { stdio: 'ignore' });
  process.once('exit', unmount);
  return {
    path: folder.path,
    fill: () => {
      const file = openSync(ballast, 'a');
      try {
        // Down to single bytes: a file of another size must find no space either.
        for (let size = MAX_CHUNK_BYTES; size >= 1; size = Math.floor(size / 8)) {
          try {
            for (;;) writeSync(file, Buffer.alloc(size, 1));
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          }
        }
      } finally {
        closeSync(file);
      }
      if (statfsSync(folder.path).bavail > 0) throw new Error('The disk could not be filled.');
    },
    free: () => rmSync(ballast, { force: true }),
    remove: () => {
      process.removeListener('exit', unmount);
      unmount();
      folder.remove();
    },
  };
}
