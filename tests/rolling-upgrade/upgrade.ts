// A system of the version before becomes one of today's, process by process, while it is used.
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, freePort, tempFolder } from '@persona/testing';
import { startBalancer } from '../balancer.ts';
import { startService, stopService, type ServiceName } from '../service-process.ts';
import { askAbout, startUsers, storePages, type Caller, type Deeds } from './users.ts';
import { checkOut } from './version-before.ts';

const KEY = 'psk_rolling_000000000000000000000000upgrade';
const TIMEOUT_MS = 600_000;
const STORE_BATCH_SIZE = 50;
/** Jobs that each worker has to finish in each state in which both versions work. */
const MIN_JOBS: Partial<Record<ServiceName, number>> = { 'ingest-worker': 3, 'media-worker': 1 };
type Version = 'before' | 'today';

export interface UpgradeOptions {
  /** The commit that stands for the version before. */
  before: string;
  /** The environment that names the stores. */
  env: NodeJS.ProcessEnv;
  /** Processes of each kind. */
  copies: number;
  /** Pages that are there before. */
  pages: number;
  /** How often each user does something. */
  intervalMs: number;
  /** How long each state is kept at least. */
  stateMs: number;
  say(line: string): void;
}

export interface UpgradeReport extends Pick<Deeds, 'asked' | 'failures' | 'silences'> {
  stored: number;
  voices: number;
  /** Acknowledged pages that do not answer in the end, and voices that are not ready. */
  lost: string[];
  /** What /readyz said of the index, in order. */
  indexStates: string[];
  /** Jobs by version of the worker, while all gateways were of the one version, and of the other. */
  jobs: Record<string, number>;
  exitCodes: (number | null)[];
}

interface Running {
  name: ServiceName;
  version: Version;
  child: ChildProcess;
  internal: string;
}

export async function upgradeRolling(options: UpgradeOptions): Promise<UpgradeReport> {
  const { copies, pages, say } = options;
  await using cleanup = new AsyncDisposableStack();
  const older = cleanup.adopt(tempFolder(), (one) => one.remove());
  const data = cleanup.adopt(tempFolder(), (one) => one.remove());
  await checkOut(options.before, older.path);
  const roots: Record<Version, string> = {
    before: older.path,
    today: path.join(import.meta.dirname, '../..'),
  };
  const portsOf = () => Promise.all(Array.from({ length: 2 * copies }, () => freePort()));
  const ports = { api: await portsOf(), chat: await portsOf() };
  const addresses = (of: number[]) => of.map((port) => `http://127.0.0.1:${port}`);
  const chats = cleanup.adopt(await startBalancer(addresses(ports.chat)), (one) => one.close());
  const gateways = cleanup.adopt(await startBalancer(addresses(ports.api)), (one) => one.close());
  const shared: NodeJS.ProcessEnv = {
    ...options.env,
    PERSONA_DATA_DIR: data.path,
    CHAT_URL: chats.url,
    INTERNAL_TOKEN: 'token of this run',
    PERSONA_ADMIN_KEY: KEY,
    LOG_LEVEL: 'silent',
    STOP_NOTICE_SECONDS: '1',
    RATE_LIMIT_PER_MINUTE: '100000',
  };

  const running = new Set<Running>();
  const exitCodes: (number | null)[] = [];
  const start = async (name: ServiceName, version: Version, copy: number): Promise<Running> => {
    const port = (of: number[]) => String(of[version === 'before' ? copy : copies + copy]);
    const internalPort = name === 'chat' ? port(ports.chat) : String(await freePort());
    const env = {
      ...shared,
      INTERNAL_PORT: internalPort,
      ...(name === 'api' && { PORT: port(ports.api) }),
    };
    const child = await startService(name, env, roots[version]);
    const one = { name, version, child, internal: `http://127.0.0.1:${internalPort}` };
    running.add(one);
    return one;
  };
  const stop = async (one: Running): Promise<void> => {
    running.delete(one);
    exitCodes.push(await stopService(one.child));
  };
  cleanup.defer(async () => {
    await Promise.all([...running].map(stop));
  });
  /** A new process is ready before an old one goes, as orchestrators do it. */
  const replace = async (names: readonly ServiceName[], copy: number): Promise<void> => {
    await Promise.all(names.map((name) => start(name, 'today', copy)));
    const balancer = names.includes('api') ? gateways : names.includes('chat') ? chats : undefined;
    await eventually(() => balancer === undefined || balancer.ready() > copies, { timeoutMs: TIMEOUT_MS });
    const leaving = names.flatMap((name) =>
      [...running].filter((one) => one.name === name && one.version === 'before').slice(0, 1),
    );
    await Promise.all(leaving.map(stop));
    say(`${names.join(', ')} ${copy + 1} of ${copies} replaced`);
  };

  // The first gateway makes the stores.
  await start('api', 'before', 0);
  for (let copy = 0; copy < copies; copy++)
    await Promise.all(
      (['chat', 'ingest-worker', 'media-worker', ...(copy > 0 ? (['api'] as const) : [])] as const).map(
        (name) => start(name, 'before', copy),
      ),
    );
  await eventually(
    () => {
      if (gateways.ready() >= copies && chats.ready() >= copies) return true;
      throw new Error(`Not ready: ${[...gateways.said(), ...chats.said()].join(', ')}`);
    },
    { timeoutMs: TIMEOUT_MS },
  );
  const caller = await createPersona(gateways.url);
  const numbers = Array.from({ length: pages }, (_, n) => n);
  for (let from = 0; from < pages; from += STORE_BATCH_SIZE)
    await storePages(caller, numbers.slice(from, from + STORE_BATCH_SIZE));
  await eventually(async () => (await countPages(caller, 'live')) >= Math.min(pages, 1000), {
    timeoutMs: TIMEOUT_MS,
  });
  await eventually(async () => (await askAbout(caller, pages - 1)) === undefined, { timeoutMs: TIMEOUT_MS });
  say(`${copies} of each of the version before, ${pages} pages answer`);

  const working = new AbortController();
  const { deeds, done } = startUsers(caller, {
    first: pages,
    intervalMs: options.intervalMs,
    signal: working.signal,
  });
  const indexStates: string[] = [];
  const watching = watchIndex(gateways.url, indexStates, working.signal);
  const jobs: Record<string, number> = {};
  /** Waits until the workers of both versions have done their part, and notes how many jobs that were. */
  const bothWork = async (gateway: string): Promise<void> => {
    const workers = [...running].filter(({ name }) => name in MIN_JOBS);
    const before = new Map(await Promise.all(workers.map(async (one) => [one, await jobsOf(one)] as const)));
    const since = async (one: Running) => (await jobsOf(one)) - (before.get(one) ?? 0);
    await sleep(options.stateMs);
    for (const worker of workers)
      await eventually(async () => (await since(worker)) >= (MIN_JOBS[worker.name] ?? 0), {
        timeoutMs: TIMEOUT_MS,
      });
    for (const worker of workers) {
      const name = `gateways of ${gateway}, ${worker.name} of ${worker.version}`;
      jobs[name] = (jobs[name] ?? 0) + (await since(worker));
    }
  };

  const workers = ['ingest-worker', 'media-worker'] as const;
  for (let copy = 0; copy < copies; copy++) await replace(['chat'], copy);
  await sleep(options.stateMs);
  await Promise.all(workers.map((name) => start(name, 'today', 0)));
  say('workers of both versions');
  await bothWork('before');
  for (let copy = 0; copy < copies; copy++) await replace(['api'], copy);
  await bothWork('today');
  for (const one of [...running].filter(({ version }) => version === 'before')) {
    // As many as there were: the first has come already.
    const copy = [...running].filter(({ name, version }) => name === one.name && version === 'today').length;
    if (copy < copies) await start(one.name, 'today', copy);
    await stop(one);
  }
  say('all of today');
  await eventually(() => indexStates.at(-1) === 'ok', { timeoutMs: TIMEOUT_MS });
  await sleep(options.stateMs);
  working.abort();
  await Promise.all([done, watching]);
  const lost = await whatIsLost(caller, deeds);
  return {
    asked: deeds.asked,
    stored: deeds.stored.size,
    voices: deeds.voices.length,
    failures: deeds.failures,
    silences: deeds.silences,
    lost,
    indexStates,
    jobs,
    exitCodes,
  };
}

