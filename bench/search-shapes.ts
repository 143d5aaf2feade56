import { grantScope } from '@persona/contracts';
import { createSqliteSearchIndex, openSearchIndex, type SearchIndex } from '@persona/search';
import { findServer, tempFolder } from '@persona/testing';
import { collectionNames, encodeDocument, readCollection } from './retrieval-data.ts';
import { percentile } from './table.ts';

/**
 * One collection in both shapes of the search index: whether they return the same lists, and what each costs.
 */
interface ShapesRow {
  collection: string;
  pages: number;
  passages: number;
  queries: number;
  /**
   * The share of SQLite's ten best passages that are among Qdrant's ten best, and the number of lists that
   * are identical.
   */
  'overlap@10': number;
  same_lists: number;
  sqlite_put_pages_s: number;
  qdrant_put_pages_s: number;
  /** Milliseconds of the first search of a process, which reads the persona's index. */
  sqlite_first_ms: number;
  qdrant_first_ms: number;
  sqlite_p50_ms: number;
  sqlite_p95_ms: number;
  qdrant_p50_ms: number;
  qdrant_p95_ms: number;
}

const MAX_PAGES = 2_000;
const MAX_QUERIES = 500;

async function runCollection(name: string, open: () => Promise<SearchIndex>): Promise<ShapesRow> {
  const collection = await readCollection(name);
  const pages = collection.pages.slice(0, MAX_PAGES).map(encodeDocument);
  const queries = collection.queries.slice(0, MAX_QUERIES).map(({ text }) => text);
  const folder = tempFolder();
  const instance = grantScope(`ins_${name}_${Date.now()}`);
  const fill = async (index: SearchIndex): Promise<number> => {
    await index.ready();
    const from = performance.now();
    // As many pages at once as an ingest job has.
    for (let at = 0; at < pages.length; at += 50) await index.put(instance, pages.slice(at, at + 50));
    return Math.round((pages.length / (performance.now() - from)) * 1e3);
  };
  const ask = async (index: SearchIndex): Promise<{ first: number; times: number[]; lists: string[][] }> => {
    const started = performance.now();
    await index.search(instance, { query: queries[0] ?? '', limit: 10 });
    const first = performance.now() - started;
    const times: number[] = [];
    const lists: string[][] = [];
    for (const query of queries) {
      const from = performance.now();
      const hits = await index.search(instance, { query, limit: 10 });
      times.push(performance.now() - from);
      lists.push(hits.map(({ id }) => id));
    }
    return { first, times, lists };
  };
  const inFiles = () => createSqliteSearchIndex({ folder: folder.path });
  const results: { rate: number; first: number; times: number[]; lists: string[][] }[] = [];
  for (const openShape of [inFiles, open]) {
    const writer = await openShape();
    const rate = await fill(writer);
    await writer.close();
    const reader = await openShape();
    results.push({ rate, ...(await ask(reader)) });
    if (openShape === open) await reader.removeInstance(instance);
    await reader.close();
  }
  folder.remove();
  const [sqlite, qdrant] = results;
  if (!sqlite || !qdrant) throw new Error('both shapes have run');
  let shared = 0;
  let same = 0;
  for (const [i, expected] of sqlite.lists.entries()) {
    const found = qdrant.lists[i] ?? [];
    shared +=
      expected.length === 0 ? 1 : found.filter((id) => expected.includes(id)).length / expected.length;
    if (expected.join() === found.join()) same++;
  }
  const ms = (value: number): number => Number(value.toFixed(2));
  return {
    collection: name,
    pages: pages.length,
    passages: pages.reduce((sum, { passages }) => sum + passages.length, 0),
    queries: queries.length,
    'overlap@10': Number((shared / queries.length).toFixed(4)),
    same_lists: same,
    sqlite_put_pages_s: sqlite.rate,
    qdrant_put_pages_s: qdrant.rate,
    sqlite_first_ms: ms(sqlite.first),
    qdrant_first_ms: ms(qdrant.first),
    sqlite_p50_ms: ms(percentile(sqlite.times, 0.5)),
    sqlite_p95_ms: ms(percentile(sqlite.times, 0.95)),
    qdrant_p50_ms: ms(percentile(qdrant.times, 0.5)),
    qdrant_p95_ms: ms(percentile(qdrant.times, 0.95)),
  };
}

const names = await collectionNames();
const wanted = process.argv.length > 2 ? process.argv.slice(2) : ['squad-it-test', 'kb-redis'];
const server = await findServer('qdrant');
if (names.length === 0)
  console.log('The retrieval collections (../shared/data/retrieval) are not there: nothing measured.');
else if (typeof server === 'string') console.log(server);
else {
  const rows: ShapesRow[] = [];
  for (const name of wanted) rows.push(await runCollection(name, () => openSearchIndex(server.url)));
  console.table(rows);
  await server.stop();
}
