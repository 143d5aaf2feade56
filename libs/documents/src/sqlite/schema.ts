import { accessSync, constants, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError, storageFault } from '@persona/contracts';
import { catalogue } from '../catalogue.ts';
import { DATA_VERSION, newerThanThis } from '../data-version.ts';
import type { CollectionName } from '../document-store.ts';
import { fieldsOf } from '../fields.ts';
import { damageOfLog } from './check-log.ts';
import { errcodeOf, openConnection } from './connection.ts';
import type { Tables } from './writer.ts';
import { storeNotReady } from '../store-errors.ts';

/**
 * Older versions could lose commits when a checkpoint ran beside a write (https://sqlite.org/wal.html,
 * "WAL-reset bug").
 */
const MIN_SQLITE_VERSION = '3.51.3';

export const collections = Object.keys(catalogue) as CollectionName[];

const tableOf = (collection: CollectionName): string => `"${collection}"`;
const quote = (name: string): string => `"${name}"`;

/**
 * Declared fields have a column of their own beside the document, so that an index never has to parse 8 MB of
 * JSON.
 */
export function columnsOf(collection: CollectionName): string[] {
  return [...fieldsOf(collection).declared.keys()];
}

/** What the writer thread has to know about the tables; it is started without the schemas. */
export const tables = (): Tables =>
  Object.fromEntries(
    collections.map((name) => {
      const unique = Object.entries(catalogue[name].unique);
      return [
        name,
        {
          columns: columnsOf(name),
          places: [['id', ['id']], ...unique.map(([index, fields]) => [index, ['instance_id', ...fields]])],
        },
      ];
    }),
  ) as unknown as Tables;

const sqlTypes = { string: 'TEXT', number: 'REAL', boolean: 'INTEGER' } as const;

interface Index {
  name: string;
  sql: string;
}

function indexesOf(collection: CollectionName): Index[] {
  const { indexes, unique, sweeps = [] } = catalogue[collection];
  const index = (kind: string, fields: readonly string[], key: string): Index => {
    const name = [collection, kind, ...fields].join('_');
    const columns = fields.map(quote).join(', ');
    return { name, sql: `CREATE ${key} ${quote(name)} ON ${tableOf(collection)} (${columns})` };
  };
  const ordered = (fields: readonly string[]) => (fields.includes('id') ? fields : [...fields, 'id']);
  return [
    index('by', ['instance_id', 'id'], 'INDEX'),
    ...indexes.map((fields) => index('by', ordered(['instance_id', ...fields]), 'INDEX')),
    ...Object.values(unique).map((fields) => index('one', ['instance_id', ...fields], 'UNIQUE INDEX')),
    ...sweeps.map((fields) => index('sweep', ordered(fields), 'INDEX')),
  ];
}

/**
 * Makes the file and its folder where they are missing and migrates its tables to the catalogue. Several
 * processes may do so at once; documents of an older version are copied before they are rewritten. Throws a
 * StartupError that names the obstacle.
 */
export function prepareFile(file: string, dataVersion = DATA_VERSION): void {
  refuseOldSqlite();
  const folder = path.dirname(file);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw cannotWrite(file, cause);
  }
  const lost = damageOfLog(file);
  if (lost)
    throw new StartupError(
      `${file}-wal, which holds the last writes to the documents, is damaged: ${lost}. Keep a copy of the folder and restore the last back-up into an empty one (npm run persona -- restore). Without a back-up, move ${file}-wal and ${file}-shm away, start, and let npm run persona -- doctor check what is left; the last writes are gone then.`,
    );
  let db: DatabaseSync | undefined;
  try {
    db = openConnection(file, 'write');
    // Before the first table: then `compact` can give unused pages back while the file is in use.
    db.exec('PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL');
    bringUpToDate(db, file, dataVersion);
  } catch (cause) {
    if (cause instanceof StartupError) throw cause;
    // Another process holds the file, which is temporary.
    if (((errcodeOf(cause) ?? 0) & 0xff) === BUSY) throw storeNotReady(cause);
    if (DAMAGED.has((errcodeOf(cause) ?? 0) & 0xff))
      throw new StartupError(
        `${file} is not a SQLite database, or is damaged (${(cause as Error).message}); no empty one is put in its place. Keep a copy of it and restore the last back-up into an empty data folder (npm run persona -- restore), or name another file in DOCUMENTS_URL.`,
        { cause },
      );
    throw cannotWrite(file, cause);
  } finally {
    db?.close();
  }
}

