import path from 'node:path';
import { showsText } from '@persona/text';
import { setTimeout as sleep } from 'node:timers/promises';
import { findServerShape, listProcesses, type ServerShape } from '@persona/testing';
import { collection, dataFolder, markdownPages, type BenchPage } from './collections.ts';
import { startStack, type Stack } from './stack.ts';
import { percentile, rounded } from './table.ts';

type Row = Record<string, string | number>;
type Figures = Record<string, number>;

const QUESTIONS = 60;
const ROUNDS = 2;
const WITHOUT_STAND_IN = 'servers but SQLite';
/** FerretDB 1.x reads a whole collection for each query: a second of MongoDB takes it minutes. */
const MAX_PAGES_OF_A_STAND_IN = 80;

/**
 * Both shapes of one install, side by side: the same pages are streamed over HTTP into a persona of each
 * until the last one is live, the shapes alternating in who goes first; then every question goes to both, one
 * after the other. Speeds are pages a second from the first byte sent, the mean of the rounds; times are
 * milliseconds at the client, one request at a time.
 */
export async function runServiceBench(): Promise<Record<string, Row[]>> {
  await using started = new AsyncDisposableStack();
  const servers = await findServerShape();
  if (typeof servers !== 'string') started.defer(() => servers.stop());
  const stacks: Stack[] = [];
  const start = async (name: string, env?: Record<string, string>) => {
    const stack = await startStack(name, env);
    started.defer(() => stack.stop());
    stacks.push(stack);
  };
  await start('embedded');
  if (typeof servers !== 'string') {
    await start('servers', servers.env);
    const { DOCUMENTS_URL: _, ...others } = servers.env;
    // The part of the difference that comes from the stand-in.
    if (isStandIn(servers)) await start(WITHOUT_STAND_IN, { ...others, BLOBS_URL: `${others.BLOBS_URL}/2` });
  }

  const service: Row[] = [];
  for (const { name, pages: all, questions } of sets()) {
    const pages = isStandIn(servers) ? all.slice(0, MAX_PAGES_OF_A_STAND_IN) : all;
    const rounds: Map<Stack, Figures>[] = [];
    let personas = new Map<Stack, string>();
    for (let round = 0; round < ROUNDS; round++) {
      personas = new Map();
      const figures = new Map<Stack, Figures>();
      for (const stack of round % 2 === 0 ? stacks : stacks.toReversed()) {
        const instance_data = { name, description: `The pages of ${name}.`, configuration: {} };
        const { instance_id } = await stack.json<{ instance_id: string }>('POST', '/api/instance', {
          instance_data,
        });
        personas.set(stack, instance_id);
        figures.set(stack, await ingestAll(stack, instance_id, pages));
      }
      rounds.push(figures);
    }
    const asked = await askAll(
      personas,
      questions.filter((_, n) => n % Math.ceil(questions.length / QUESTIONS) === 0),
    );
    const figuresOf = (stack: Stack): Figures => ({
      ...meanOf(rounds.map((figures) => figures.get(stack) ?? {})),
      ...asked.get(stack),
    });
    service.push(...compare(stacks, { set: `${name} (${pages.length})` }, figuresOf));
  }
  await leaveNothing(stacks, servers);
  const memory = compare(stacks, {}, (stack) => memoryOf(stack, servers));
  return { shapes: standing(servers), service, memory };
}

/** On servers that exist outside of this run. */
async function leaveNothing(stacks: readonly Stack[], servers: ServerShape | string): Promise<void> {
  if (typeof servers === 'string' || Object.keys(servers.processes).length === 3) return;
  for (const stack of stacks) {
    const { instances } = await stack.json<{ instances: { instance_id: string }[] }>('GET', '/api/instance');
    for (const { instance_id } of instances)
      await stack.request('DELETE', `/api/instance/${instance_id}`, undefined, { prefer: 'wait=30' });
  }
}

/** The program behind each column, or what to install for the second one. */
const standing = (servers: ServerShape | string): Row[] => [
  {
    shape: 'embedded',
    documents: `SQLite ${process.versions['sqlite'] ?? ''}`,
    index: 'SQLite',
    files: 'folder',
  },
  typeof servers === 'string'
    ? { shape: 'servers', documents: servers }
    : {
        shape: 'servers',
        documents: `${servers.behind.mongodb}${isStandIn(servers) ? " (speaks MongoDB's protocol, is no MongoDB)" : ''}`,
        index: servers.behind.qdrant,
        files: servers.behind.s3,
      },
];

const isStandIn = (servers: ServerShape | string): boolean =>
  typeof servers !== 'string' && servers.behind.mongodb.startsWith('ferretdb');

