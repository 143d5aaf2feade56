import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { encodePage } from '@persona/search';
import { cutPassages, readPage, readUnits } from '@persona/text';
import { dataFolder, markdownPages } from './collections.ts';
import { collectionNames, readCollection } from './retrieval-data.ts';
import { percentile, rounded } from './table.ts';

/** How fast pages of one kind are encoded on one core, and what each step of it takes. */
interface EncodingRow extends Record<string, string | number> {
  kind: string;
  pages: number;
  MB: number;
  MB_s: number;
  read_ms_MB: number;
  units_ms_MB: number;
  cut_ms_MB: number;
  /** Language and terms. */
  terms_ms_MB: number;
}

interface Page {
  title: string;
  content: string;
}

const ROUNDS = 7;
const MAX_BYTES = 1_000_000;
const PLAIN = new Set(['squad2-dev-cs224n', 'squad-it-test', 'xquad-zh']);

/**
 * Encodes Markdown pages, plain paragraphs, and the pages in a folder of one's own (`.html`, `.htm`, `.md`,
 * `.txt`), each kind in turn, several times; what is told is the median of the processor's time.
 */
export async function runEncodingBench(folder?: string): Promise<Record<string, EncodingRow[]>> {
  const kinds = new Map<string, Page[]>();
  const redis = markdownPages(path.join(dataFolder, 'pages'));
  if (redis.length > 0) kinds.set('Markdown: redis-doc', redis);
  for (const name of (await collectionNames()).filter((name) => PLAIN.has(name))) {
    const { pages } = await readCollection(name);
    const read = pages.map(({ title, text }) => ({ title, content: text }));
    kinds.set(`plain: ${name}`, read);
  }
  for (const [kind, pattern] of [
    ['own HTML', '**/*.{html,htm}'],
    ['own Markdown', '**/*.{md,mdx}'],
    ['own text', '**/*.txt'],
  ] as const) {
    const files = folder === undefined ? [] : globSync(pattern, { cwd: folder }).toSorted();
    if (folder === undefined || files.length === 0) continue;
    const read = files.map((file) => ({
      title: file,
      content: readFileSync(path.join(folder, file), 'utf8'),
    }));
    kinds.set(kind, read);
  }
  const samples = Array.from(kinds, ([kind, pages]) => ({
    kind,
    pages: sampleOf(pages),
    times: [] as Times[],
  }));
  // The first round warms the code up.
  for (let round = 0; round <= ROUNDS; round++)
    for (const { pages, times } of samples) {
      const spent = measure(pages);
      if (round > 0) times.push(spent);
    }
  return { encoding: samples.map(({ kind, pages, times }) => rowOf(kind, pages, times)) };
}

/** Pages at even distances, as many as MAX_BYTES hold about. */
function sampleOf(pages: readonly Page[]): Page[] {
  const step = Math.ceil(bytesOf(pages) / MAX_BYTES);
  return pages.filter((_, n) => n % step === 0);
}

const bytesOf = (pages: readonly Page[]): number =>
  pages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);

interface Times {
  read: number;
  units: number;
  cut: number;
  whole: number;
}

/** Milliseconds of the processor for all of the pages. */
function measure(pages: readonly Page[]): Times {
  const readings = timed(() => pages.map(({ content }) => readPage(content)));
  const units = timed(() =>
    readings.result.map((reading, n) => readUnits(pages[n]?.content ?? '', reading, 'en')),
  );
  const cuts = timed(() => readings.result.map((reading, n) => cutPassages(reading, units.result[n] ?? [])));
  const whole = timed(() =>
    pages.forEach(({ title, content }) => encodePage({ page_id: 'td_bench', version: 1, title, content })),
  );
  return { read: readings.ms, units: units.ms, cut: cuts.ms, whole: whole.ms };
}

function timed<T>(run: () => T): { result: T; ms: number } {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
}

function rowOf(kind: string, pages: readonly Page[], times: readonly Times[]): EncodingRow {
  const mb = bytesOf(pages) / 1e6;
  const median = (of: (times: Times) => number): number => percentile(times.map(of), 0.5) / mb;
  return {
    kind,
    pages: pages.length,
    MB: rounded(mb, 2),
    MB_s: rounded(1000 / median(({ whole }) => whole), 2),
    read_ms_MB: rounded(median(({ read }) => read)),
    units_ms_MB: rounded(median(({ units }) => units)),
    cut_ms_MB: rounded(median(({ cut }) => cut)),
    terms_ms_MB: rounded(median(({ whole, read, units, cut }) => whole - read - units - cut)),
  };
}
