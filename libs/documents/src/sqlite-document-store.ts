import path from 'node:path';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { AppError } from '@persona/contracts';
import { catalogue } from './catalogue.ts';
import { checkSweep, parseFilter, parseQuery, type ParsedQuery, type Test } from './conditions.ts';
import type { Collection, CollectionName, DocumentStore, Entity, InsertResult } from './document-store.ts';
import { fieldsOf } from './fields.ts';
import { openConnection, prepareFile, tableOf } from './sqlite-schema.ts';
import {
  columnValues,
  createSqliteWriter,
  toSql,
  type Updated,
  type Write,
  type WriteResult,
} from './sqlite-writer.ts';
import { checkDocument, parseChange } from './writes.ts';

/**
 * The document store in one SQLite file, which any number of processes may share. Reads are done on the spot; writes that are asked for in
 * one turn of the event loop share one commit. Throws a StartupError when the file can't be kept there.
 */
export function createSqliteDocumentStore({ file }: { file: string }): DocumentStore {
  prepareFile(path.resolve(file));
  const reader = openConnection(file, true);
  const writer = openConnection(file, false);
  const write = createGroupCommit(createSqliteWriter(writer));
  const read = createReader(reader);
  let open = true;

  const guard = () => {
    if (!open) throw notReady('The document store is closed.');
  };
  const collections = Object.fromEntries(
    (Object.keys(catalogue) as CollectionName[]).map((name) => [
      name,
      createCollection(name, read, write, guard),
    ]),
  ) as unknown as { [N in CollectionName]: DocumentStore[N] };

  return {
    ...collections,
    async ready() {
      guard();
      await write({ kind: 'remove', collection: 'settings', scope: '', ids: [] });
    },
    async close() {
      if (!open) return;
      open = false;
      await write.idle();
      reader.close();
      writer.close();
    },
  };
}

interface Writer {
  (write: Write): Promise<WriteResult>;
  idle(): Promise<void>;
}

/** Gathers what is asked for in one turn of the event loop into one commit: the price of a write is the disk's flush, not the statement. */
function createGroupCommit(commit: (writes: readonly Write[]) => WriteResult[]): Writer {
  let waiting: { write: Write; resolve: (result: WriteResult) => void; reject: (error: unknown) => void }[] =
    [];
  let flushed = Promise.resolve();

  const flush = () => {
    const group = waiting;
    waiting = [];
    try {
      const results = commit(group.map(({ write }) => write));
      group.forEach(({ resolve }, i) => resolve(results[i] as WriteResult));
    } catch (error) {
      for (const { reject } of group) reject(toStoreError(error));
    }
  };
  const write = (one: Write) =>
    new Promise<WriteResult>((resolve, reject) => {
      if (waiting.length === 0) {
        flushed = new Promise((done) => {
          setImmediate(() => {
            flush();
            done();
          });
        });
      }
      waiting.push({ write: one, resolve, reject });
    });
  return Object.assign(write, { idle: () => flushed });
}

interface Reader {
  document(collection: CollectionName, id: string, scope: string): string | undefined;
  scopeOf(collection: CollectionName, id: string): string | undefined;
  documents(collection: CollectionName, scope: string | undefined, query: ParsedQuery): string[];
  count(
    collection: CollectionName,
    scope: string | undefined,
    tests: readonly Test[],
    atMost: number,
  ): number;
}

function createReader(db: DatabaseSync): Reader {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (!statement) {
      statements.set(sql, (statement = db.prepare(sql)));
      statement.setReturnArrays(true);
    }
    return statement;
  };
  const firstOf = (row: unknown) => (row as unknown[] | undefined)?.[0];
  const orNotReady =
    <A extends unknown[], R>(read: (...args: A) => R) =>
    (...args: A): R => {
      try {
        return read(...args);
      } catch (error) {
        throw toStoreError(error);
      }
    };

  return {
    document: orNotReady((collection, id, scope) => {
      const sql = `SELECT "doc" FROM ${tableOf(collection)} WHERE "id" = ? AND "instance_id" = ?`;
      return firstOf(prepare(sql).get(id, scope)) as string | undefined;
    }),
    scopeOf: orNotReady(
      (collection, id) =>
        firstOf(prepare(`SELECT "instance_id" FROM ${tableOf(collection)} WHERE "id" = ?`).get(id)) as
          | string
          | undefined,
    ),
    documents: orNotReady((collection, scope, query) => {
      const { sql, values } = selectSql(collection, scope, query);
      return prepare(sql)
        .all(...values)
        .map((row) => firstOf(row) as string);
    }),
    count: orNotReady((collection, scope, tests, atMost) => {
      const { sql, values } = whereSql(scope, tests);
      const rows = `SELECT 1 FROM ${tableOf(collection)} ${sql} LIMIT ?`;
      return firstOf(
        prepare(`SELECT count(*) FROM (${rows})`).get(...values, Number.isFinite(atMost) ? atMost : -1),
      ) as number;
    }),
  };
}

