import { chmodSync, statSync } from 'node:fs';

/**
 * Keeps what this process writes to its own user, and closes a data folder that others may read: it holds
 * everything that the install knows, and the secrets that sign addresses. Does nothing to a folder that is
 * not there, or that belongs to another user.
 */
export function keepPrivate(dataDir: string): void {
  process.umask(0o077);
  try {
    const { mode, uid } = statSync(dataDir);
    if ((mode & 0o077) !== 0 && uid === process.getuid?.()) chmodSync(dataDir, 0o700);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
