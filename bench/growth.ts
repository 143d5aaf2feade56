import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchPage } from './collections.ts';
import { proportionalBelow } from './peers/sides.ts';
import { sample } from './question-sets.ts';
import { collectionNames, readCollection } from './retrieval-data.ts';
import { ingestAll } from './service.ts';
import { startStack } from './stack.ts';
import { percentile, rounded } from './table.ts';

type Row = Record<string, string | number>;

const BLOCK_PAGES = 1000;
/** Where figures are taken, in pages. */
const CHECKPOINTS = new Set([1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000]);
const PARAGRAPHS_A_PAGE = 3;
const QUERIES = 100;
const REST_DELAY_MS = 20_000;
const ENGLISH = new Set(['squad2-dev-cs224n', 'xquad-en', 'cranfield']);

/**
 * How one persona grows: pages of three paragraphs each, streamed a thousand at a time until they are live.
 * The time of a page is the median of the blocks since the row before; the rest is taken when the install has
 * come to rest, and after a start on the same data.
 */
export async function runGrowthBench(pages: number): Promise<Record<string, Row[]>> {
  const present = (await collectionNames()).filter((name) => ENGLISH.has(name));
  const collections = await Promise.all(present.map(readCollection));
  const paragraphs = collections.flatMap((one) => one.pages.map(({ text }) => text));
  const queries = sample(
    collections.flatMap((one) => one.queries.map(({ text }) => text)),
    QUERIES,
  );
  const stack = await startStack('growth');
  const rows: Row[] = [];
  const blocks: number[] = [];
  try {
    const instance_data = { name: 'growth', description: 'Of the bench.', configuration: {} };
    const { instance_id } = await stack.json<{ instance_id: string }>('POST', '/api/instance', {
      instance_data,
    });
    const search = async (): Promise<number[]> => {
      const times: number[] = [];
      for (const query of queries) {
        const began = performance.now();
        await stack.json('POST', '/api/kb/search', { instance_id, query });
        times.push(performance.now() - began);
      }
      return times;
    };
    for (let stored = 0; stored < pages;) {
      const block = Array.from({ length: BLOCK_PAGES }, (_, n) => pageOf(paragraphs, stored + n));
      const began = performance.now();
      await ingestAll(stack, instance_id, block, `block ${stored}`);
      blocks.push((performance.now() - began) / BLOCK_PAGES);
      stored += BLOCK_PAGES;
      if (!CHECKPOINTS.has(stored)) continue;
      const times = await search();
      await sleep(REST_DELAY_MS);
      const memory = proportionalBelow(stack.pid());
      const started = await stack.restart();
      const [first = 0] = await search();
      const row: Row = {
        pages: stored,
        'ms a page': rounded(percentile(blocks.splice(0), 0.5), 2),
        'search p50 ms': rounded(percentile(times, 0.5)),
        'search p95 ms': rounded(percentile(times, 0.95)),
        'memory MB (PSS)': memory,
        'disk MB': rounded(bytesBelow(stack.dataDir) / 1e6, 0),
        'start to ready s': rounded(started),
        'first search s': rounded(first / 1000, 2),
      };
      rows.push(row);
      console.log(JSON.stringify(row));
    }
  } finally {
    await stack.stop();
  }
  return { growth: rows };
}

function pageOf(paragraphs: readonly string[], n: number): BenchPage {
  const drawn = Array.from({ length: PARAGRAPHS_A_PAGE }, (_, at) => {
    const mixed = Math.imul((n * PARAGRAPHS_A_PAGE + at + 1) ^ 0x9e37, 2_654_435_761) >>> 0;
    return paragraphs[mixed % paragraphs.length] ?? '';
  });
  return {
    title: `Page ${n}`,
    content: `${drawn.join('\n\n')}\n\nNumber ${n}.`,
    metadata: { external_id: `page-${n}` },
  };
}

const bytesBelow = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true, recursive: true }).reduce((sum, entry) => {
    if (!entry.isFile()) return sum;
    return sum + (statSync(path.join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0);
  }, 0);
