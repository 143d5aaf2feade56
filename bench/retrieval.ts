import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { grantScope } from '@persona/contracts';
import { createSqliteSearchIndex, type EncodedPage } from '@persona/search';
import { detectLanguage } from '@persona/text';
import { ABSENT } from './collections.ts';
import { openFts5 } from './fts5.ts';
import { openMiniSearch, openOrama } from './other-engines.ts';
import { type Collection, collectionNames, encodeDocument, judge, readCollection } from './retrieval-data.ts';
import { percentile, printTable, rounded } from './table.ts';

/**
 * One collection through the whole of retrieval: pages are cut, encoded, stored and searched; a page ranks by
 * its best passage.
 */
export interface RetrievalRow extends Record<string, string | number> {
  collection: string;
  pages: number;
  passages: number;
  queries: number;
  'nDCG@10': number;
  'recall@100': number;
  /** Cutting and analysing, in megabytes of UTF-8 a second and core. */
  encode_mb_s: number;
  /** Writing encoded pages, in pages a second. */
  put_pages_s: number;
  /** A search for ten passages, in milliseconds. */
  p50_ms: number;
  p95_ms: number;
  /** A bare FTS5 query for the ids of ten passages, with SQLite's own tokenizer, over the same passages. */
  fts5_p50_ms: number;
  fts5_p95_ms: number;
}

/**
 * The same pages and queries through engines from npm. They index whole pages, as their documentation shows.
 */
interface BesideRow extends Record<string, string | number> {
  collection: string;
  'nDCG@10': number;
  'recall@100': number;
  /**
   * Milliseconds of a search for ten passages, or for a hundred pages by these engines, to which that costs
   * the same as ten.
   */
  p95_ms: number;
}

const MAX_TIMED = 500;

/** Runs every collection that exists, or those that are named; returns no rows when the data is missing. */
export async function runRetrievalBench(
  only: readonly string[] = [],
): Promise<{ retrieval: RetrievalRow[]; 'beside engines from npm': BesideRow[] }> {
  const names = (await collectionNames()).filter((name) => only.length === 0 || only.includes(name));
  const retrieval: RetrievalRow[] = [];
  const beside: BesideRow[] = [];
  for (const name of names) {
    const collection = await readCollection(name);
    const row = await runCollection(collection);
    retrieval.push(row);
    beside.push(await runBeside(collection, row));
  }
  return { retrieval, 'beside engines from npm': beside };
}

async function runBeside(
  { name, pages, queries, grades }: Collection,
  { 'nDCG@10': ndcg, 'recall@100': recall, p95_ms }: RetrievalRow,
): Promise<BesideRow> {
  const row: BesideRow = { collection: name, 'nDCG@10': ndcg, 'recall@100': recall, p95_ms };
  const sample = pages.slice(0, 5).map(({ text }) => text.slice(0, 300));
  const language = detectLanguage(sample.join('\n'));
  const judged = queries.filter(({ id }) => grades.has(id));
  for (const [engine, open] of [
    ['MiniSearch', openMiniSearch],
    ['Orama', openOrama],
  ] as const) {
    const find = await open(pages, language);
    const times: number[] = [];
    let gained = 0;
    let found = 0;
    for (const { id, text } of judged) {
      const from = performance.now();
      const ranked = await find(text, 100);
      times.push(performance.now() - from);
      const scores = judge(ranked, grades.get(id) ?? new Map());
      gained += scores.ndcg;
      found += scores.recall;
    }
    row[`${engine} nDCG@10`] = rounded(gained / judged.length, 4);
    row[`${engine} recall@100`] = rounded(found / judged.length, 4);
    row[`${engine} p95_ms`] = rounded(percentile(times, 0.95), 2);
  }
  return row;
}

async function runCollection({ name, pages, queries, grades }: Collection): Promise<RetrievalRow> {
  const folder = await mkdtemp(path.join(tmpdir(), 'persona-bench-'));
  const index = createSqliteSearchIndex({ folder });
  const instance = grantScope('ins_bench');
  try {
    const encode = (): EncodedPage[] => pages.map(encodeDocument);
    const encoded = encode();
    // Once more, as in a thread that has warmed up.
    const cpu = process.cpuUsage();
    encode();
    const encodeSeconds = process.cpuUsage(cpu).user / 1e6;
    const bytes = pages.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);

    const started = performance.now();
    await index.put(instance, encoded);
    const putSeconds = (performance.now() - started) / 1e3;

    const judged = queries.filter(({ id }) => grades.has(id));
    let ndcg = 0;
    let recall = 0;
    for (const { id, text } of judged) {
      const hits = await index.search(instance, { query: text, limit: 1_000 });
      const scores = judge([...new Set(hits.map(({ page_id }) => page_id))], grades.get(id) ?? new Map());
      ndcg += scores.ndcg;
      recall += scores.recall;
    }
    const timed = judged.filter((_, i) => i % Math.ceil(judged.length / MAX_TIMED) === 0);
    const times: number[] = [];
    for (const { text } of timed) {
      const from = performance.now();
      await index.search(instance, { query: text, limit: 10 });
      times.push(performance.now() - from);
    }
    const bare = timeFts5(
      encoded,
      timed.map(({ text }) => text),
    );
    return {
      collection: name,
      pages: pages.length,
      passages: encoded.reduce((sum, { passages }) => sum + passages.length, 0),
      queries: judged.length,
      'nDCG@10': rounded(ndcg / judged.length, 4),
      'recall@100': rounded(recall / judged.length, 4),
      encode_mb_s: rounded(bytes / 1e6 / encodeSeconds, 2),
      put_pages_s: Math.round(pages.length / putSeconds),
      p50_ms: rounded(percentile(times, 0.5), 2),
      p95_ms: rounded(percentile(times, 0.95), 2),
      fts5_p50_ms: rounded(percentile(bare, 0.5), 2),
      fts5_p95_ms: rounded(percentile(bare, 0.95), 2),
    };
  } finally {
    await index.close();
    await rm(folder, { recursive: true });
  }
}

/** Times the bare query on a table of the same passages. */
function timeFts5(pages: readonly EncodedPage[], queries: readonly string[]): number[] {
  using fts5 = openFts5(pages.flatMap(({ passages }) => passages.map(({ text }) => text)));
  return queries.map((query) => {
    const from = performance.now();
    fts5.best(query);
    return performance.now() - from;
  });
}

if (import.meta.main) {
  const tables = await runRetrievalBench(process.argv.slice(2));
  if (tables.retrieval.length === 0) console.log(ABSENT);
  for (const [title, rows] of Object.entries(tables)) printTable(title, rows);
  const mean = tables.retrieval.reduce((sum, row) => sum + row['nDCG@10'], 0) / tables.retrieval.length;
  console.log(`mean nDCG@10 ${mean.toFixed(4)}`);
}
