import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as othersTurn, setTimeout as sleep } from 'node:timers/promises';
import { AppError, type Scope } from '@persona/contracts';
import { checkVectors } from '../dense/encoding.ts';
import type { SearchIndex } from '../search-index.ts';
import { embedQuery, facetFilters, find } from './find.ts';
import { FORMAT } from './page-codec.ts';
import { formatOf, openFile, prepareFile, sweepLog, unlinkFile, write } from './persona-file.ts';
import {
  advance,
  bytesOf,
  type Connection,
  connectionOf,
  createPersona,
  forget,
  type Persona,
} from './persona.ts';
import { readPage } from './read-pages.ts';
import {
  addVectors,
  advanceVectors,
  activateVectorSpace,
  searchedBy,
  settleSpace,
  statsOf,
  vectorsOf,
  withoutVector,
} from './vectors.ts';
import { deletePage, insertPage } from './write-pages.ts';

export interface SqliteSearchIndexOptions {
  /** Where the files are, one an instance. Made when it is missing. */
  folder: string;
  /** Bytes of terms and vectors kept in memory, over all instances; one that is in use stays whatever its size. 512 MB when not given. */
  memory?: number;
  /** Files kept open at most. */
  files?: number;
  /** Milliseconds after which an unused file is closed. */
  idle?: number;
}

/** Pages written in one transaction, and read before others get their turn; and vectors. */
const SLICE = 64;
const VECTORS = 2_000;
const HOUSEKEEPING = 1_000;
/** The first SQLite without the WAL-reset bug. */
const OLDEST_SQLITE = '3.51.3';

/**
 * A search index in files, one an instance, that several processes may use at once. A file holds the encoded pages; ranking
 * happens in memory on what this process has read of it, brought up to date before every search.
 */