const BUSY = 5;
/** The file says of itself that it is broken, or is no database. */
const DAMAGED = new Set([11, 26]);
const cannotWrite = (file: string, cause: unknown) =>
  new StartupError(
    storageFault(
      [file, `${file}-wal`, `${file}-shm`].find((one) => !isUsable(one)) ?? file,
      cause,
      'PERSONA_DATA_DIR or DOCUMENTS_URL',
    ),
    { cause },
  );

/** Whether a file can be read and written, or is not there. */
function isUsable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

function refuseOldSqlite(version = process.versions['sqlite'] ?? '0'): void {
  if (olderThan(version, MIN_SQLITE_VERSION))
    throw new StartupError(
      `SQLite ${version} of this Node (${process.version}) can lose commits; ${MIN_SQLITE_VERSION} or newer is needed: use a newer Node 24.`,
    );
}

/** Whether one dotted version is older than another. */
export function olderThan(version: string, oldest: string): boolean {
  const [a, b] = [version, oldest].map((one) => one.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function bringUpToDate(db: DatabaseSync, file: string, dataVersion: number): void {
  if (isUpToDate(db, file, dataVersion)) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have done it while this one waited.
    if (!isUpToDate(db, file, dataVersion)) {
      const before = versionOf(db);
      if (before > 0 && before < dataVersion) keepCopy(file, before);
      for (const collection of collections) migrate(db, collection);
      db.exec(`PRAGMA user_version=${dataVersion}`);
    }
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

const versionOf = (db: DatabaseSync): number =>
  (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;

/**
 * Keeps the documents as they were before they are rewritten, beside them: `documents.db.before-v2`. Nobody
 * writes meanwhile, because the caller holds the lock.
 */
function keepCopy(file: string, version: number): void {
  const copy = `${file}.before-v${version + 1}`;
  // What an interrupted attempt left may be half of it.
  rmSync(copy, { force: true });
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    db.prepare('VACUUM INTO ?').run(copy);
  } finally {
    db.close();
  }
}

function isUpToDate(db: DatabaseSync, file: string, dataVersion: number): boolean {
  const version = versionOf(db);
  if (version > dataVersion) throw new StartupError(newerThanThis(file));
  if (version < dataVersion) return false;
  return collections.every((collection) => {
    const columns = existingColumns(db, collection);
    const indexes = existingIndexes(db, collection);
    return (
      columnsOf(collection).every((name) => columns.has(name)) &&
      indexesOf(collection).every(({ name }) => indexes.has(name))
    );
  });
}

function migrate(db: DatabaseSync, collection: CollectionName): void {
  const table = tableOf(collection);
  const { declared } = fieldsOf(collection);
  const column = (name: string) => `${quote(name)} ${sqlTypes[declared.get(name)?.kind ?? 'string']}`;
  const present = existingColumns(db, collection);
  if (present.size === 0) {
    const columns = columnsOf(collection).map(
      (name) => column(name) + (name === 'id' ? ' PRIMARY KEY NOT NULL' : ''),
    );
    db.exec(`CREATE TABLE ${table} (${columns.join(', ')}, "doc" TEXT NOT NULL) STRICT`);
  } else {
    for (const name of columnsOf(collection).filter((one) => !present.has(one)))
      db.exec(
        `ALTER TABLE ${table} ADD COLUMN ${column(name)}; UPDATE ${table} SET ${quote(name)} = "doc" ->> '$.${name}'`,
      );
  }
  const existing = existingIndexes(db, collection);
  for (const { name, sql } of indexesOf(collection)) if (!existing.has(name)) db.exec(sql);
}

function existingColumns(db: DatabaseSync, collection: CollectionName): Set<string> {
  return new Set(
    db
      .prepare('SELECT name FROM pragma_table_info(?)')
      .all(collection)
      .map((row) => String(row['name'])),
  );
}

function existingIndexes(db: DatabaseSync, collection: CollectionName): Set<string> {
  const rows = db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL`)
    .all(collection);
  return new Set(rows.map((row) => String(row['name'])));
}
