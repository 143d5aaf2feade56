import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLogFile, type LogFile } from './log-file.ts';
import { birthOf } from './processes.ts';
import { isUsable, startRedis, type PrivateRedis } from './redis.ts';

let folder: string;
let log: LogFile;
let redis: PrivateRedis | undefined;
const said: string[] = [];
const pids: number[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'persona "redis" '));
  log = openLogFile(path.join(folder, 'redis.log'));
  said.length = 0;
  pids.length = 0;
});
afterEach(async () => {
  await redis?.stop();
  redis = undefined;
  log.close();
  rmSync(folder, { recursive: true, force: true });
});

test('files that this user can’t open are moved aside, and Redis starts empty', async () => {
  const dir = path.join(folder, 'redis');
  mkdirSync(path.join(dir, 'appendonlydir'), { recursive: true });
  const aof = path.join(dir, 'appendonlydir', 'a.aof');
  writeFileSync(aof, '');
  expect(isUsable(dir)).toBe(true);
  expect(isUsable(dir, (place) => place !== aof)).toBe(false);
  expect(isUsable(dir, (place) => place !== dir)).toBe(false);
  expect(isUsable(path.join(folder, 'absent'))).toBe(true);
  // A file in the place of the folder is one that nobody can use, whoever runs this test.
  rmSync(dir, { recursive: true });
  writeFileSync(dir, 'not a folder');
  await start();
  expect(said).toEqual([expect.stringMatching(/can’t be opened by this user; it starts empty/)]);
  expect(readFileSync(`${dir}.unreadable`, 'utf8')).toBe('not a folder');
});

async function start(): Promise<PrivateRedis> {
  redis = await startRedis({
    dataDir: folder,
    log,
    say: (line) => said.push(line),
    note: (_, pid) => pids.push(pid),
    fail: (error) => said.push(error.message),
  });
  return redis;
}

const cli = (url: string, ...command: string[]) =>
  execFileSync('redis-cli', ['--no-auth-warning', '-u', url, ...command], {
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();

test('it is private, refuses nothing for want of room, and comes back with its data after kill -9', async () => {
  const { url } = await start();
  expect(cli(url, 'config', 'get', 'maxmemory-policy')).toMatch(/noeviction/);
  expect(cli(url.replace(/:\/\/.*@/, '://'), 'ping')).toMatch(/NOAUTH/);
  cli(url, 'set', 'a', '1');
  // The append-only file is written before the reply and synced to disk within a second; kill -9 loses only
  // what the kernel never had.
  process.kill(pids[0] ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(cli(url, 'get', 'a')).toBe('1'), { timeout: 120_000, interval: 50 });
  expect(pids).toHaveLength(2);
  expect(said.join()).toMatch(/stopped unexpectedly \(SIGKILL\)/);
});

test('a stop leaves no process; the next start reads what the last one wrote', async () => {
  const first = await start();
  cli(first.url, 'set', 'a', '2');
  await first.stop();
  expect(birthOf(pids[0] ?? 0)).toBeUndefined();
  const second = await start();
  expect(second.url).not.toBe(first.url);
  expect(cli(second.url, 'get', 'a')).toBe('2');
});

test('a damaged file does not keep Redis down: it starts empty, keeps the file and says so', async () => {
  const first = await start();
  cli(first.url, 'set', 'a', '3');
  await first.stop();
  const [file = ''] = globSync('redis/**/*.incr.aof', { cwd: folder });
  const bytes = readFileSync(path.join(folder, file));
  writeFileSync(path.join(folder, file), Buffer.concat([Buffer.from('garbage\r\n'), bytes]));
  const { url } = await start();
  expect(cli(url, 'dbsize')).toBe('0');
  expect(existsSync(path.join(folder, 'redis.unreadable'))).toBe(true);
  expect(said.join()).toMatch(/starts empty/);
});

test('Redis leaves when its launcher is killed, but not before the services that hold its lifeline', async () => {
  const source = `
    import { spawn } from 'node:child_process';
    import { openLogFile } from ${JSON.stringify(path.join(import.meta.dirname, 'log-file.ts'))};
    import { startRedis } from ${JSON.stringify(path.join(import.meta.dirname, 'redis.ts'))};
    const dataDir = ${JSON.stringify(folder)};
    const pids = [];
    const redis = await startRedis({ dataDir, log: openLogFile(dataDir + '/other.log'), say() {}, note: (_, pid) => pids.push(pid), fail() {} });
    const holder = spawn('sleep', ['600'], { detached: true, stdio: ['ignore', 'ignore', 'ignore', redis.lifeline()] });
    console.log(JSON.stringify([pids[0], holder.pid, redis.url]));
    setInterval(() => {}, 1000);`;
  const launcher = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(launcher.stdout, 'data')) as [Buffer];
  const [redisPid, holderPid, url] = JSON.parse(line.toString()) as [number, number, string];
  launcher.kill('SIGKILL');
  await once(launcher, 'exit');
  expect(cli(url, 'ping')).toBe('PONG');
  process.kill(holderPid, 'SIGKILL');
  await vi.waitFor(() => expect(birthOf(redisPid)).toBeUndefined(), { timeout: 120_000, interval: 20 });
});
