import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { AppError, type Scope } from '@persona/contracts';
import { besideOlder, type OlderIndex, type OneIndex } from '../beside-older.ts';
import { checkVectors } from '../dense/encoding.ts';
import type { SearchIndex } from '../search-index.ts';
import { defaultWeights, type SearchWeights } from '../weights.ts';
import { embedQuery, facetFilters, find } from './find.ts';
import {
  currentGeneration,
  emptyFile,
  fileOf,
  formatOf,
  type Generation,
  identityOf,
  olderGeneration,
  prepareFile,
  removeAside,
  write,
} from './persona-file.ts';
import { createPersonaPool, type PersonaPoolOptions } from './persona-pool.ts';
import { advance, type Connection, type Persona } from './persona.ts';
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

export interface SqliteSearchIndexOptions extends Omit<PersonaPoolOptions, 'generation'> {
  /**
   * How evidence is weighed, where it differs from the default, so that benchmarks can measure the worth of
   * each part.
   */
  weights?: Partial<SearchWeights>;
}

/** How many pages are written in one transaction, or read before other calls run; and how many vectors. */
const PAGE_BATCH_SIZE = 64;
const VECTOR_BATCH_SIZE = 2_000;
/** The first SQLite without the WAL-reset bug. */
const MIN_SQLITE_VERSION = '3.51.3';

/**
 * A search index in files, one for each instance, that several processes may use at once. A file holds the
 * encoded pages; ranking works in memory on what this process has read of it, which is brought up to date
 * before every search.
 */
export function createSqliteSearchIndex(options: SqliteSearchIndexOptions): SearchIndex {
  const current = openFiles(options, currentGeneration);
  const older = openFiles(options, olderGeneration);
  const olderOf = async (scope: Scope) =>
    identityOf(fileOf(options.folder, scope, olderGeneration)) === undefined ? undefined : older;
  return {
    ...besideOlder(current, olderOf),
    close: async () => void (await Promise.all([current.close(), older.close()])),
  };
}

