import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createSqliteSearchIndex, type EncodedPage, encodePage } from '@persona/search';
import { ABSENT } from './collections.ts';
import { type Collection, collectionNames, judge, readCollection } from './retrieval-data.ts';
import { percentile, printTable, rounded } from './table.ts';

/** One collection through the whole of retrieval: pages cut, encoded, stored, searched; the best passage of a page stands for it. */
export interface RetrievalRow extends Record<string, string | number> {
  collection: string;
  pages: number;
  passages: number;
  queries: number;
  'nDCG@10': number;
  'recall@100': number;
  /** Cutting and analysing, in megabytes of UTF-8 a second and core. */
  encode_mb_s: number;
  /** Writing what is encoded, in pages a second. */
  put_pages_s: number;
  /** A search for ten passages, in milliseconds. */
  p50_ms: number;
  p95_ms: number;
  /** A bare FTS5 query for the ids of ten passages, with SQLite's own tokenizer, over the same passages. */
  fts5_p50_ms: number;
  fts5_p95_ms: number;
}

const MOST_TIMED = 500;

/** Runs every collection there is; an empty list when the data is not there. */
export async function runRetrievalBench(only?: readonly string[]): Promise<RetrievalRow[]> {
  const names = (await collectionNames()).filter((name) => !only || only.length === 0 || only.includes(name));
  const rows: RetrievalRow[] = [];
  for (const name of names) rows.push(await runCollection(await readCollection(name)));
  return rows;
}

async function runCollection({ name, pages, queries, grades }: Collection): Promise<RetrievalRow> {
  const folder = await mkdtemp(path.join(tmpdir(), 'persona-bench-'));
  const index = createSqliteSearchIndex({ folder });
  const instance = 'ins_bench';
  try {
    const encode = (): EncodedPage[] =>
      pages.map(({ id, title, text }) => encodePage({ page_id: id, version: 1, title, content: text }));
    const encoded = encode();
    // Once more, as in a thread that has been at work for a while.
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
    const timed = judged.filter((_, i) => i % Math.ceil(judged.length / MOST_TIMED) === 0);
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

/** Times the bare query on a table of the same passages, as any program with SQLite at hand would ask it. */
function timeFts5(pages: readonly EncodedPage[], queries: readonly string[]): number[] {
  const db = new DatabaseSync(':memory:');
  try {
    db.exec(`CREATE VIRTUAL TABLE passage USING fts5 (text, tokenize = "unicode61 remove_diacritics 2")`);
    const insert = db.prepare('INSERT INTO passage (text) VALUES (?)');
    db.exec('BEGIN');
    for (const { passages } of pages) for (const { text } of passages) insert.run(text);
    db.exec('COMMIT');
    const select = db.prepare(
      'SELECT rowid FROM passage WHERE passage MATCH ? ORDER BY bm25(passage) LIMIT 10',
    );
    return queries.map((query) => {
      const words = query.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
      const from = performance.now();
      select.all(words.map((word) => `"${word}"`).join(' OR ') || '""');
      return performance.now() - from;
    });
  } finally {
    db.close();
  }
}

if (import.meta.main) {
  const rows = await runRetrievalBench(process.argv.slice(2));
  if (rows.length === 0) console.log(ABSENT);
  else {
    printTable('retrieval', rows);
    const mean = rows.reduce((sum, row) => sum + row['nDCG@10'], 0) / rows.length;
    console.log(`mean nDCG@10 ${mean.toFixed(4)}`);
  }
}
