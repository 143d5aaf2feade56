// node bench/peers/peer.ts accept|index <redis URL> [<file of pages, one JSON a line> <database>]: what a
// user would build of the same parts, as a process of its own that talks to the one that started it.
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Queue, Worker } from 'bullmq';
import Fastify from 'fastify';
import type { BenchPage } from '../collections.ts';

const PASSAGE_CHARACTERS = 1000;
const OVERLAP_CHARACTERS = 200;
const SEPARATORS = ['\n\n', '\n', ' ', ''];
const CONCURRENT_JOBS = 10;
const PAGES_TOGETHER = 500;

const [, , part, redisUrl = '', file = '', database = ''] = process.argv;
const { hostname: host, port } = new URL(redisUrl);
const connection = { host, port: Number(port), maxRetriesPerRequest: null };
const queue = new Queue<BenchPage>('pages', { connection });
const options = { removeOnComplete: true };

/** Fastify with one route, which adds what it is sent to the queue. */
async function accept(): Promise<void> {
  const app = Fastify();
  app.post<{ Body: { pages: BenchPage[] } }>('/pages', async ({ body }) => {
    const [job] = await queue.addBulk(body.pages.map((data) => ({ name: 'page', data, opts: options })));
    return { job: job?.id };
  });
  process.send?.({ url: await app.listen({ host: '127.0.0.1', port: 0 }) });
}

/** A job a page: cut into passages by their separators, and put into a full-text table. */
async function index(): Promise<void> {
  const db = new DatabaseSync(database);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE VIRTUAL TABLE passage USING fts5 (title, text, tokenize = "unicode61 remove_diacritics 2")`);
  const insert = db.prepare('INSERT INTO passage (title, text) VALUES (?, ?)');
  const pages = readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as BenchPage);
  const loaded = process.memoryUsage.rss();
  const all = Promise.withResolvers<void>();
  let left = pages.length;
  const began = performance.now();
  const worker = new Worker<BenchPage>(
    'pages',
    ({ data: { title, content } }) => {
      db.exec('BEGIN');
      for (const text of split(content, SEPARATORS)) insert.run(title, text);
      db.exec('COMMIT');
      left -= 1;
      if (left === 0) all.resolve();
      return Promise.resolve();
    },
    { connection, concurrency: CONCURRENT_JOBS },
  );
  for (let at = 0; at < pages.length; at += PAGES_TOGETHER)
    await queue.addBulk(
      pages.slice(at, at + PAGES_TOGETHER).map((data) => ({ name: 'page', data, opts: options })),
    );
  await all.promise;
  const took = performance.now() - began;
  await worker.close();
  await queue.close();
  db.close();
  process.send?.({ took, megabytes: (process.resourceUsage().maxRSS * 1024 - loaded) / 1e6 });
  process.disconnect();
}

/** As LangChain's recursive splitter cuts: by the first separator, then joined again up to the size. */
function split(text: string, [separator = '', ...finer]: readonly string[]): string[] {
  const passages: string[] = [];
  let held = '';
  for (const part of text.split(separator)) {
    if (part.length > PASSAGE_CHARACTERS && finer.length > 0) {
      if (held) passages.push(held);
      held = '';
      passages.push(...split(part, finer));
      continue;
    }
    if (held.length + separator.length + part.length > PASSAGE_CHARACTERS && held) {
      passages.push(held);
      held = held.slice(-OVERLAP_CHARACTERS);
    }
    held = held ? held + separator + part : part;
  }
  if (held) passages.push(held);
  return passages;
}

await (part === 'accept' ? accept() : index());
