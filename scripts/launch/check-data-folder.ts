import { constants, lstatSync, readdirSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { blockedBy, mayAccess, type IsAllowed } from '@persona/contracts/storage-fault';
import { MiB } from '@persona/contracts/units';
import { LaunchError } from './error.ts';

/** Below this, what is sent may find no room at any moment. */
const LOW_DISK_BYTES = 128 * MiB;
const MAX_NAMED = 5;
/** What is looked into below the data folder; the files of voices and videos may be very many. */
const FOLDERS = new Set(['', 'logs', 'run', 'uploads']);
/** What is derived, and is replaced by those who use it. */
const DERIVED = new Set(['redis', 'search']);

/**
 * Refuses a data folder in which files belong to somebody else or can't be read and written, before each
 * part fails of them in its own way. The queue and the index heal by themselves and are left out. Throws a
 * LaunchError that names them.
 */
export function checkDataFolder(dataDir: string, isAllowed: IsAllowed = mayAccess): void {
  const problems: string[] = [];
  const look = (place: string) => {
    if (DERIVED.has(path.relative(dataDir, place))) return;
    const stats = lstatSync(place, { throwIfNoEntry: false });
    if (!stats || (!stats.isFile() && !stats.isDirectory())) return;
    const mode = constants.R_OK | constants.W_OK | (stats.isDirectory() ? constants.X_OK : 0);
    if (!isAllowed(place, mode)) problems.push(blockedBy(place));
    else if (stats.isDirectory() && FOLDERS.has(path.relative(dataDir, place)))
      for (const name of readdirSync(place)) look(path.join(place, name));
  };
  look(dataDir);
  if (problems.length === 0) return;
  const rest = problems.length - MAX_NAMED;
  throw new LaunchError(
    [...problems.slice(0, MAX_NAMED), ...(rest > 0 ? [`and ${rest} more like these`] : [])].join('.\n') + '.',
  );
}

/** The sentence about a disk on which hardly any room is left; undefined where there is room. */
export function lowRoom(dataDir: string): string | undefined {
  const { bavail, bsize } = statfsSync(dataDir);
  const free = bavail * bsize;
  return free >= LOW_DISK_BYTES
    ? undefined
    : `Only ${Math.floor(free / MiB)} MB are free on the disk of ${dataDir}: make room, or what is sent will be refused.`;
}
