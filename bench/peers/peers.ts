import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listProcesses, startRedis, tempFolder } from '@persona/testing';
import { showsText } from '@persona/text';
import { Pool } from 'undici';
import { dataFolder, markdownPages, type BenchPage } from '../collections.ts';
import { ingestAll } from '../service.ts';
import { runSpeedBench } from '../speed.ts';
import { ADMIN_KEY, startStack, type Stack } from '../stack.ts';
import { percentile, rounded } from '../table.ts';
import { readProfiles } from './profiles.ts';

type Row = Record<string, string | number>;

const CONNECTIONS = 50;
const REQUESTS = 2000;
const WORDS = 60;
const TINY_PAGES = 5000;
const MiB = 2 ** 20;

/** A pair: figures of the product and of the peer, in one unit, one of each round. */
interface Pair {
  what: string;
  unit: string;
  product(): Promise<number>;
  peer(): Promise<number>;
}

/**
 * The product beside what a user would build of the same parts: each pair in one run, the sides alternating
 * in who goes first, as medians of the ratios with their quartiles. The peer keeps less: no versions, no
 * places in the text, no languages, no commit before the answer. With `profile` it shows where a page's time
 * goes instead.
 */
export async function runPeersBench({
  rounds,
  profile,
}: {
  rounds: number;
  profile: boolean;
}): Promise<Record<string, Row[]>> {
  const real = markdownPages(path.join(dataFolder, 'pages')).filter(({ content }) => showsText(content));
  if (profile) return profileAll(real);
  await using opened = new AsyncDisposableStack();
  const stack = await startStack('product');
  opened.defer(() => stack.stop());
  const tiny = Array.from({ length: TINY_PAGES }, (_, n) => tinyPage(`Note ${n}`, n));
  const rows: Row[] = [
    {
      what: 'memory at rest without pages',
      unit: 'MB (PSS)',
      product: await atRest(stack.pid()),
      peer: '–',
      ratio: '–',
      quartiles: '–',
    },
  ];
  const pairs: Pair[] = [
    acceptPair(stack, 'each title its own', (n) => `Note ${n}`),
    acceptPair(stack, 'all of one title', () => 'Note'),
    streamPair(stack, `${real.length} real pages, ${megabytes(real)} MB`, real),
    streamPair(stack, `${tiny.length} tiny pages, ${megabytes(tiny)} MB`, tiny),
  ];
  for (const pair of pairs) rows.push(await measure(pair, rounds));
  return { 'product and peer': rows, ...(await runSpeedBench()) };
}

async function measure({ what, unit, product, peer }: Pair, rounds: number): Promise<Row> {
  const figures: { product: number; peer: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = round % 2 === 0 ? await product() : 0;
    const other = await peer();
    figures.push({ product: first || (await product()), peer: other });
  }
  const ratios = figures.map((of) => of.product / of.peer);
  const median = (values: readonly number[]) => rounded(percentile(values, 0.5), 0);
  return {
    what,
    unit,
    product: median(figures.map((of) => of.product)),
    peer: median(figures.map((of) => of.peer)),
    ratio: rounded(percentile(ratios, 0.5), 2),
    quartiles: `${rounded(percentile(ratios, 0.25), 2)}–${rounded(percentile(ratios, 0.75), 2)}`,
  };
}

/** Single pages over many connections, each answered when it is kept; in a persona that goes afterwards. */
function acceptPair(stack: Stack, which: string, titleOf: (n: number) => string): Pair {
  return {
    what: `accept single pages, ${CONNECTIONS} connections, ${which}`,
    unit: 'pages/s',
    product: () =>
      inPersona(stack, (instance_id) =>
        send(stack.base, '/api/kb/store-pages', (n) => ({
          instance_id,
          pages: [tinyPage(titleOf(n), n)],
        })),
      ),
    async peer() {
      const redis = await startRedis();
      const child = startPeer(['accept', redis.url]);
      try {
        const { url } = await told<{ url: string }>(child);
        return await send(url, '/pages', (n) => ({
          pages: [tinyPage(titleOf(n), n)],
        }));
      } finally {
        await endOf(child);
        await redis.stop();
      }
    },
  };
}

