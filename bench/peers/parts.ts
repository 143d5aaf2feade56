import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startRedis, tempFolder } from '@persona/testing';
import type { BenchPage } from '../collections.ts';
import { sample } from '../question-sets.ts';
import { ingestAll } from '../service.ts';
import type { Stack } from '../stack.ts';
import { percentile, rounded } from '../table.ts';
import type { Figures, Part } from './measure.ts';
import type { RealPages } from './real-pages.ts';
import { endOf, gatewayOf, inPersona, processorTimeOf, send, startPeer, told, watchMemory } from './sides.ts';

export const REQUESTS = 2000;
const WORDS = 60;
const TINY_PAGES = 7425;
const QUESTIONS = 100;
const MB = 1e6;

/** A page of a few sentences that no other one equals; without an id, so that its words identify it. */
export const tinyPage = (title: string, n: number) => ({
  title,
  content: Array.from({ length: WORDS }, (_, at) => `word${(n * 31 + at * 7) % 5000}`).join(' ') + ` ${n}`,
});

const tinyPages = (): BenchPage[] =>
  Array.from({ length: TINY_PAGES }, (_, n) => ({
    ...tinyPage(`Note ${n}`, n),
    metadata: { external_id: `note-${n}` },
  }));

const bytesOf = (pages: readonly BenchPage[]): number =>
  pages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);

/** Single pages over many connections, each answered when it is kept; in a persona that goes afterwards. */
export function acceptPart(
  stack: Stack,
  which: string,
  titleOf: (n: number) => string,
): Part<'rate' | 'processor'> {
  const sent = async (base: string, route: string, pid: number | undefined, more: object) => {
    const before = processorTimeOf(pid);
    const rate = await send(base, route, REQUESTS, (n) => ({ ...more, pages: [tinyPage(titleOf(n), n)] }));
    return { rate, processor: (processorTimeOf(pid) - before) / REQUESTS };
  };
  const product = () =>
    inPersona(stack, (instance_id) =>
      sent(stack.base, '/api/kb/store-pages', gatewayOf(stack), { instance_id }),
    );
  const peer = async () => {
    const redis = await startRedis();
    const child = startPeer(['accept', redis.url]);
    try {
      const { url } = await told<{ url: string }>(child);
      return await sent(url, '/pages', child.pid, {});
    } finally {
      await endOf(child);
      await redis.stop();
    }
  };
  return {
    measures: {
      rate: {
        what: `accept single pages, 50 connections, ${which}`,
        unit: 'pages/s',
        bar: { min: 0.4, goal: 0.8 },
      },
      processor: { what: 'the same, processor of the process that accepts', unit: 'ms a page', bar: null },
    },
    async round(productFirst) {
      const [a, b] = await inTurn(product, peer, productFirst);
      return {
        rate: { product: a.rate, peer: b.rate },
        processor: { product: a.processor, peer: b.processor },
      };
    },
  };
}

async function inTurn<A, B>(a: () => Promise<A>, b: () => Promise<B>, aFirst: boolean): Promise<[A, B]> {
  if (aFirst) return [await a(), await b()];
  const other = await b();
  return [await a(), other];
}

/** What a BullMQ job a page and a full-text table take for the same pages. */
async function indexByPeer(pages: readonly BenchPage[]): Promise<{ took: number; megabytes: number }> {
  using folder = tempFolder();
  const file = path.join(folder.path, 'pages.ndjson');
  writeFileSync(file, pages.map((page) => `${JSON.stringify(page)}\n`).join(''));
  const redis = await startRedis();
  const child = startPeer(['index', redis.url, file, path.join(folder.path, 'index.db')]);
  try {
    return await told(child);
  } finally {
    await endOf(child);
    await redis.stop();
  }
}

/**
 * Real pages from the first byte until the last can be found, then the same stream again; and the memory of
 * all processes at the peak, above `restMiB`, beside the bytes of the pages.
 */
