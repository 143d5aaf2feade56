import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, listProcesses } from '@persona/testing';
import { findRun } from '../scripts/launch/lock.ts';

const root = path.dirname(import.meta.dirname);
export const ADMIN_KEY = 'psk_bench_000000000000000000000000bench';
const START_TIMEOUT_MS = 60_000;
/** Settings of an existing install; an empty value means unset, and also keeps .env out. */
const NOT_OURS = { DOCUMENTS_URL: '', SEARCH_URL: '', BLOBS_URL: '', REDIS_URL: '' };

/** A whole install on an address of its own. */
export interface Stack {
  readonly name: string;
  readonly base: string;
  request(method: string, route: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** The parsed answer of a request that must succeed. */
  json<T>(method: string, route: string, body?: unknown): Promise<T>;
  /** Resident memory by process, in MiB. */
  memory(): Record<string, number>;
  /** Of the launcher, above all others. */
  pid(): number;
  /** The URL of its queue. */
  redisUrl(): URL;
  /** The folder of its data. */
  readonly dataDir: string;
  /** Stops it and starts it again on its data; returns the seconds from its start until it is ready. */
  restart(): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts an install as `npm start` does, without the sample, on a data folder that is removed with it:
 * embedded, unless `env` names servers.
 */
export async function startStack(name: string, env: Record<string, string> = {}): Promise<Stack> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'persona-bench-'));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  compileOnce();
  const launch = () => launchOn(base, { PERSONA_DATA_DIR: dataDir, PORT: String(port), ...env });
  let launcher = await launch();
  const end = async () => {
    const exited = once(launcher, 'exit');
    launcher.kill('SIGTERM');
    await exited;
  };
  return {
    ...connect(name, base, ADMIN_KEY),
    dataDir,
    memory: () => memoryBelow(launcher.pid ?? 0),
    pid: () => launcher.pid ?? 0,
    redisUrl: () => new URL(findRun(dataDir)?.redisUrl ?? env['REDIS_URL'] ?? ''),
    restart: async () => {
      await end();
      const began = performance.now();
      launcher = await launch();
      return (performance.now() - began) / 1000;
    },
    stop: async () => {
      await end();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

let isCompiled = false;

/** As the set-up of npm start does, and that of a bench does not. */
function compileOnce(): void {
  if (!isCompiled) spawnSync(process.execPath, ['scripts/launch.ts', '--compile'], { cwd: root });
  isCompiled = true;
}

/** Starts an install and returns its launcher when it is ready. */
async function launchOn(base: string, env: Record<string, string>): Promise<ChildProcess> {
  const launcher = spawn(process.execPath, ['scripts/launch.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...NOT_OURS,
      PERSONA_SAMPLE: 'off',
      PERSONA_ADMIN_KEY: ADMIN_KEY,
      ...env,
    },
  });
  let output = '';
  for (const stream of [launcher.stdout, launcher.stderr]) stream.on('data', (chunk) => (output += chunk));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (
    !(await fetch(`${base}/readyz`).then(
      (r) => r.ok,
      () => false,
    ))
  ) {
    if (launcher.exitCode !== null || Date.now() > deadline) {
      launcher.kill('SIGTERM');
      throw new Error(`The stack did not start:\n${output}`);
    }
    await sleep(50);
  }
  return launcher;
}

/** A client of an install that runs already. */
export function connect(
  name: string,
  base: string,
  key: string,
): Pick<Stack, 'name' | 'base' | 'request' | 'json'> {
  const request: Stack['request'] = (method, route, body, headers = {}) => {
    const raw = typeof body === 'string' || body === undefined;
    return fetch(base + route, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(raw ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    });
  };
  return {
    name,
    base,
    request,
    json: async <T>(method: string, route: string, body?: unknown) => {
      const response = await request(method, route, body);
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text.slice(0, 500)}`);
      return JSON.parse(text) as T;
    },
  };
}

function memoryBelow(launcher: number): Record<string, number> {
  const memory: Record<string, number> = {};
  for (const { pid, parent, rss, args } of listProcesses()) {
    if (pid !== launcher && parent !== launcher) continue;
    const name =
      /run-services\.mjs (.+)$/.exec(args)?.[1] ?? (args.includes('redis-server') ? 'redis' : 'launcher');
    memory[name] = Math.round(rss / 1024);
  }
  return memory;
}