/** From the first byte until the last page can be found. */
function streamPair(stack: Stack, which: string, pages: readonly BenchPage[]): Pair {
  return {
    what: `first byte to last page live, ${which}`,
    unit: 'pages/s',
    product: () =>
      inPersona(
        stack,
        async (instance_id) => (await ingestAll(stack, instance_id, pages))['pages/s live'] ?? 0,
      ),
    async peer() {
      using folder = tempFolder();
      const file = path.join(folder.path, 'pages.ndjson');
      writeFileSync(file, pages.map((page) => `${JSON.stringify(page)}\n`).join(''));
      const redis = await startRedis();
      const child = startPeer(['index', redis.url, file, path.join(folder.path, 'index.db')]);
      try {
        const { took } = await told<{ took: number }>(child);
        return (1000 * pages.length) / took;
      } finally {
        await endOf(child);
        await redis.stop();
      }
    },
  };
}

/** A page of a few sentences that no other one equals. */
const tinyPage = (title: string, n: number): BenchPage => ({
  title,
  metadata: { external_id: `${title}-${n}` },
  content: Array.from({ length: WORDS }, (_, at) => `word${(n * 31 + at * 7) % 5000}`).join(' '),
});

const megabytes = (pages: readonly BenchPage[]): number =>
  rounded(pages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0) / 1e6);

async function inPersona<T>(stack: Stack, work: (instanceId: string) => Promise<T>): Promise<T> {
  const instance_data = { name: 'peer', description: 'Of the bench.', configuration: {} };
  const { instance_id } = await stack.json<{ instance_id: string }>('POST', '/api/instance', {
    instance_data,
  });
  try {
    return await work(instance_id);
  } finally {
    await stack.request('DELETE', `/api/instance/${instance_id}`, undefined, { prefer: 'wait=60' });
  }
}

/** Sends all requests over the connections and returns how many were answered a second. */
async function send(base: string, route: string, bodyOf: (n: number) => object): Promise<number> {
  const pool = new Pool(base, { connections: CONNECTIONS, pipelining: 1 });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` };
  let next = 0;
  const began = performance.now();
  const connection = async () => {
    for (let n = next++; n < REQUESTS; n = next++) {
      const body = JSON.stringify(bodyOf(n));
      const reply = await pool.request({ method: 'POST', path: route, headers, body });
      const text = await reply.body.text();
      if (reply.statusCode >= 300) throw new Error(`${route}: ${reply.statusCode} ${text.slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  const seconds = (performance.now() - began) / 1000;
  await pool.close();
  return REQUESTS / seconds;
}

const startPeer = (args: readonly string[]): ChildProcess =>
  fork(path.join(import.meta.dirname, 'peer.ts'), args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });

/** The first message of a peer; throws when it ends without one. */
async function told<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The peer ended with ${String(code)}.`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [T];
  ended.catch(() => undefined);
  return message;
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** Proportional memory of a process and those below it, at rest; NaN where there is no /proc. */
async function atRest(pid: number): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, AT_REST_MS);
  await promise;
  const all = listProcesses();
  const below = (parent: number): number[] => [
    parent,
    ...all.filter((one) => one.parent === parent).flatMap((one) => below(one.pid)),
  ];
  const kib = below(pid).reduce((sum, one) => {
    const rollup = readFileSync(`/proc/${one}/smaps_rollup`, 'utf8');
    return sum + Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? Number.NaN);
  }, 0);
  return Math.round((kib * 1024) / MiB);
}

/** Processes collect their garbage within five seconds of rest, and encoder threads leave after thirty. */
const AT_REST_MS = 20_000;

/** Where the time of the processor goes, by work: every process and thread of an install is profiled. */
async function profileAll(real: readonly BenchPage[]): Promise<Record<string, Row[]>> {
  const tables: Record<string, Row[]> = {};
  const run = async (what: string, pages: number, work: (stack: Stack, id: string) => Promise<unknown>) => {
    let since = 0;
    const folder = mkdtempSync(path.join(tmpdir(), 'persona-profile-'));
    try {
      const stack = await startStack('product', { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` });
      try {
        since = Number(process.hrtime.bigint() / 1000n);
        await inPersona(stack, (id) => work(stack, id));
      } finally {
        await stack.stop();
      }
      tables[`where the processor's time goes: ${what}`] = readProfiles(folder, pages, since);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  await run(`${REQUESTS} single pages`, REQUESTS, (stack, instance_id) =>
    send(stack.base, '/api/kb/store-pages', (n) => ({ instance_id, pages: [tinyPage(`Note ${n}`, n)] })),
  );
  await run(`${real.length} streamed pages`, real.length, (stack, id) => ingestAll(stack, id, real));
  return tables;
}