function sets() {
  const italian = collection(path.join(dataFolder, 'retrieval', 'squad-it-test'));
  const redis = collection(path.join(dataFolder, 'retrieval', 'kb-redis'));
  return [
    {
      name: 'redis-doc',
      // Some have nothing but front matter, and are refused.
      pages: markdownPages(path.join(dataFolder, 'pages', 'redis-doc')).filter(({ content }) =>
        showsText(content),
      ),
      questions: redis.questions,
    },
    { name: 'squad-it-test', pages: italian.pages, questions: italian.questions },
  ];
}

/** A row for each figure, a column for each shape, and the ratio of the others to the first. */
function compare(stacks: readonly Stack[], labels: Row, figuresOf: (stack: Stack) => Figures): Row[] {
  const columns = stacks.map((stack) => [stack.name, figuresOf(stack)] as const);
  const measures = new Set(columns.flatMap(([, figures]) => Object.keys(figures)));
  return [...measures].map((measure) => {
    const row: Row = { ...labels, measure };
    for (const [name, figures] of columns) row[name] = figures[measure] ?? '–';
    const first = columns[0]?.[1][measure];
    for (const [name, figures] of columns.slice(1)) {
      const other = figures[measure];
      if (first !== undefined && other !== undefined) row[`${name} ×`] = rounded(other / first, 2);
    }
    return row;
  });
}

/** Streams pages into a persona and waits until all are live. */
export async function ingestAll(
  stack: Stack,
  instance: string,
  pages: readonly BenchPage[],
  streamId = 'bench',
): Promise<Figures> {
  const began = performance.now();
  const name = encodeURIComponent(streamId);
  const response = await stack.request(
    'POST',
    `/api/kb/stream-pages?stream_id=${name}&instance_id=${instance}`,
    pages.map((page) => `${JSON.stringify(page)}\n`).join(''),
    { 'content-type': 'application/x-ndjson' },
  );
  await response.text();
  const stored = performance.now();
  let stream: { indexed: number; failed: number };
  let took = 5;
  do {
    // Checking must not become the main load.
    await sleep(4 * took);
    const asked = performance.now();
    stream = await stack.json('GET', `/api/kb/streams/${name}?instance_id=${instance}`);
    took = performance.now() - asked;
  } while (stream.indexed + stream.failed < pages.length);
  if (stream.failed > 0) throw new Error(`${stack.name}: ${stream.failed} pages failed.`);
  return {
    'pages/s durable': rounded(pages.length / ((stored - began) / 1000), 0),
    'pages/s live': rounded(pages.length / ((performance.now() - began) / 1000), 0),
  };
}

async function askAll(
  personas: ReadonlyMap<Stack, string>,
  questions: readonly string[],
): Promise<Map<Stack, Figures>> {
  const samples = new Map<Stack, Samples>();
  for (const stack of personas.keys()) samples.set(stack, { search: [], chat: [] });
  for (const [n, question] of questions.entries()) {
    for (const [stack, instance_id] of n % 2 === 0 ? personas : [...personas].toReversed()) {
      const timed = async (kind: keyof Samples, route: string, body: object) => {
        const began = performance.now();
        await stack.json('POST', route, body);
        samples.get(stack)?.[kind].push(performance.now() - began);
      };
      await timed('search', '/api/kb/search', { instance_id, query: question });
      const chat_data = { instance_id, user_id: 'bench', message: question };
      await timed('chat', '/api/kb/v2/chat', { chat_data });
    }
  }
  const figures = ({ search, chat }: Samples): Figures => ({
    'search p50 ms': rounded(percentile(search, 0.5)),
    'search p95 ms': rounded(percentile(search, 0.95)),
    'chat p50 ms': rounded(percentile(chat, 0.5)),
    'chat p95 ms': rounded(percentile(chat, 0.95)),
  });
  return new Map([...samples].map(([stack, ofStack]) => [stack, figures(ofStack)]));
}

type Samples = Record<'search' | 'chat', number[]>;

function meanOf(all: readonly Figures[]): Figures {
  const mean = (measure: string) => all.reduce((sum, one) => sum + (one[measure] ?? 0), 0) / all.length;
  return Object.fromEntries(Object.keys(all[0] ?? {}).map((measure) => [measure, rounded(mean(measure), 0)]));
}

/** MiB by process when everything is done, including the servers that belong to this run. */
function memoryOf(stack: Stack, servers: ServerShape | string): Figures {
  const memory = stack.memory();
  if (stack.name === 'servers' && typeof servers !== 'string') {
    const running = new Map(listProcesses().map(({ pid, rss }) => [pid, Math.round(rss / 1024)]));
    for (const [kind, { pid }] of Object.entries(servers.processes)) memory[kind] = running.get(pid) ?? 0;
  }
  const total = Object.values(memory).reduce((sum, one) => sum + one, 0);
  return { ...memory, total };
}