function openFiles(
  { weights: changedWeights, ...options }: SqliteSearchIndexOptions,
  generation: Generation,
): OneIndex & OlderIndex {
  const { folder } = options;
  const pool = createPersonaPool({ ...options, generation });
  const { use } = pool;
  const weights = { ...defaultWeights, ...changedWeights };
  const placeOf = (scope: Scope): string => fileOf(folder, scope, generation);
  const isReadable = ({ db }: Pick<Connection, 'db'>): boolean => generation.formats.includes(formatOf(db));

  /** Removes page versions by key, in transactions short enough for other writers to fit between. */
  const removeKeys = async (
    persona: Persona,
    connection: Connection,
    keys: readonly number[],
  ): Promise<void> => {
    for (let from = 0; from < keys.length; from += PAGE_BATCH_SIZE) {
      if (from > 0) await othersTurn();
      write(connection.db, () => {
        for (const key of keys.slice(from, from + PAGE_BATCH_SIZE)) deletePage(connection, key);
      });
      persona.unswept = true;
    }
  };

  return {
    put: (scope, pages) =>
      use(scope, true, undefined, async (persona, connection) => {
        persona.removed = false;
        for (const { vectors, passages } of pages)
          if (vectors) checkVectors(vectors.space, vectors.values, passages.length);
        for (let from = 0; from < pages.length; from += PAGE_BATCH_SIZE) {
          if (from > 0) await othersTurn();
          write(connection.db, () => {
            prepareFile(connection.db);
            settleSpace(connection, pages);
            for (const page of pages.slice(from, from + PAGE_BATCH_SIZE))
              if (insertPage(connection, page)) persona.unswept = true;
          });
        }
      }),

    removeVersions: async (scope, versions) => {
      removeAside(placeOf(scope));
      return use(scope, false, undefined, async (persona, connection) => {
        if (!isReadable(connection)) return;
        const find = connection.prepare('SELECT key FROM page WHERE page_id = ? AND version = ?');
        const keys = versions.flatMap(({ page_id, version }) =>
          find.all(page_id, version).map(({ key }) => Number(key)),
        );
        await removeKeys(persona, connection, keys);
      });
    },

    removePages: async (scope, pageIds) => {
      removeAside(placeOf(scope));
      return use(scope, false, undefined, async (persona, connection) => {
        if (!isReadable(connection)) return;
        const find = connection.prepare('SELECT key FROM page WHERE page_id = ?');
        await removeKeys(
          persona,
          connection,
          pageIds.flatMap((pageId) => find.all(pageId).map(({ key }) => Number(key))),
        );
        // Housekeeping tries again when a reader prevents it.
        await pool.sweep(persona, connection);
      });
    },

    removeInstance: async (scope) => {
      removeAside(placeOf(scope));
      return use(scope, false, undefined, async (persona, connection) => {
        if (persona.busy === 1 && pool.unlink(persona, connection)) return;
        // Another process, or another call in this one, uses the file: everything is removed from it instead.
        const rest = await pool.reopen(persona);
        if (!rest) return;
        persona.removed = true;
        if (isReadable(rest))
          await removeKeys(
            persona,
            rest,
            rest
              .prepare('SELECT key FROM page')
              .all()
              .map(({ key }) => Number(key)),
          );
        else write(rest.db, () => emptyFile(rest.db));
        if (!(await pool.sweep(persona, rest)))
          throw new AppError(
            'not_ready',
            'The search index of the instance is being read. Remove it again in a moment.',
          );
      });
    },

    search: (scope, request) =>
      use(scope, false, [], async (persona, connection) => {
        const filters = facetFilters(request.filters);
        if (!isReadable(connection) || request.query.trim() === '') return [];
        const vector = await embedQuery(searchedBy(connection), request);
        if (!isReadable(connection)) return [];
        for (;;) {
          const hits = reading(connection, () =>
            advance(persona, connection, PAGE_BATCH_SIZE) &&
            (!vector || advanceVectors(persona, connection, vector.space, VECTOR_BATCH_SIZE))
              ? find(persona, connection, request, filters, vector?.value, {
                  weights,
                  units: generation.units,
                })
              : undefined,
          );
          if (hits) return hits;
          await othersTurn();
        }
      }),

    versions: (scope, { after, limit }) =>
      use(scope, false, [], async (_persona, { db, prepare }) => {
        if (!isReadable({ db })) return [];
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
        if (!isReadable({ db })) return { pages: 0, passages: 0, languages: {} };
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

    countPages: (scope) =>
      use(scope, false, 0, async (_persona, { db, prepare }) =>
        isReadable({ db }) ? Number(prepare('SELECT count(*) AS pages FROM page').get()?.['pages']) : 0,
      ),

    countAfter: (scope, pageId) =>
      use(scope, false, 0, async (_persona, connection) =>
        isReadable(connection)
          ? Number(
              connection.prepare('SELECT count(*) AS pages FROM page WHERE page_id > ?').get(pageId)?.[
                'pages'
              ],
            )
          : 0,
      ),

    lastPageId: (scope) =>
      use(scope, false, '', async (_persona, connection) =>
        isReadable(connection)
          ? String(connection.prepare('SELECT max(page_id) AS id FROM page').get()?.['id'] ?? '')
          : '',
      ),

    holding: (scope, versions) =>
      use(scope, false, [], async (_persona, connection) => {
        if (!isReadable(connection)) return [];
        const page = connection.prepare('SELECT 1 FROM page WHERE page_id = ? AND version = ?');
        return versions.filter(({ page_id, version }) => page.get(page_id, version));
      }),

    read: (scope, versions) =>
      use(scope, false, [], async (_persona, connection) => {
        if (!isReadable(connection)) return [];
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
        isReadable(connection) ? vectorsOf(connection, space, hashes) : new Map(),
      ),

    vectorStats: (scope, space) =>
      use(scope, false, { space: null, passages: 0, missing: 0 }, async (_persona, connection) =>
        isReadable(connection)
          ? reading(connection, () => statsOf(connection, space))
          : { space: null, passages: 0, missing: 0 },
      ),

    withoutVector: (scope, space, limit) =>
      use(scope, false, [], async (_persona, connection) =>
        isReadable(connection) ? withoutVector(connection, scope, space, limit) : [],
      ),

    addVectors: (scope, space, passages, values) =>
      use(scope, false, undefined, async (_persona, connection) => {
        checkVectors(space, values, passages.length);
        if (isReadable(connection))
          write(connection.db, () => addVectors(connection, space, passages, values));
      }),

    activateVectorSpace: (scope, space) =>
      use(scope, false, undefined, async (persona, connection) => {
        if (!isReadable(connection)) return;
        write(connection.db, () => activateVectorSpace(connection, space));
        persona.unswept = true;
      }),

    ready: () => checkReady(folder),
    close: () => pool.close(),
  };
}

/** Runs `work` in one read transaction. */
function reading<T>({ db }: Connection, work: () => T): T {
  db.exec('BEGIN');
  try {
    return work();
  } finally {
    db.exec('COMMIT');
  }
}

/** Throws `not_ready` when SQLite is too old or the folder can't be written. */
async function checkReady(folder: string): Promise<void> {
  const memoryOnly = new DatabaseSync(':memory:');
  const version = String(memoryOnly.prepare('SELECT sqlite_version() AS version').get()?.['version']);
  memoryOnly.close();
  if (version.localeCompare(MIN_SQLITE_VERSION, 'en', { numeric: true }) < 0)
    throw new AppError(
      'not_ready',
      `SQLite ${version} can lose writes; ${MIN_SQLITE_VERSION} or newer is needed (Node 24 brings it).`,
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
}
