import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { passes } from '../conditions.ts';
import type { CollectionName, Entity, InsertResult } from '../document-store.ts';
import { errcodeOf } from './connection.ts';
import type { ParsedChange } from '../writes.ts';

/**
 * Writes as plain data, so that the writes of many callers can be sent to the writer thread and share one
 * commit.
 */
export type Write =
  | { kind: 'insert'; collection: CollectionName; rows: readonly Row[] }
  /** `changes` is the JSON of ParsedChange[], so that later changes by the caller have no effect. */
  | { kind: 'update'; collection: CollectionName; scope: string; changes: string }
  | { kind: 'remove'; collection: CollectionName; scope: string; ids: readonly string[] }
  /** Rewrites one page of the file with its present content, to test whether the disk accepts writes. */
  | { kind: 'touch' }
  | { kind: 'compact' };

interface Row {
  /** One value per column of the collection. */
  columns: readonly SQLInputValue[];
  doc: string;
}

/**
 * The JSON of the document after the write; null where none matched; or the unique index whose place was
 * taken.
 */
export type Updated = string | null | { conflict: string };
export type WriteResult = InsertResult[] | Updated[] | number;

/**
 * Columns of each collection, and the places that only one document can take: its id, and each unique index.
 */
export type Tables = {
  readonly [C in CollectionName]: {
    readonly columns: readonly string[];
    readonly places: readonly (readonly [name: string, columns: readonly string[]])[];
  };
};

const CONSTRAINT_UNIQUE = 2067;

export const toSql = (value: unknown): SQLInputValue =>
  typeof value === 'boolean' ? Number(value) : ((value ?? null) as SQLInputValue);

/** The values of a document's columns. */
export const columnValues = (columns: readonly string[], document: object): SQLInputValue[] =>
  columns.map((name) => toSql((document as Record<string, unknown>)[name]));

/**
 * Carries out writes over one connection: all writes of a call in one transaction, each with its own match or
 * conflict. Throws when the transaction as a whole could not be committed; then none of them happened.
 */
export function createSqliteWriter(
  db: DatabaseSync,
  tables: Tables,
): (writes: readonly Write[]) => WriteResult[] {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (!statement) statements.set(sql, (statement = db.prepare(sql)));
    return statement;
  };

  function insert({ collection, rows }: Write & { kind: 'insert' }): InsertResult[] {
    const { columns } = tables[collection];
    const names = columns.map((name) => `"${name}", `).join('');
    const insertOne = prepare(
      `INSERT INTO "${collection}" (${names}"doc") VALUES (${'?, '.repeat(columns.length)}?) ON CONFLICT DO NOTHING`,
    );
    return rows.map((row) =>
      insertOne.run(...row.columns, row.doc).changes === 1
        ? 'inserted'
        : { conflict: takenPlace(collection, row.columns) },
    );
  }

  /** The first place among these values that a document other than `ownId` takes. */
  function takenPlace(collection: CollectionName, values: readonly SQLInputValue[], ownId = ''): string {
    const { columns, places } = tables[collection];
    for (const [name, fields] of places) {
      const test = fields.map((field) => `"${field}" = ?`).join(' AND ');
      const place = fields.map((field) => values[columns.indexOf(field)] ?? null);
      if (prepare(`SELECT 1 FROM "${collection}" WHERE ${test} AND "id" <> ?`).get(...place, ownId))
        return name;
    }
    throw new Error(`A write to ${collection} was refused, but by no index of the catalogue`);
  }

  function updateOne(collection: CollectionName, scope: string, change: ParsedChange): Updated {
    const { id, predicates, set, inc } = change;
    const { columns } = tables[collection];
    const found = prepare(`SELECT "doc" FROM "${collection}" WHERE "id" = ? AND "instance_id" = ?`).get(
      id,
      scope,
    );
    if (!found) return null;
    const document = JSON.parse(found['doc'] as string) as Entity & Record<string, unknown>;
    if (!passes(document, predicates)) return null;
    const next: Record<string, unknown> = { ...document, ...set };
    for (const [name, by] of Object.entries(inc)) next[name] = Number(document[name] ?? 0) + by;
    const doc = JSON.stringify(next);
    // Only the columns that change, so that the indexes over the others stay untouched.
    const changed = columns.filter((name) => name in set || name in inc);
    const assignments = changed.map((name) => `"${name}" = ?, `).join('');
    const updateOne = prepare(`UPDATE "${collection}" SET ${assignments}"doc" = ? WHERE "id" = ?`);
    try {
      updateOne.run(...columnValues(changed, next), doc, id);
    } catch (error) {
      if (errcodeOf(error) !== CONSTRAINT_UNIQUE) throw error;
      return { conflict: takenPlace(collection, columnValues(columns, next), id) };
    }
    return doc;
  }

  function remove({ collection, scope, ids }: Write & { kind: 'remove' }): number {
    const removeOne = prepare(`DELETE FROM "${collection}" WHERE "id" = ? AND "instance_id" = ?`);
    return ids.reduce((count, id) => count + Number(removeOne.run(id, scope).changes), 0);
  }

  function touch(): number {
    const { user_version: version } = prepare('PRAGMA user_version').get() as { user_version: number };
    db.exec(`PRAGMA user_version=${version}`);
    return 0;
  }

  function carryOut(write: Write): WriteResult {
    switch (write.kind) {
      case 'insert':
        return insert(write);
      case 'update':
        return (JSON.parse(write.changes) as ParsedChange[]).map((change) =>
          updateOne(write.collection, write.scope, change),
        );
      case 'remove':
        return remove(write);
      case 'touch':
        return touch();
      case 'compact':
        // Done after the commit, outside of the transaction.
        return 0;
    }
  }

  return (writes) => {
    db.exec('BEGIN IMMEDIATE');
    let results: WriteResult[];
    try {
      results = writes.map(carryOut);
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
    // Deleted content is overwritten in the file's pages, but stays in the log until that is emptied.
    if (writes.some(({ kind }) => kind === 'compact')) {
      const { busy } = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
      if (busy) results = results.map((result, i) => (writes[i]?.kind === 'compact' ? 1 : result));
    }
    return results;
  };
}
