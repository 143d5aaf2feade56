import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '@persona/contracts';
import type { StoreRoom } from '../compact-documents.ts';
import { errcodeOf, openConnection } from './connection.ts';

/** What a step moves holds the lock for some milliseconds; the pause lets others write between two. */
const STEP_PAGES = 500;
const STEP_DELAY_MS = 5;
/** The value of `PRAGMA auto_vacuum` of files whose unused pages can be given back step by step. */
const INCREMENTAL = 2;
const BUSY = 5;
const FULL = 13;

/** Throws a StartupError when there is no such file. */
export function roomOfFile(file: string): StoreRoom {
  const db = openExisting(file, () => new DatabaseSync(file, { readOnly: true }));
  try {
    return roomOf(db);
  } finally {
    db.close();
  }
}

/**
 * Gives the unused pages of the file back to the disk, in short steps, while others read and write. A file of
 * a version before is written anew once, for which nobody else may have it open; else throws a StartupError.
 */
export async function compactFile(file: string, tell: (unused: number) => void): Promise<void> {
  const db = openExisting(file, () => openConnection(file, 'write'));
  try {
    if (numberOf(db, 'auto_vacuum') === INCREMENTAL) await compactByStep(db, tell);
    else {
      db.close();
      writeAnew(file);
    }
  } finally {
    if (db.isOpen) db.close();
  }
}

async function compactByStep(db: DatabaseSync, tell: (unused: number) => void): Promise<void> {
  for (let { unused } = roomOf(db); unused > 0;) {
    tell(unused);
    db.exec(`PRAGMA incremental_vacuum(${STEP_PAGES})`);
    await sleep(STEP_DELAY_MS);
    const left = roomOf(db).unused;
    // Whoever removes documents meanwhile is served by the next call.
    if (left >= unused) break;
    unused = left;
  }
  // The file itself is cut when its log is emptied into it; a reader may put that off to a later commit.
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}

function writeAnew(file: string): void {
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    db.exec(
      `PRAGMA locking_mode=EXCLUSIVE; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;
       PRAGMA temp_store=FILE; PRAGMA auto_vacuum=INCREMENTAL; BEGIN EXCLUSIVE; COMMIT; VACUUM;`,
    );
  } catch (cause) {
    throw refusalOf(file, cause);
  } finally {
    db.close();
  }
}

function refusalOf(file: string, cause: unknown): unknown {
  switch ((errcodeOf(cause) ?? 0) & 0xff) {
    case BUSY:
      return new StartupError(
        `${file} is in use, and comes from a version whose files can not be compacted meanwhile: stop Persona, compact, and start it again. Later calls need no stop.`,
        { cause },
      );
    case FULL:
      return new StartupError(
        `There is no room to write ${file} anew: that takes up to twice its size, there and in the temporary folder. It stays as it was.`,
        { cause },
      );
    default:
      return cause;
  }
}

function openExisting(file: string, open: () => DatabaseSync): DatabaseSync {
  if (!existsSync(file)) throw new StartupError(`There are no documents at ${file}.`);
  return open();
}

function roomOf(db: DatabaseSync): StoreRoom {
  const pageSize = numberOf(db, 'page_size');
  return {
    bytes: numberOf(db, 'page_count') * pageSize,
    unused: numberOf(db, 'freelist_count') * pageSize,
  };
}

const numberOf = (db: DatabaseSync, pragma: string): number =>
  Number(Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