/** The SELECT of a query; exported for the test that holds its plans against the indexes. */
export function selectSql(
  collection: CollectionName,
  scope: string | undefined,
  { tests, orderBy, descending, after, limit }: ParsedQuery,
): { sql: string; values: SQLInputValue[] } {
  const where = whereSql(scope, tests);
  const order = orderBy === 'id' ? ['"id"'] : [`"${orderBy}"`, '"id"'];
  let place = '';
  if (after) {
    const values = orderBy === 'id' ? [after.id] : [after.value, after.id];
    place = `${where.sql === '' ? 'WHERE' : ' AND'} (${order.join(', ')}) ${descending ? '<' : '>'} (${values.map(() => '?').join(', ')})`;
    where.values.push(...values);
  }
  const direction = descending ? ' DESC' : '';
  const by = order.map((column) => column + direction).join(', ');
  return {
    sql: `SELECT "doc" FROM ${tableOf(collection)} ${where.sql}${place} ORDER BY ${by} LIMIT ?`,
    values: [...where.values, limit],
  };
}

function whereSql(
  scope: string | undefined,
  tests: readonly Test[],
): { sql: string; values: SQLInputValue[] } {
  const parts = scope === undefined ? [] : ['"instance_id" = ?'];
  const values: SQLInputValue[] = scope === undefined ? [] : [scope];
  for (const test of tests) {
    const { sql, value } = testSql(test);
    parts.push(sql);
    if (value !== undefined) values.push(value);
  }
  return { sql: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values };
}

const operators = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

function testSql(test: Test): { sql: string; value?: SQLInputValue } {
  const column = `"${test.field}"`;
  switch (test.op) {
    case 'eq':
      return test.value === null
        ? { sql: `${column} IS NULL` }
        : { sql: `${column} = ?`, value: toSql(test.value) };
    case 'ne':
      return test.value === null
        ? { sql: `${column} IS NOT NULL` }
        : { sql: `${column} IS NOT ?`, value: toSql(test.value) };
    case 'in': {
      // As one JSON parameter, a list of any length is one prepared statement.
      const list = `${column} IN (SELECT value FROM json_each(?))`;
      const value = JSON.stringify(test.values.map(toSql));
      return { sql: test.orNull ? `(${list} OR ${column} IS NULL)` : list, value };
    }
    case 'contains':
      return { sql: `instr(${column}, ?) > 0`, value: test.value };
    default:
      return { sql: `${column} ${operators[test.op]} ?`, value: test.value };
  }
}

function createCollection<T extends Entity>(
  name: CollectionName,
  read: Reader,
  write: Writer,
  guard: () => void,
): Collection<T> {
  const fields = fieldsOf(name);
  const parse = (doc: string) => JSON.parse(doc) as T;

  return {
    async get(scope, id) {
      guard();
      const doc = read.document(name, id, scope);
      return doc === undefined ? null : parse(doc);
    },
    async getMany(scope, ids) {
      guard();
      return ids.flatMap((id) => {
        const doc = read.document(name, id, scope);
        return doc === undefined ? [] : [parse(doc)];
      });
    },
    async locate(id) {
      guard();
      return read.scopeOf(name, id) ?? null;
    },
    async insert(scope, documents) {
      guard();
      for (const document of documents) checkDocument(fields, scope, document);
      if (documents.length === 0) return [];
      const rows = documents.map((document) => ({
        columns: columnValues(name, document),
        doc: JSON.stringify(document),
      }));
      return (await write({ kind: 'insert', collection: name, rows })) as InsertResult[];
    },
    async update(scope, id, change) {
      const [updated] = await this.updateMany(scope, [{ ...change, id }]);
      return updated ?? null;
    },
    async updateMany(scope, changes) {
      guard();
      const parsed = changes.map(({ id, ...change }) => parseChange<T>(fields, id, change));
      if (parsed.length === 0) return [];
      const results = (await write({
        kind: 'update',
        collection: name,
        scope,
        changes: JSON.stringify(parsed),
      })) as Updated[];
      return results.map((result, i) => {
        if (typeof result === 'object' && result !== null) throw taken(parsed[i]?.id ?? '', result.conflict);
        return result === null ? null : parse(result);
      });
    },
    async find(scope, query) {
      guard();
      return read.documents(name, scope, parseQuery(fields, query)).map(parse);
    },
    async count(scope, where, atMost = Infinity) {
      guard();
      return read.count(name, scope, parseFilter(fields, where), atMost);
    },
    async remove(scope, ids) {
      guard();
      if (ids.length === 0) return 0;
      return (await write({ kind: 'remove', collection: name, scope, ids: [...ids] })) as number;
    },
    acrossScopes: {
      async find(query) {
        guard();
        return read.documents(name, undefined, parseQuery(fields, query, true)).map(parse);
      },
      async count(where, atMost = Infinity) {
        guard();
        const tests = parseFilter(fields, where);
        checkSweep(fields, tests);
        return read.count(name, undefined, tests, atMost);
      },
    },
  };
}

const taken = (id: string, index: string) =>
  new AppError('version_conflict', `Another document already has the ${index} that ${id} was to get.`, {
    param: index,
  });

const notReady = (message: string, cause?: unknown) => new AppError('not_ready', message, { cause });

/** Faults of the file, the disk and the lock are faults that pass; anything else is a mistake of ours. */
function toStoreError(error: unknown): unknown {
  if ((error as { code?: string }).code !== 'ERR_SQLITE_ERROR') return error;
  return notReady('The document store can not read or write at the moment. Try again.', error);
}
