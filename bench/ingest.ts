import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { collection, dataFolder, markdownPages, type BenchPage } from './collections.ts';
import type { Stack } from './stack.ts';
import { percentile, rounded } from './table.ts';

interface Stream {
  received: number;
  indexed: number;
  failed: number;
}
type Row = Record<string, string | number>;

const QUESTIONS = 200;

/**
 * Streams real pages into a persona of their own over HTTP and waits until the last is live; then asks.
 * Speeds are pages a second from the first byte sent; times are milliseconds at the client, one request at a time.
 */
export async function runServiceBench(
  stack: Stack,
): Promise<{ ingest: Row[]; latency: Row[]; memory: Row[] }> {
  const italian = collection(path.join(dataFolder, 'retrieval', 'squad-it-test'));
  const redis = collection(path.join(dataFolder, 'retrieval', 'kb-redis'));
  const sets = [
    {
      name: 'redis-doc',
      pages: markdownPages(path.join(dataFolder, 'pages', 'redis-doc')),
      questions: redis.questions,
    },
    { name: 'squad-it-test', pages: italian.pages, questions: italian.questions },
  ];
  const before = stack.memory();
  const ingest: Row[] = [];
  const latency: Row[] = [];
  for (const { name, pages, questions } of sets) {
    const { instance_id } = await stack.json<{ instance_id: string }>('POST', '/api/instance', {
      instance_data: { name, description: `The pages of ${name}.`, configuration: {} },
    });
    ingest.push({ shape: stack.name, set: name, ...(await ingestAll(stack, instance_id, pages)) });
    const some = questions.filter((_, n) => n % Math.ceil(questions.length / QUESTIONS) === 0);
    latency.push({ shape: stack.name, set: name, ...(await askAll(stack, instance_id, some)) });
  }
  const after = stack.memory();
  const memory = Object.keys(after).map((process) => ({
    shape: stack.name,
    process,
    'MiB before': before[process] ?? 0,
    'MiB after': after[process] ?? 0,
  }));
  return { ingest, latency, memory };
}

async function ingestAll(stack: Stack, instance: string, pages: readonly BenchPage[]): Promise<Row> {
  const began = performance.now();
  const response = await stack.request(
    'POST',
    `/api/kb/stream-pages?stream_id=bench&instance_id=${instance}`,
    pages.map((page) => `${JSON.stringify(page)}\n`).join(''),
    { 'content-type': 'application/x-ndjson' },
  );
  await response.text();
  const stored = performance.now();
  let stream: Stream;
  do {
    await delay(20);
    stream = await stack.json<Stream>('GET', `/api/kb/streams/bench?instance_id=${instance}`);
  } while (stream.indexed + stream.failed < pages.length);
  const seconds = (performance.now() - began) / 1000;
  return {
    pages: pages.length,
    'MB of text': rounded(pages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0) / 1e6),
    failed: stream.failed,
    'pages/s durable': rounded(pages.length / ((stored - began) / 1000), 0),
    'pages/s live': rounded(pages.length / seconds, 0),
    'seconds to live': rounded(seconds, 2),
  };
}

async function askAll(stack: Stack, instance: string, questions: readonly string[]): Promise<Row> {
  const timed = async (ask: (question: string) => Promise<unknown>) => {
    const samples: number[] = [];
    for (const question of questions) {
      const began = performance.now();
      await ask(question);
      samples.push(performance.now() - began);
    }
    return samples;
  };
  const search = await timed((query) =>
    stack.json('POST', '/api/kb/search', { instance_id: instance, query }),
  );
  const chat = await timed((message) =>
    stack.json('POST', '/api/kb/v2/chat', {
      chat_data: { instance_id: instance, user_id: 'bench', message },
    }),
  );
  return {
    questions: questions.length,
    'search p50 ms': rounded(percentile(search, 0.5)),
    'search p95 ms': rounded(percentile(search, 0.95)),
    'chat p50 ms': rounded(percentile(chat, 0.5)),
    'chat p95 ms': rounded(percentile(chat, 0.95)),
  };
}
