import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, lstatSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scope } from '@persona/contracts';
import { FORMAT, OLDER_FORMATS } from './page-codec.ts';

/** How long a connection waits for another process's write. */
const LOCK_TIMEOUT_MS = 5_000;
/**
 * The `user_version` of a file that is being unlinked: a process that opens it must open its successor
 * instead.
 */
const GONE = -1;

const schema = `
  CREATE TABLE page (
    key INTEGER PRIMARY KEY AUTOINCREMENT, -- rises with every commit: a reader knows what is new to it
    page_id TEXT NOT NULL, version INTEGER NOT NULL, title TEXT NOT NULL, language TEXT NOT NULL,
    passages INTEGER NOT NULL, languages TEXT NOT NULL, digest BLOB NOT NULL,
    UNIQUE (page_id, version)
  );
  CREATE TABLE features (page INTEGER PRIMARY KEY, packed BLOB NOT NULL);
  CREATE TABLE passage (
    page INTEGER NOT NULL, n INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    language TEXT NOT NULL, headings TEXT NOT NULL, text TEXT NOT NULL, units TEXT NOT NULL,
    PRIMARY KEY (page, n)
  ) WITHOUT ROWID;
  CREATE TABLE facet (name TEXT NOT NULL, value TEXT NOT NULL, page INTEGER NOT NULL, PRIMARY KEY (name, value, page)) WITHOUT ROWID;
  CREATE INDEX facet_page ON facet (page);
  CREATE TABLE removal (seq INTEGER PRIMARY KEY AUTOINCREMENT, page INTEGER NOT NULL); -- page 0: everything
  CREATE TABLE vector (
    key INTEGER PRIMARY KEY AUTOINCREMENT, -- as of a page
    page INTEGER NOT NULL, n INTEGER NOT NULL, space TEXT NOT NULL, hash TEXT NOT NULL, packed BLOB NOT NULL,
    UNIQUE (page, n, space)
  );
  CREATE INDEX vector_hash ON vector (hash, space);
  CREATE TABLE life (epoch TEXT NOT NULL, space TEXT); -- the space that searches go by
`;

/**
 * Files of one kind, one a persona. Each format that can't be read by the code before has a name of its own,
 * so that processes of two versions do not take each other's files for their own.
 */
export interface Generation {
  readonly suffix: string;
  /** The formats that can be read in it. */
  readonly formats: readonly number[];
  /** The units of a passage, in SQL. */
  readonly units: string;
}

export const currentGeneration: Generation = {
  suffix: `.v${FORMAT}.sqlite`,
  formats: [FORMAT],
  units: 'units',
};
/** Its units may be read otherwise today, and some of its formats have none. */
export const olderGeneration: Generation = { suffix: '.sqlite', formats: OLDER_FORMATS, units: `'[]'` };

/**
 * A file name that every file system distinguishes from every other, and that a person can still recognise.
 */
export function fileOf(folder: string, scope: Scope, { suffix }: Generation): string {
  const hash = createHash('sha256').update(scope).digest('hex').slice(0, 24);
  return path.join(folder, `${scope.replace(/[^A-Za-z0-9_]/g, '').slice(0, 40)}-${hash}${suffix}`);
}

const SUFFIXES = ['', '-wal', '-shm', '-journal'];

/**
 * Which file stands at the place, so that a connection notices that it is no longer its own; undefined when
 * none does.
 */