export function realStreamPart(
  stack: Stack,
  { pages, bytes }: RealPages,
  restMiB: number,
): Part<'rate' | 'again' | 'memory' | 'peerMemory'> {
  const size = `${pages.length} real pages, ${rounded(bytes / MB)} MB`;
  const product = () =>
    inPersona(stack, async (id) => {
      const memory = watchMemory(stack.pid());
      const began = performance.now();
      await ingestAll(stack, id, pages);
      const first = performance.now() - began;
      const above = memory.peak() - restMiB;
      const againFrom = performance.now();
      await ingestAll(stack, id, pages);
      return { first, again: performance.now() - againFrom, above: (above * 2 ** 20) / MB };
    });
  return {
    measures: {
      rate: {
        what: `first byte to last page live, ${size}`,
        unit: 'pages/s',
        bar: { min: 1, goal: 2.5 },
      },
      again: {
        what: 'the same stream again, unchanged ÷ the first time',
        unit: 's',
        bar: { max: 0.2, goal: 0.05 },
      },
      memory: {
        what: 'memory at its peak, above rest ÷ bytes of the pages',
        unit: 'MB (resident)',
        bar: { max: 4, goal: 2 },
      },
      peerMemory: { what: 'the same ÷ the process of the peer', unit: 'MB (resident)', bar: null },
    },
    async round(productFirst) {
      const [ours, theirs] = await inTurn(product, () => indexByPeer(pages), productFirst);
      return {
        rate: {
          product: (1000 * pages.length) / ours.first,
          peer: (1000 * pages.length) / theirs.took,
        },
        again: { product: ours.again / 1000, peer: ours.first / 1000 },
        memory: { product: ours.above, peer: bytes / MB },
        peerMemory: { product: ours.above, peer: theirs.megabytes },
      };
    },
  };
}

export function tinyStreamPart(stack: Stack): Part<'rate'> {
  const pages = tinyPages();
  const product = () =>
    inPersona(stack, async (id) => {
      const began = performance.now();
      await ingestAll(stack, id, pages);
      return performance.now() - began;
    });
  return {
    measures: {
      rate: {
        what: `first byte to last page live, ${pages.length} tiny pages, ${rounded(bytesOf(pages) / MB)} MB`,
        unit: 'pages/s',
        bar: { min: 2, goal: 5 },
      },
    },
    async round(productFirst) {
      const [ours, theirs] = await inTurn(product, () => indexByPeer(pages), productFirst);
      const rate = (ms: number) => (1000 * pages.length) / ms;
      return { rate: { product: rate(ours), peer: rate(theirs.took) } };
    },
  };
}

/** Searches while a third of the pages streams in beside searches at rest; then questions beside searches. */
export function askPart(stack: Stack, { pages, questions }: RealPages): Part<'search' | 'chat'> {
  const asked = sample([...questions], QUESTIONS);
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await work();
    return performance.now() - began;
  };
  return {
    measures: {
      search: {
        what: 'search p95 over HTTP while a third of the pages streams in ÷ at rest',
        unit: 'ms',
        bar: { max: 4, goal: 2 },
      },
      chat: { what: 'chat p50 ÷ search p50 over HTTP', unit: 'ms', bar: { max: 3, goal: 1.5 } },
    },
    round: () =>
      inPersona(stack, async (instance_id) => {
        const search = (query: string) =>
          timed(() => stack.json('POST', '/api/kb/search', { instance_id, query }));
        const chat = (message: string) =>
          timed(() =>
            stack.json('POST', '/api/kb/v2/chat', { chat_data: { instance_id, user_id: 'bench', message } }),
          );
        const cut = Math.ceil((2 * pages.length) / 3);
        await ingestAll(stack, instance_id, pages.slice(0, cut));
        const atRest: number[] = [];
        for (const query of asked) atRest.push(await search(query));
        const busy: number[] = [];
        const streaming = { done: false };
        const streamed = ingestAll(stack, instance_id, pages.slice(cut), 'last third').finally(
          () => (streaming.done = true),
        );
        for (let n = 0; !streaming.done; n++) busy.push(await search(asked[n % asked.length] ?? ''));
        await streamed;
        const [searches, chats]: [number[], number[]] = [[], []];
        for (const question of asked) {
          searches.push(await search(question));
          chats.push(await chat(question));
        }
        return {
          search: pair(busy, atRest, 0.95),
          chat: pair(chats, searches, 0.5),
        };
      }),
  };
}

const pair = (product: readonly number[], peer: readonly number[], share: number): Figures => ({
  product: percentile(product, share),
  peer: percentile(peer, share),
});
