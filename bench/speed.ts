// node bench/speed.ts [--json]: how long a search takes among 50,000 passages, beside the bare FTS5 query and
// LanceDB's full-text search over the same passages.
import os from 'node:os';
import { grantScope } from '@persona/contracts';
import { createSqliteSearchIndex, encodePage, type EncodedPage } from '@persona/search';
import { tempFolder } from '@persona/testing';
import { sentences } from '@persona/text';
import { ABSENT } from './collections.ts';
import { requireBrought } from './bring.ts';
import { openFts5 } from './fts5.ts';
import { sample } from './question-sets.ts';
import { collectionNames, readCollection } from './retrieval-data.ts';
import { percentile, printTable, rounded } from './table.ts';

/** An engine's ten best passages, and its time in milliseconds. */
interface SpeedRow extends Record<string, string | number> {
  engine: string;
  passages: number;
  /** The processors that this process may use; for one: `taskset -c 0 npm run bench -- speed`. */
  cores: number;
  p50_ms: number;
  p95_ms: number;
  'p95 / FTS5': number;
  /** Processor time of the whole process for a query, on average. */
  cpu_ms: number;
}

export type SpeedTables = Record<string, Record<string, string | number>[]>;

export const OURS = 'this project';
export const LANCEDB = 'LanceDB, full text';
const BARE = 'FTS5, bare query';
const PASSAGES = 50_000;
const QUERIES = 500;
const ENGLISH = ['squad2-dev-cs224n', 'xquad-en', 'cranfield', 'kb-redis'];
const SENTENCES_A_PAGE = 40;

export async function runSpeedBench(): Promise<SpeedTables> {
  const present = new Set(await collectionNames());
  const collections = await Promise.all(ENGLISH.filter((name) => present.has(name)).map(readCollection));
  if (collections.length === 0) return {};
  const pages = makePages(collections.flatMap(({ pages }) => pages.map(({ text }) => text)));
  const texts = pages.flatMap(({ passages }) => passages.map(({ text }) => text));
  const queries = sample(
    collections.flatMap(({ queries }) => queries.map(({ text }) => text)),
    QUERIES,
  );
  await using opened = new AsyncDisposableStack();
  const engines: Engine[] = [
    opened.use(await openOurs(pages)),
    { name: BARE, ask: opened.use(openFts5(texts)).best },
  ];
  const lance = await openLanceDb(texts);
  if (typeof lance !== 'string') engines.push(opened.use(lance));

  const spent = await askInTurn(engines, queries);
  const bare = percentile(spent.get(BARE)?.times ?? [], 0.95);
  const rows = Array.from(spent, ([engine, { times, cpu }]): SpeedRow => {
    const p95 = percentile(times, 0.95);
    return {
      engine,
      passages: texts.length,
      cores: os.availableParallelism(),
      p50_ms: rounded(percentile(times, 0.5), 2),
      p95_ms: rounded(p95, 2),
      'p95 / FTS5': rounded(p95 / bare, 2),
      cpu_ms: rounded(cpu / times.length, 2),
    };
  });
  return {
    [`search among ${PASSAGES} passages`]: rows,
    ...(typeof lance === 'string' ? { 'not measured': [{ LanceDB: lance }] } : {}),
  };
}

/**
 * Pages of sentences drawn at random from real ones: as many passages as wanted, with words as frequent as in
 * the originals.
 */
function makePages(texts: readonly string[]): EncodedPage[] {
  const all = texts.flatMap((text) =>
    sentences(text, 'en').map(({ start, end }) => text.slice(start, end).replaceAll(/\s+/g, ' ')),
  );
  const pages: EncodedPage[] = [];
  let state = 7;
  for (let passages = 0; passages < PASSAGES;) {
    const drawn = Array.from({ length: SENTENCES_A_PAGE }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return all[Math.floor((state / 2 ** 32) * all.length)] ?? '';
    });
    const page = encodePage({
      page_id: `td_${pages.length}`,
      version: 1,
      title: `Page ${pages.length}`,
      content: drawn.join(' '),
    });
    page.passages = page.passages.slice(0, PASSAGES - passages);
    passages += page.passages.length;
    pages.push(page);
  }
  return pages;
}

interface Engine {
  name: string;
  ask(query: string): unknown;
}

async function openOurs(pages: readonly EncodedPage[]): Promise<Engine & AsyncDisposable> {
  const folder = tempFolder();
  const index = createSqliteSearchIndex({ folder: folder.path });
  const scope = grantScope('ins_bench');
  for (let at = 0; at < pages.length; at += 500) await index.put(scope, pages.slice(at, at + 500));
  return {
    name: OURS,
    ask: (query) => index.search(scope, { query, limit: 10 }),
    async [Symbol.asyncDispose]() {
      await index.close();
      folder.remove();
    },
  };
}

/** Or a sentence that says what to install. */
async function openLanceDb(texts: readonly string[]): Promise<(Engine & Disposable) | string> {
  let lancedb: typeof import('@lancedb/lancedb');
  try {
    lancedb = requireBrought('@lancedb/lancedb');
  } catch {
    return 'not installed; npm run bench -- peers brings it';
  }
  const folder = tempFolder();
  const connection = await lancedb.connect(folder.path);
  const rows = texts.map((text, n) => ({ n, text }));
  const table = await connection.createTable('passage', rows);
  await table.createIndex('text', { config: lancedb.Index.fts() });
  return {
    name: LANCEDB,
    ask: (query) => table.query().fullTextSearch(query).select(['n', '_score']).limit(10).toArray(),
    [Symbol.dispose]() {
      connection.close();
      folder.remove();
    },
  };
}

/**
 * Each query goes to each engine in turn, so that other load of the machine slows all of them alike; one
 * unmeasured round first reads the data in.
 */
async function askInTurn(engines: readonly Engine[], queries: readonly string[]) {
  const spent = new Map(engines.map(({ name }) => [name, { times: [] as number[], cpu: 0 }]));
  for (const { ask } of engines) await ask(queries[0] ?? '');
  for (const query of queries)
    for (const { name, ask } of engines) {
      const of = spent.get(name);
      const cpu = process.cpuUsage();
      const from = performance.now();
      await ask(query);
      of?.times.push(performance.now() - from);
      const { user, system } = process.cpuUsage(cpu);
      if (of) of.cpu += (user + system) / 1e3;
    }
  return spent;
}

if (import.meta.main) {
  const tables = await runSpeedBench();
  if (process.argv.includes('--json')) console.log(JSON.stringify(tables));
  else if (Object.keys(tables).length === 0) console.log(ABSENT);
  else for (const [title, rows] of Object.entries(tables)) printTable(title, rows);
}