export function identityOf(file: string): string | undefined {
  const stats = lstatSync(file, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev}-${stats.ino}`;
}

/** What was read from the file is not what was written there. */
export class DamagedFile extends Error {}

/** Runs `decode` on what was read from the file. Throws DamagedFile when that fails. */
export function decoding<T>(decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    throw new DamagedFile('a page of it can not be decoded', { cause });
  }
}

/** SQLite's primary result codes: the file says of itself that it is broken, or is no database. */
const DAMAGED = new Set([11, 26]);
/** It can't be opened, read or written, for whatever reason: the disk, the lock, or its owner. */
const INACCESSIBLE = new Set([3, 8, 10, 14]);
/** A statement does not fit the tables, which this code has made. */
const OTHER_TABLES = 1;

/**
 * Whether no retry helps with this error, because the file itself is at fault: it is damaged, is no file, or
 * belongs to somebody else.
 */
export function isLost(error: unknown, file: string): boolean {
  if (error instanceof DamagedFile) return true;
  const { code, errcode = 0 } = error as { code?: string; errcode?: number };
  if (code !== 'ERR_SQLITE_ERROR') return false;
  const primary = errcode & 0xff;
  if (DAMAGED.has(primary)) return true;
  if (primary === OTHER_TABLES) return /no such (table|column)/.test((error as Error).message);
  return INACCESSIBLE.has(primary) && SUFFIXES.some((suffix) => !isUsable(file + suffix));
}

function isUsable(file: string): boolean {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (!stats) return true;
  if (!stats.isFile()) return false;
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Moves the file at this place aside, for inspection, one generation of it; the place is then free for one
 * that is filled again. Does nothing when it is no longer the file of that identity. Returns where it is now.
 */
export function moveAside(file: string, identity: string | undefined): string | undefined {
  if (identity === undefined || identityOf(file) !== identity) return undefined;
  removeAside(file);
  // The file itself goes last: no successor can be made beside the log of this one.
  for (const suffix of SUFFIXES.toReversed())
    if (lstatSync(file + suffix, { throwIfNoEntry: false }))
      renameSync(file + suffix, asideOf(file) + suffix);
  return asideOf(file);
}

const asideOf = (file: string): string => `${file}.unreadable`;

/** Removes what `moveAside` kept: it may hold what is to be deleted. */
export function removeAside(file: string): void {
  if (!existsSync(asideOf(file))) return;
  for (const suffix of SUFFIXES) rmSync(asideOf(file) + suffix, { recursive: true, force: true });
}

/**
 * Opens an instance's file; without `create`, only when it exists. The schema is created with the first write
 * (`prepareFile`).
 */
export async function openFile(file: string, create: boolean): Promise<DatabaseSync | undefined> {
  for (;;) {
    if (!create && !existsSync(file)) return undefined;
    const db = new DatabaseSync(file, { timeout: LOCK_TIMEOUT_MS, enableDoubleQuotedStringLiterals: false });
    try {
      if (formatOf(db) !== GONE) {
        db.exec(`PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA fullfsync=ON;
                 PRAGMA secure_delete=ON; PRAGMA journal_size_limit=67108864; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4000;`);
        return db;
      }
    } catch (error) {
      db.close();
      throw error;
    }
    db.close();
    await sleep(5);
  }
}

export function formatOf(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

/**
 * Within a write transaction: creates the tables when they are missing or of another format (the index is a
 * cache, and is filled again).
 */
export function prepareFile(db: DatabaseSync): void {
  if (formatOf(db) === FORMAT) return;
  emptyFile(db);
  db.exec(schema);
  db.prepare('INSERT INTO life VALUES (?, NULL)').run(crypto.randomUUID());
  db.exec(`PRAGMA user_version=${FORMAT}`);
}

/** Within a write transaction: removes all tables, whatever the file's format. */
export function emptyFile(db: DatabaseSync): void {
  for (const { name } of db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .all())
    db.exec(`DROP TABLE "${String(name)}"`);
  db.exec('PRAGMA user_version=0');
}

/** Runs one write transaction: all of it or nothing is stored. */
export function write<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Moves the log into the file and empties it, so that neither has deleted bytes any more. Returns false when
 * a reader prevented it.
 */
export function sweepLog(db: DatabaseSync): boolean {
  db.exec('PRAGMA incremental_vacuum(2000)');
  return Number(db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] ?? 1) === 0;
}

/**
 * Closes the connection and deletes its file, when no other connection uses it; otherwise only closes and
 * returns false. SQLite's own lock decides: a process that opens the file meanwhile waits, then finds it
 * marked as gone and opens its successor.
 */
export function unlinkFile(db: DatabaseSync, file: string): boolean {
  try {
    db.exec(
      'PRAGMA busy_timeout=50; PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=DELETE; BEGIN EXCLUSIVE',
    );
    db.exec(`PRAGMA user_version=${GONE}; COMMIT`);
  } catch {
    db.close();
    return false;
  }
  for (const suffix of SUFFIXES) rmSync(file + suffix, { force: true });
  db.close();
  return true;
}
