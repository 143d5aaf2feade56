import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { ParsedQuery, Predicate } from '../conditions.ts';
import type { CollectionName } from '../document-store.ts';
import { toSql } from './writer.ts';

/**
 * Reads over one connection, synchronously: a row costs some microseconds, less than passing it to another
 * thread and back.
 */
export interface SqliteReader {
  document(collection: CollectionName, id: string, scope: string): string | undefined;
  scopeOf(collection: CollectionName, id: string): string | undefined;
  documents(collection: CollectionName, scope: string | undefined, query: ParsedQuery): string[];
  count(
    collection: CollectionName,
    scope: string | undefined,
    predicates: readonly Predicate[],
    max: number,
  ): number;
  /** What SQLite finds to be wrong with the file; empty when nothing is. It reads all of it. */
  check(): string[];
  countBy(
    collection: CollectionName,
    scope: string,
    field: string,
    predicates: readonly Predicate[],
  ): [string, number][];
}

export function createSqliteReader(db: DatabaseSync): SqliteReader {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (!statement) {
      statements.set(sql, (statement = db.prepare(sql)));
      statement.setReturnArrays(true);
    }
    return statement;
  };
  const first = (row: unknown) => (row as unknown[] | undefined)?.[0];

  return {
    document: (collection, id, scope) =>
      first(
        prepare(`SELECT "doc" FROM "${collection}" WHERE "id" = ? AND "instance_id" = ?`).get(id, scope),
      ) as string | undefined,
    scopeOf: (collection, id) =>
      first(prepare(`SELECT "instance_id" FROM "${collection}" WHERE "id" = ?`).get(id)) as
        | string
        | undefined,
    documents: (collection, scope, query) => {
      const { sql, values } = selectSql(collection, scope, query);
      return prepare(sql)
        .all(...values)
        .map((row) => first(row) as string);
    },
    count: (collection, scope, predicates, max) => {
      const { sql, values } = countSql(collection, scope, predicates, max);
      return first(prepare(sql).get(...values)) as number;
    },
    check: () =>
      prepare('PRAGMA quick_check(5)')
        .all()
        .map((row) => String(first(row)))
        .filter((line) => line !== 'ok'),
    countBy: (collection, scope, field, predicates) => {
      const { parts, values } = conditions(scope, predicates);
      const sql = `SELECT "${field}", count(*) FROM "${collection}"${where(parts)} GROUP BY "${field}"`;
      return prepare(sql).all(...values) as unknown as [string, number][];
    },
  };
}

interface Statement {
  sql: string;
  values: SQLInputValue[];
}

export function selectSql(
  collection: CollectionName,
  scope: string | undefined,
  { predicates, orderBy, descending, after, limit }: ParsedQuery,
): Statement {
  const order = orderBy === 'id' ? ['"id"'] : [`"${orderBy}"`, '"id"'];
  const { parts, values } = conditions(scope, predicates);
  if (after) {
    parts.push(`(${order.join(', ')}) ${descending ? '<' : '>'} (${order.map(() => '?').join(', ')})`);
    values.push(...(orderBy === 'id' ? [after.id] : [after.value, after.id]));
  }
  // With a list to look up, the planner would rather walk the whole scope in the order of ids than sort the
  // few rows that are found: the plus hides that order's index from it.
  const found = orderBy === 'id' && predicates.some(({ op }) => op === 'in') ? ['+"id"'] : order;
  const by = found.map((column) => (descending ? `${column} DESC` : column)).join(', ');
  return {
    sql: `SELECT "doc" FROM "${collection}"${where(parts)} ORDER BY ${by} LIMIT ?`,
    values: [...values, limit],
  };
}

export function countSql(
  collection: CollectionName,
  scope: string | undefined,
  predicates: readonly Predicate[],
  max: number,
): Statement {
  const { parts, values } = conditions(scope, predicates);
  // To SQLite a negative limit means no limit.
  const limit = Number.isFinite(max) ? max : -1;
  return {
    sql: `SELECT count(*) FROM (SELECT 1 FROM "${collection}"${where(parts)} LIMIT ?)`,
    values: [...values, limit],
  };
}

const where = (parts: readonly string[]) => (parts.length === 0 ? '' : ` WHERE ${parts.join(' AND ')}`);

function conditions(
  scope: string | undefined,
  predicates: readonly Predicate[],
): { parts: string[]; values: SQLInputValue[] } {
  const parts: string[] = [];
  const values: SQLInputValue[] = [];
  if (scope !== undefined) {
    parts.push('"instance_id" = ?');
    values.push(scope);
  }
  for (const predicate of predicates) {
    const { sql, value } = condition(predicate);
    parts.push(sql);
    if (value !== undefined) values.push(value);
  }
  return { parts, values };
}

const operators = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

function condition(predicate: Predicate): { sql: string; value?: SQLInputValue } {
  const column = `"${predicate.field}"`;
  switch (predicate.op) {
    case 'eq':
      return predicate.value === null
        ? { sql: `${column} IS NULL` }
        : { sql: `${column} = ?`, value: toSql(predicate.value) };
    case 'ne':
      return predicate.value === null
        ? { sql: `${column} IS NOT NULL` }
        : { sql: `${column} IS NOT ?`, value: toSql(predicate.value) };
    case 'in': {
      const [only] = predicate.values;
      if (only !== undefined && predicate.values.length === 1 && !predicate.orNull)
        return { sql: `${column} = ?`, value: toSql(only) };
      // As one parameter, a list of any length needs only one prepared statement.
      const list = `${column} IN (SELECT value FROM json_each(?))`;
      const value = JSON.stringify(predicate.values.map(toSql));
      return { sql: predicate.orNull ? `(${list} OR ${column} IS NULL)` : list, value };
    }
    case 'contains':
      return { sql: `instr(${column}, ?) > 0`, value: predicate.value };
    default:
      return { sql: `${column} ${operators[predicate.op]} ?`, value: predicate.value };
  }
}
