import path from 'node:path';
import { StoreDamagedError } from '@persona/contracts';
import type { CollectionName, Collection, DocumentStore, Entity, InsertResult } from '../document-store.ts';
import { checkSweep, parseFilter, parseGroup, parseQuery } from '../conditions.ts';
import { fieldsOf } from '../fields.ts';
import { LOCK_TIMEOUT_MS, openConnection } from './connection.ts';
import { createSqliteReader, type SqliteReader } from './reader.ts';
import { collections, columnsOf, prepareFile, tables } from './schema.ts';
import { createWriteQueue, toStoreError } from './write-queue.ts';
import { columnValues, type Updated, type Write, type WriteResult } from './writer.ts';
import { placeTaken, storeDamaged, storeNotReady } from '../store-errors.ts';
import { createAuditAppender } from '../audit-appender.ts';
import { checkDocument, parseChange } from '../writes.ts';

export interface SqliteDocumentStoreOptions {
  file: string;
  /** How long a write waits for another process's commit before it rejects with `not_ready`. */
  lockTimeoutMs?: number;
  /** Called once, when the file is found to be damaged. */
  onDamage?: ((damage: { file: string; cause: unknown }) => void) | undefined;
}

/**
 * The document store in one SQLite file, which any number of processes may share. Reads are synchronous;
 * writes go to a thread, where all that wait share one commit. Throws a StartupError when the file can't be
 * used.
 */
export function createSqliteDocumentStore(options: SqliteDocumentStoreOptions): DocumentStore {
  const file = path.resolve(options.file);
  prepareFile(file);
  const connection = openConnection(file, 'read');
  const reader = createSqliteReader(connection);
  const queue = createWriteQueue({
    file,
    lockTimeoutMs: options.lockTimeoutMs ?? LOCK_TIMEOUT_MS,
    tables: tables(),
  });
  let closed: Promise<void> | undefined;
  let damage: StoreDamagedError | undefined;
  const noteDamage = (error: unknown): void => {
    if (!(error instanceof StoreDamagedError) || damage) return;
    damage = error;
    options.onDamage?.({ file, cause: error.cause });
  };

  const access: Access = {
    read: (read) => {
      if (closed) throw storeNotReady();
      try {
        return read(reader);
      } catch (error) {
        const translated = toStoreError(error);
        noteDamage(translated);
        throw translated;
      }
    },
    write: (write) => {
      if (closed) throw storeNotReady();
      const written = queue.write(write);
      written.catch(noteDamage);
      return written;
    },
  };

  const created = Object.fromEntries(
    collections.map((one) => [one, createCollection(one, access)]),
  ) as unknown as { [N in CollectionName]: DocumentStore[N] };

  return {
    ...created,
    appendAudit: createAuditAppender(created.auditBlocks),
    async ready() {
      if (damage) throw damage;
      access.read((reader) => reader.scopeOf('settings', ''));
      await access.write({ kind: 'touch' });
    },
    async verify() {
      return access.read((reader) => reader.check());
    },
    async compact() {
      if ((await access.write({ kind: 'compact' })) !== 0) throw storeNotReady();
    },
    close() {
      closed ??= (async () => {
        // The writing connection closes last, because only the last one empties the log into the file, and
        // one that reads can't: before the thread is told to close, which it may do at once.
        connection.close();
        await queue.close();
      })();
      return closed;
    },
  };
}

interface Access {
  read<R>(read: (reader: SqliteReader) => R): R;
  write(write: Write): Promise<WriteResult>;
}

function createCollection<T extends Entity>(name: CollectionName, { read, write }: Access): Collection<T> {
  const fields = fieldsOf(name);
  const parse = (doc: string): T => {
    try {
      return JSON.parse(doc) as T;
    } catch (cause) {
      // Through `read`, so that the damage is noted.
      return read(() => {
        throw storeDamaged(cause);
      });
    }
  };
  const parsed = (doc: string | undefined) => (doc === undefined ? [] : [parse(doc)]);

  const collection: Collection<T> = {
    async get(scope, id) {
      return parsed(read((reader) => reader.document(name, id, scope)))[0] ?? null;
    },
    async getMany(scope, ids) {
      return read((reader) => ids.flatMap((id) => parsed(reader.document(name, id, scope))));
    },
    async locate(id) {
      return read((reader) => reader.scopeOf(name, id)) ?? null;
    },
    async insert(scope, documents) {
      for (const document of documents) checkDocument(fields, scope, document);
      if (documents.length === 0) return [];
      const columns = columnsOf(name);
      const rows = documents.map((document) => ({
        columns: columnValues(columns, document),
        doc: JSON.stringify(document),
      }));
      return (await write({ kind: 'insert', collection: name, rows })) as InsertResult[];
    },
    async update(scope, id, change) {
      const [updated] = await collection.updateMany(scope, [{ ...change, id }]);
      return updated ?? null;
    },
    async updateMany(scope, changes) {
      const all = changes.map(({ id, ...change }) => parseChange<T>(fields, id, change));
      if (all.length === 0) return [];
      const results = await write({ kind: 'update', collection: name, scope, changes: JSON.stringify(all) });
      return (results as Updated[]).map((result, i) => {
        if (typeof result === 'object' && result !== null)
          throw placeTaken(all[i]?.id ?? '', result.conflict);
        return result === null ? null : parse(result);
      });
    },
    async applyMany(scope, changes) {
      return (await collection.updateMany(scope, changes)).map((changed) => changed !== null);
    },
    async countBy(scope, field, where) {
      const group = parseGroup(fields, field);
      const tests = parseFilter(fields, where);
      return new Map(read((reader) => reader.countBy(name, scope, group, tests)));
    },
    async find(scope, query) {
      const checked = parseQuery(fields, query);
      return read((reader) => reader.documents(name, scope, checked)).map(parse);
    },
    async count(scope, where, max = Infinity) {
      const tests = parseFilter(fields, where);
      return read((reader) => reader.count(name, scope, tests, max));
    },
    async remove(scope, ids) {
      if (ids.length === 0) return 0;
      return (await write({ kind: 'remove', collection: name, scope, ids: [...ids] })) as number;
    },
    acrossScopes: {
      async find(query) {
        const checked = parseQuery(fields, query, true);
        return read((reader) => reader.documents(name, undefined, checked)).map(parse);
      },
      async count(where, max = Infinity) {
        const tests = parseFilter(fields, where);
        checkSweep(fields, tests);
        return read((reader) => reader.count(name, undefined, tests, max));
      },
    },
  };
  return collection;
}