export function createSqliteSearchIndex({
  folder,
  memory = 512 * 2 ** 20,
  files = 64,
  idle = 30_000,
}: SqliteSearchIndexOptions): SearchIndex {
  const personas = new Map<string, Persona>();
  const active = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  let turns = 0;

  const connect = async (persona: Persona, create: boolean): Promise<Connection | undefined> => {
    if (persona.connection) return persona.connection;
    if (!persona.opening) {
      persona.opening = (async () => {
        if (create) await mkdir(folder, { recursive: true });
        const db = await openFile(persona.file, create);
        persona.connection = db && connectionOf(db);
        return persona.connection;
      })().finally(() => (persona.opening = undefined));
    }
    const connection = await persona.opening;
    // Somebody who only looks may have opened first, and found nothing.
    return connection ?? (create ? connect(persona, true) : undefined);
  };

  /** Runs `work` with the instance's file; without `create`, `otherwise` when there is none. */
  const use = <T>(
    scope: Scope,
    create: boolean,
    otherwise: T,
    work: (persona: Persona, connection: Connection) => Promise<T>,
  ): Promise<T> => {
    if (closing) return Promise.reject(new AppError('not_ready', 'The search index is closed.'));
    const run = async (): Promise<T> => {
      const persona = personas.get(scope) ?? createPersona(folder, scope);
      personas.set(scope, persona);
      persona.busy++;
      persona.turn = ++turns;
      persona.usedAt = Date.now();
      try {
        const connection = await connect(persona, create);
        return connection ? await work(persona, connection) : otherwise;
      } catch (error) {
        throw translate(error);
      } finally {
        persona.busy--;
      }
    };
    const promise = run();
    active.add(promise);
    const settled = (): void => void active.delete(promise);
    promise.then(settled, settled);
    return promise;
  };

  /** Removes page versions by key, in transactions that others fit between. */
  const removeKeys = async (
    persona: Persona,
    connection: Connection,
    keys: readonly number[],
  ): Promise<void> => {
    for (let from = 0; from < keys.length; from += SLICE) {
      if (from > 0) await othersTurn();
      write(connection.db, () => {
        for (const key of keys.slice(from, from + SLICE)) deletePage(connection, key);
      });
      persona.unswept = true;
    }
  };

  /** Empties the log, so that no deleted byte is left on disk; waits a little for readers of other processes. */
  const sweep = async (persona: Persona, { db }: Connection): Promise<boolean> => {
    for (let attempt = 0; attempt < 20; attempt++) {
      if (sweepLog(db)) {
        persona.unswept = false;
        return true;
      }
      await sleep(25);
    }
    return false;
  };

  const disconnect = (persona: Persona): void => {
    persona.connection?.db.close();
    persona.connection = undefined;
  };

  const unlink = (persona: Persona, { db }: Connection): boolean => {
    persona.connection = undefined;
    persona.removed = !unlinkFile(db, persona.file);
    forget(persona);
    return !persona.removed;
  };

  const housekeeping = setInterval(() => {
    const now = Date.now();
    const rested = personas
      .values()
      .filter(({ busy }) => busy === 0)
      .toArray();
    const byAge = rested.toSorted((a, b) => a.turn - b.turn);
    const open = byAge.filter(({ connection }) => connection);
    for (const [index, persona] of open.entries()) {
      try {
        if (persona.unswept && persona.connection && sweepLog(persona.connection.db)) persona.unswept = false;
        if (now - persona.usedAt > idle || open.length - index > files) disconnect(persona);
      } catch {
        // The next use tells the caller what is wrong with the file.
        disconnect(persona);
      }
    }
    let held = personas.values().reduce((sum, persona) => sum + bytesOf(persona), 0);
    for (const persona of byAge) {
      if (held <= memory) break;
      held -= bytesOf(persona);
      forget(persona);
    }
    for (const persona of rested) {
      if (persona.removed) void retryUnlink(persona.scope);
      else if (!persona.connection && persona.terms.pages.count === 0) personas.delete(persona.scope);
    }
  }, HOUSEKEEPING);
  housekeeping.unref();

  /** Deletes the file of a removed instance once nobody else is at it, unless somebody has put pages into it since. */
  const unlinkRemoved = (persona: Persona, connection: Connection): void => {
    const refilled =
      formatOf(connection.db) === FORMAT && connection.prepare('SELECT 1 FROM page LIMIT 1').get();
    if (refilled) persona.removed = false;
    else unlink(persona, connection);
  };

  const retryUnlink = (scope: Scope): Promise<void> =>
    use(scope, false, undefined, async (persona, connection) => unlinkRemoved(persona, connection)).catch(
      () => undefined,
    );

  return {
    put: (scope, pages) =>
      use(scope, true, undefined, async (persona, connection) => {
        persona.removed = false;
        for (const { vectors, passages } of pages)
          if (vectors) checkVectors(vectors.space, vectors.values, passages.length);
        for (let from = 0; from < pages.length; from += SLICE) {
          if (from > 0) await othersTurn();
          write(connection.db, () => {
            prepareFile(connection.db);
            settleSpace(connection, pages);
            for (const page of pages.slice(from, from + SLICE))
              if (insertPage(connection, page)) persona.unswept = true;
          });
        }
      }),

    removeVersions: (scope, versions) =>
      use(scope, false, undefined, async (persona, connection) => {
        if (formatOf(connection.db) !== FORMAT) return;
        const find = connection.prepare('SELECT key FROM page WHERE page_id = ? AND version = ?');
        const keys = versions.flatMap(({ page_id, version }) =>
          find.all(page_id, version).map(({ key }) => Number(key)),
        );
        await removeKeys(persona, connection, keys);
      }),

    removePages: (scope, pageIds) =>
      use(scope, false, undefined, async (persona, connection) => {
        if (formatOf(connection.db) !== FORMAT) return;
        const find = connection.prepare('SELECT key FROM page WHERE page_id = ?');
        await removeKeys(
          persona,
          connection,
          pageIds.flatMap((pageId) => find.all(pageId).map(({ key }) => Number(key))),
        );
        // Housekeeping goes on with it when a reader stays in the way.
        await sweep(persona, connection);
      }),

    removeInstance: (scope) =>
      use(scope, false, undefined, async (persona, connection) => {
        if (persona.busy === 1 && unlink(persona, connection)) return;
        // Another process, or another call in this one, is at the file: take everything out of it.
        const rest = await connect(persona, false);
        if (!rest) return;
        persona.removed = true;
        if (formatOf(rest.db) === FORMAT)
          await removeKeys(
            persona,
            rest,
            rest
              .prepare('SELECT key FROM page')
              .all()
              .map(({ key }) => Number(key)),
          );
        else write(rest.db, () => prepareFile(rest.db));
        if (!(await sweep(persona, rest)))
          throw new AppError(
            'not_ready',
            'The search index of the instance is being read. Remove it again in a moment.',
          );
      }),

    search: (scope, request) =>
      use(scope, false, [], async (persona, connection) => {
        const filters = facetFilters(request.filters);
        if (formatOf(connection.db) !== FORMAT || request.query.trim() === '') return [];
        const vector = await embedQuery(searchedBy(connection), request);
        if (formatOf(connection.db) !== FORMAT) return [];
        for (;;) {
          const hits = reading(connection, () =>
            advance(persona, connection, SLICE) &&
            (!vector || advanceVectors(persona, connection, vector.space, VECTORS))
              ? find(persona, connection, request, filters, vector?.value)
              : undefined,
          );
          if (hits) return hits;
          await othersTurn();
        }
      }),

    versions: (scope, { after, limit }) =>
      use(scope, false, [], async (_persona, { db, prepare }) => {
        if (formatOf(db) !== FORMAT) return [];
        return prepare(
          'SELECT page_id, version, passages FROM page WHERE (page_id, version) > (?, ?) ORDER BY page_id, version LIMIT ?',
        )
          .all(after?.page_id ?? '', after?.version ?? -1, limit)
          .map(({ page_id, version, passages }) => ({
            page_id: String(page_id),
            version: Number(version),
            passages: Number(passages),
          }));
      }),

    stats: (scope) =>
      use(scope, false, { pages: 0, passages: 0, languages: {} }, async (_persona, { db, prepare }) => {
        if (formatOf(db) !== FORMAT) return { pages: 0, passages: 0, languages: {} };
        const totals = prepare(
          'SELECT count(*) AS pages, ifnull(sum(passages), 0) AS passages FROM page',
        ).get();
        const languages = prepare(
          'SELECT each.key AS language, sum(each.value) AS passages FROM page, json_each(page.languages) AS each GROUP BY each.key',
        ).all();
        return {
          pages: Number(totals?.['pages']),
          passages: Number(totals?.['passages']),
          languages: Object.fromEntries(
            languages.map(({ language, passages }) => [String(language), Number(passages)]),
          ),
        };
      }),

    read: (scope, versions) =>
      use(scope, false, [], async (_persona, connection) => {
        if (formatOf(connection.db) !== FORMAT) return [];
        const pages = [];
        for (const version of versions) {
          const page = reading(connection, () => readPage(connection, version));
          if (page) pages.push(page);
          await othersTurn();
        }
        return pages;
      }),

    vectors: (scope, space, hashes) =>
      use(scope, false, new Map(), async (_persona, connection) =>
        formatOf(connection.db) === FORMAT ? vectorsOf(connection, space, hashes) : new Map(),
      ),

    vectorStats: (scope, space) =>
      use(scope, false, { space: null, passages: 0, missing: 0 }, async (_persona, connection) =>
        formatOf(connection.db) === FORMAT
          ? reading(connection, () => statsOf(connection, space))
          : { space: null, passages: 0, missing: 0 },
      ),

    withoutVector: (scope, space, limit) =>
      use(scope, false, [], async (_persona, connection) =>
        formatOf(connection.db) === FORMAT ? withoutVector(connection, scope, space, limit) : [],
      ),

    addVectors: (scope, space, passages, values) =>
      use(scope, false, undefined, async (_persona, connection) => {
        checkVectors(space, values, passages.length);
        if (formatOf(connection.db) === FORMAT)
          write(connection.db, () => addVectors(connection, space, passages, values));
      }),

    activateVectorSpace: (scope, space) =>
      use(scope, false, undefined, async (persona, connection) => {
        if (formatOf(connection.db) !== FORMAT) return;
        write(connection.db, () => activateVectorSpace(connection, space));
        persona.unswept = true;
      }),

    async ready() {
      const memoryOnly = new DatabaseSync(':memory:');
      const version = String(memoryOnly.prepare('SELECT sqlite_version() AS version').get()?.['version']);
      memoryOnly.close();
      if (version.localeCompare(OLDEST_SQLITE, 'en', { numeric: true }) < 0)
        throw new AppError(
          'not_ready',
          `SQLite ${version} can lose writes; ${OLDEST_SQLITE} or newer is needed (Node 24 brings it).`,
        );
      const probe = path.join(folder, `.probe-${crypto.randomUUID()}`);
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(probe, 'probe');
        await rm(probe);
      } catch (error) {
        throw new AppError('not_ready', 'The folder of the search index can not be written.', {
          cause: error,
        });
      }
    },

    close() {
      closing ??= (async () => {
        clearInterval(housekeeping);
        await Promise.allSettled(active);
        for (const persona of personas.values()) {
          const { connection } = persona;
          if (!connection) continue;
          if (persona.unswept) await sweep(persona, connection).catch(() => false);
          if (persona.removed) unlinkRemoved(persona, connection);
          disconnect(persona);
        }
        personas.clear();
      })();
      return closing;
    },
  };
}

/** Runs `work` in one view of the file. */
function reading<T>({ db }: Connection, work: () => T): T {
  db.exec('BEGIN');
  try {
    return work();
  } finally {
    db.exec('COMMIT');
  }
}

/** An SQLite error as callers know errors; the cause keeps what SQLite said. */
function translate(error: unknown): unknown {
  if (error instanceof AppError || (error as { code?: string }).code !== 'ERR_SQLITE_ERROR') return error;
  return new AppError('not_ready', 'The search index can not be read or written now.', { cause: error });
}
