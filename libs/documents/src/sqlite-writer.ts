import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { catalogue } from './catalogue.ts';
import { passes } from './conditions.ts';
import type { CollectionName, Entity, InsertResult } from './document-store.ts';
import { fieldsOf } from './fields.ts';
import { columnsOf, errcodeOf, tableOf } from './sqlite-schema.ts';
import type { ParsedChange } from './writes.ts';

/** Writes as plain data, so that many callers' writes share one commit and may cross to the thread that writes. */
export type Write =
  | { kind: 'insert'; collection: CollectionName; rows: Row[] }
  /** `changes` is the JSON of ParsedChange[]: what a caller handed over can't change while it waits. */
  | { kind: 'update'; collection: CollectionName; scope: string; changes: string }
  | { kind: 'remove'; collection: CollectionName; scope: string; ids: readonly string[] };

export interface Row {
  /** One value per column of the collection, in the order of columnsOf. */
  columns: SQLInputValue[];
  doc: string;
}

/** JSON of the document as it is now; null where none matched; the unique index that was taken. */
export type Updated = string | null | { conflict: string };
export type WriteResult = InsertResult[] | Updated[] | number;

/** What each column of a document holds. */
export function columnValues(collection: CollectionName, document: object): SQLInputValue[] {
  return columnsOf(collection).map((name) => toSql((document as Record<string, unknown>)[name]));
}

export const toSql = (value: unknown): SQLInputValue =>
  typeof value === 'boolean' ? Number(value) : ((value ?? null) as SQLInputValue);

const CONSTRAINT_UNIQUE = 2067;

/**
 * Carries out writes over one connection: all of a call in one transaction and one commit, each succeeding or failing on its own.
 * Throws when the transaction as a whole could not be committed; then none of them happened.
 */
export function createSqliteWriter(db: DatabaseSync): (writes: readonly Write[]) => WriteResult[] {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (!statement) statements.set(sql, (statement = db.prepare(sql)));
    return statement;
  };

  function insert({ collection, rows }: Write & { kind: 'insert' }): InsertResult[] {
    const names = columnsOf(collection);
    const insertOne = prepare(
      `INSERT INTO ${tableOf(collection)} (${names.map((name) => `"${name}"`).join(', ')}, "doc")
       VALUES (${'?, '.repeat(names.length)}?) ON CONFLICT DO NOTHING`,
    );
    return rows.map(({ columns, doc }) =>
      insertOne.run(...columns, doc).changes === 1 ? 'inserted' : { conflict: takenBy(collection, columns) },
    );
  }

  /** Which place another document holds: `id`, or the name of a unique index. */
  function takenBy(collection: CollectionName, columns: readonly SQLInputValue[], ownId = ''): string {
    const names = columnsOf(collection);
    const unique = Object.entries(catalogue[collection].unique).map(
      ([name, fields]) => [name, ['instance_id', ...fields]] as const,
    );
    for (const [index, fields] of [['id', ['id']] as const, ...unique]) {
      const test = fields.map((name) => `"${name}" = ?`).join(' AND ');
      const values = fields.map((name) => columns[names.indexOf(name)] ?? null);
      if (prepare(`SELECT 1 FROM ${tableOf(collection)} WHERE ${test} AND "id" <> ?`).get(...values, ownId))
        return index;
    }
    throw new Error(`A write to ${collection} was refused by no index of the catalogue`);
  }

  function update({ collection, scope, changes }: Write & { kind: 'update' }): Updated[] {
    return (JSON.parse(changes) as ParsedChange[]).map((change) => updateOne(collection, scope, change));
  }

  function updateOne(collection: CollectionName, scope: string, change: ParsedChange): Updated {
    const { id, tests, set, inc } = change;
    const table = tableOf(collection);
    const found = prepare(`SELECT "doc" FROM ${table} WHERE "id" = ? AND "instance_id" = ?`).get(id, scope);
    if (!found) return null;
    const document = JSON.parse(found['doc'] as string) as Entity & Record<string, unknown>;
    if (!passes(document, tests)) return null;
    const next: Record<string, unknown> = { ...document, ...set };
    for (const [name, by] of Object.entries(inc)) next[name] = Number(document[name] ?? 0) + by;
    const doc = JSON.stringify(next);
    // Only the columns that change: the indexes over the others stay untouched.
    const { declared } = fieldsOf(collection);
    const changed = [...Object.keys(set), ...Object.keys(inc)].filter((name) => declared.has(name)).sort();
    const assignments = changed.map((name) => `"${name}" = ?, `).join('');
    try {
      prepare(`UPDATE ${table} SET ${assignments}"doc" = ? WHERE "id" = ?`).run(
        ...changed.map((name) => toSql(next[name])),
        doc,
        id,
      );
    } catch (error) {
      if (errcodeOf(error) !== CONSTRAINT_UNIQUE) throw error;
      return { conflict: takenBy(collection, columnValues(collection, next), id) };
    }
    return doc;
  }

  function remove({ collection, scope, ids }: Write & { kind: 'remove' }): number {
    const removeOne = prepare(`DELETE FROM ${tableOf(collection)} WHERE "id" = ? AND "instance_id" = ?`);
    return ids.reduce((count, id) => count + Number(removeOne.run(id, scope).changes), 0);
  }

  const carryOut = (write: Write): WriteResult => {
    if (write.kind === 'insert') return insert(write);
    return write.kind === 'update' ? update(write) : remove(write);
  };

  return (writes) => {
    db.exec('BEGIN IMMEDIATE');
    try {
      const results = writes.map(carryOut);
      db.exec('COMMIT');
      return results;
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  };
}