async function createPersona(url: string): Promise<Caller> {
  const call: Caller['call'] = async (method, route, body) => {
    const reply = await fetch(url + route, {
      method,
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    try {
      return { status: reply.status, body: JSON.parse(text) };
    } catch {
      return { status: reply.status, body: text };
    }
  };
  const { body } = await call('POST', '/api/instance', {
    instance_data: { name: 'Ada', description: 'A lighthouse keeper', configuration: {} },
  });
  return { call, instanceId: (body as { instance_id: string }).instance_id };
}

async function countPages({ call, instanceId }: Caller, status: string): Promise<number> {
  const { body } = await call(
    'GET',
    `/api/kb/training-data?instance_id=${instanceId}&status=${status}&limit=1000`,
  );
  return (body as { training_data: unknown[] }).training_data.length;
}

async function watchIndex(url: string, states: string[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const reply = await fetch(`${url}/readyz`).catch(() => undefined);
    const { parts } = ((await reply?.json().catch(() => ({}))) ?? {}) as { parts?: Record<string, string> };
    const state = parts?.['index']?.replace(/\d+ %/, '… %') ?? 'untold';
    if (states.at(-1) !== state) states.push(state);
    await sleep(200, undefined, { signal }).catch(() => undefined);
  }
}

/** The number of jobs that a worker has done. */
async function jobsOf({ internal }: Running): Promise<number> {
  const text = await (await fetch(`${internal}/metrics`)).text();
  return [...text.matchAll(/^persona_job_run_seconds_count\{[^}]*outcome="completed"[^}]*\} (\d+)/gm)]
    .map(([, count]) => Number(count))
    .reduce((sum, count) => sum + count, 0);
}

async function whatIsLost(caller: Caller, { stored, voices }: Deeds): Promise<string[]> {
  const waiting = async () => (await countPages(caller, 'queued')) + (await countPages(caller, 'indexing'));
  await eventually(async () => (await waiting()) === 0, { timeoutMs: TIMEOUT_MS });
  const lost: string[] = [];
  for (const n of stored) if (await askAbout(caller, n)) lost.push(`beacon ${n} does not answer`);
  for (const id of voices) {
    const state = async () => {
      const { body } = await caller.call('GET', `/api/admin/voice/${id}?instance_id=${caller.instanceId}`);
      return (body as { state?: string; voice?: { state?: string } }).state;
    };
    const isReady = async () => (await state()) === 'ready';
    await eventually(isReady, { timeoutMs: TIMEOUT_MS }).catch(async () => {
      lost.push(`${id} is ${await state()}`);
    });
  }
  return lost;
}
