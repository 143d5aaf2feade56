import { accessSync, constants, lstatSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { MiB } from './units.ts';

/** Result codes of SQLite that say why a file can't be used. */
const SQLITE = { FULL: 13, READONLY: 8 };

/**
 * Why a folder or file can't be used, and the remedy, in one or two sentences for who runs Persona: no room,
 * another owner, the mode, something else in its place. `cause` is an error of Node's file system or of
 * SQLite.
 */
export function storageFault(
  place: string,
  cause: unknown,
  setting = 'PERSONA_DATA_DIR',
  isAllowed: IsAllowed = mayAccess,
): string {
  const { code, errcode = 0, message } = cause as Partial<NodeJS.ErrnoException> & { errcode?: number };
  const other = `set ${setting} to another place`;
  if (code === 'ENOSPC' || code === 'EDQUOT' || (errcode & 0xff) === SQLITE.FULL)
    return `There is no room left on the disk of ${place}${freeAt(place)}: make room there, then start again.`;
  if (code === 'EROFS')
    return `${place} is on a file system that is mounted read-only: mount it for writing, or ${other}.`;
  const blocked = findBlocked(place, isAllowed);
  if (blocked) return `${blocked}, or ${other}.`;
  if (code === 'ENOTDIR' || code === 'EEXIST' || code === 'EISDIR')
    return `${place} can't be used: a file stands where a folder has to be, or a folder where a file has to be. Move it away, or ${other}.`;
  if ((errcode & 0xff) === SQLITE.READONLY)
    return `${place} can't be written: make it and its folder writable for this user, or ${other}.`;
  return `${place} can't be used (${message ?? String(cause)}): make it usable for this user, or ${other}.`;
}

function freeAt(place: string): string {
  for (let at = place; ; at = path.dirname(at)) {
    try {
      const { bavail, bsize } = statfsSync(at);
      return ` (${((bavail * bsize) / MiB).toFixed(1)} MB free)`;
    } catch {
      if (at === path.dirname(at)) return '';
    }
  }
}

/** The sentence about the first part of the path that this user may not use; undefined where it may. */
function findBlocked(place: string, isAllowed: IsAllowed): string | undefined {
  const parts: string[] = [];
  for (let at = path.resolve(place); ; at = path.dirname(at)) {
    parts.unshift(at);
    if (at === path.dirname(at)) break;
  }
  let above: string | undefined;
  for (const part of parts) {
    const stats = lstatSync(part, { throwIfNoEntry: false });
    // What is not there has to be made in the folder above.
    if (!stats) return above === undefined || isAllowed(above, constants.W_OK) ? undefined : blockedBy(above);
    const isLast = part === parts.at(-1);
    if (stats.isDirectory() && !isAllowed(part, constants.X_OK)) return blockedBy(part);
    if (isLast && !isAllowed(part, constants.R_OK | constants.W_OK)) return blockedBy(part);
    // Nothing can be in a file.
    if (!stats.isDirectory()) return undefined;
    above = part;
  }
  return undefined;
}

/** Whether this user may access a place, by the bits of `fs.constants`. */
export type IsAllowed = (place: string, mode: number) => boolean;

export function mayAccess(place: string, mode: number): boolean {
  try {
    accessSync(place, mode);
    return true;
  } catch {
    return false;
  }
}

/**
 * Names a file or folder that this user may not read and write, with its owner and mode, and the command that
 * changes that.
 */
export function blockedBy(place: string): string {
  const { uid, gid, mode } = lstatSync(place);
  const me = process.getuid?.();
  const octal = (mode & 0o7777).toString(8).padStart(4, '0');
  if (uid === me)
    return `${place} can't be read and written by its own owner (mode ${octal}): run chmod -R u+rwX ${place}`;
  return `${place} belongs to user ${uid} (group ${gid}, mode ${octal}), and this is user ${me}: run chown -R ${me} ${place} as root, start as user ${uid}`;
}
