// npm start as a user sees it: the launcher and all its processes, on a data folder and a port of its own.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

const root = path.dirname(import.meta.dirname);
const WAIT = { timeout: 120_000, interval: 50 };

interface Launcher {
  child: ChildProcess;
  output(): string;
  exited: Promise<number | null>;
}

interface RunningProcess {
  name: string;
  pid: number;
}

let dataDir: string;
let port: number;
/** The launcher that runs: one test goes on where the one before ended, because a start takes seconds. */
let launcher: Launcher | undefined;
/** Every process that a launcher of this file recorded, to check at the end that none is left. */
const everSeen = new Set<number>();

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), `persona's start `));
  port = await freePort();
});
afterAll(async () => {
  launcher?.child.kill('SIGTERM');
  await launcher?.exited;
  rmSync(dataDir, { recursive: true, force: true });
});

function launch(env: NodeJS.ProcessEnv = {}): Launcher {
  const {
    REDIS_URL: _redis,
    DOCUMENTS_URL: _documents,
    SEARCH_URL: _search,
    BLOBS_URL: _blobs,
    ...rest
  } = process.env;
  const child = spawn(process.execPath, [path.join(root, 'scripts/launch.ts')], {
    env: {
      ...rest,
      PERSONA_DATA_DIR: dataDir,
      PORT: String(port),
      PERSONA_SAMPLE: 'off',
      PERSONA_AUTH: 'on',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return { child, output: () => output, exited };
}

const running = async (one: Launcher) => {
  const began = vi.waitFor(() => expect(one.output()).toContain('Persona is running.'), WAIT);
  const ended = one.exited.then(() => Promise.reject(new Error(`it stopped:\n${one.output()}`)));
  launcher = one;
  await Promise.race([began, ended]);
  for (const { pid } of processes()) everSeen.add(pid);
};

/** The launcher that the test before has left running, else a new one. */
async function theRunning(): Promise<Launcher> {
  const runs = launcher && launcher.child.exitCode === null && launcher.child.signalCode === null;
  const one = runs && launcher ? launcher : launch();
  await running(one);
  return one;
}

function processes(): RunningProcess[] {
  const record = readFileSync(path.join(dataDir, 'run/record.json'), 'utf8');
  return (JSON.parse(record) as { processes: RunningProcess[] }).processes;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync('/proc/self/stat') || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

const adminKey = () => readFileSync(path.join(dataDir, 'admin.key'), 'utf8').trim();

async function api<T>(method: string, route: string, body?: unknown): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}${route}`, {
    method,
    headers: {
      authorization: `Bearer ${adminKey()}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

/** The words of a command as the shell passes them to the program. */
function shellWords(command: string): string[] {
  const script = `first() { shift; for word in "$@"; do printf '%s\\0' "$word"; done; }; ${command.replace(/^curl/, 'first curl')}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('npm start', { timeout: 300_000 }, () => {
  test('the first start answers from the sample persona, with proof, and tells how to go on', async () => {
    const one = launch({ PERSONA_SAMPLE: 'on' });
    await running(one);
    const text = one.output();
    expect(text).toMatch(/pages +9 of 9 can be asked about/);
    expect(text).toMatch(/voice +ready/);
    expect(text).toMatch(/video +ready/);
    expect(text).toMatch(/Ada +.*I kept the light turning by hand/);
    expect(text).toMatch(/\[\d\] The storm of 1998: “[^”]*by hand/);
    expect(text).toContain(adminKey());
    expect(statSync(path.join(dataDir, 'admin.key')).mode & 0o777).toBe(0o600);

    const [, ...words] = shellWords(/^ +try it +(curl .*)$/m.exec(text)?.[1] ?? '');
    const headers = words.flatMap((word, index) =>
      words[index - 1] === '-H' ? [word.split(/: (.*)/).slice(0, 2)] : [],
    );
    const url = words.find((word) => word.startsWith('http://')) ?? '';
    const reply = await fetch(url, {
      method: 'POST',
      headers: Object.fromEntries(headers) as Record<string, string>,
      body: words[words.indexOf('-d') + 1] ?? '',
    });
    expect(reply.status).toBe(200);
    expect(await reply.json()).toMatchObject({ status: 'success', answer_type: 'grounded' });
    for (const log of readdirSync(path.join(dataDir, 'logs'))) {
      expect(readFileSync(path.join(dataDir, 'logs', log), 'utf8')).not.toContain(adminKey().split('_')[2]);
    }
  });

  test('every process that is killed is back, Redis too, and the gateway answers again', async () => {
    await theRunning();
    for (const name of ['ingest-worker', 'media-worker', 'chat', 'redis', 'api']) {
      const { pid } = processes().find((candidate) => candidate.name === name) ?? {};
      // As process 0 it would be everything that runs these tests.
      if (pid === undefined) throw new Error(`${name} is not there.`);
      process.kill(pid, 'SIGKILL');
      await vi.waitFor(() => {
        const again = processes().find((candidate) => candidate.name === name && candidate.pid !== pid);
        everSeen.add(again?.pid ?? 0);
        expect(again && isAlive(again.pid), `${name} is back`).toBe(true);
      }, WAIT);
    }
    await vi.waitFor(
      async () => expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200),
      WAIT,
    );
    await vi.waitFor(async () => {
      const { answer_type: type } = await api<{ answer_type: string }>('POST', '/api/kb/v2/chat', {
        chat_data: { user_id: 'u', message: 'How long is the Petrel?' },
      });
      expect(type).toBe('grounded');
    }, WAIT);
  });

  test('a persona that was deleted is not brought back by the next start', async () => {
    const one = await theRunning();
    const { instances } = await api<{ instances: { instance_id: string }[] }>('GET', '/api/instance');
    for (const { instance_id } of instances) await api('DELETE', `/api/instance?instance_id=${instance_id}`);
    one.child.kill('SIGTERM');
    expect(await one.exited).toBe(0);
    const again = launch({ PERSONA_SAMPLE: 'on' });
    await running(again);
    expect((await api<{ instances: unknown[] }>('GET', '/api/instance')).instances).toEqual([]);
    // The key was shown at the first start, and is not again.
    expect(again.output()).not.toContain(adminKey());
  });

  test('a launcher killed with kill -9 takes everything with it, and the next start works', async () => {
    const one = await theRunning();
    const before = processes().map(({ pid }) => pid);
    one.child.kill('SIGKILL');
    await one.exited;
    await theRunning();
    expect(before.filter(isAlive)).toEqual([]);
    expect(processes().filter(({ pid }) => !isAlive(pid))).toEqual([]);
  });

  test('a second launcher on the same folder is refused in one sentence, and a stop leaves nothing', async () => {
    const one = await theRunning();
    const second = launch();
    expect(await second.exited).toBe(1);
    expect(second.output().trim()).toMatch(
      /^Persona is already running on the data folder .* stop that one first.*$/,
    );

    one.child.kill('SIGINT');
    expect(await one.exited).toBe(0);
    expect(existsSync(path.join(dataDir, 'run'))).toBe(false);
    expect([...everSeen].filter(isAlive)).toEqual([]);
  });

  test('a port in use is one sentence, and nothing is started', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const one = launch({ PORT: String((server.address() as AddressInfo).port) });
    expect(await one.exited).toBe(1);
    server.close();
    expect(one.output().trim()).toMatch(/^Another program uses port \d+ of 127\.0\.0\.1: .*$/);
    expect(existsSync(path.join(dataDir, 'run'))).toBe(false);
  });

  test('a wrong variable is one sentence', async () => {
    const one = launch({ LOG_LEVEL: 'loud' });
    expect(await one.exited).toBe(1);
    expect(one.output().trim()).toMatch(/^LOG_LEVEL must be one of .*$/);
  });
});
