import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLogFile } from './log-file.ts';
import { birthOf } from './processes.ts';
import { readLogLine, superviseProcess, type ServiceProcess } from './service.ts';

let root: string;
let service: ServiceProcess | undefined;
const said: string[] = [];
const failures: string[] = [];
const pids: number[] = [];

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'persona service '));
  for (const list of [said, failures, pids]) list.length = 0;
});
afterEach(() => {
  service?.kill();
  rmSync(root, { recursive: true, force: true });
});

/** Runs `code` as the program of a service. */
function run(
  code: string,
  restartDelayMs?: readonly number[],
  env: NodeJS.ProcessEnv = process.env,
): ServiceProcess {
  const program = path.join(root, 'thing.ts');
  writeFileSync(program, code);
  service = superviseProcess({
    name: 'thing',
    services: ['thing'],
    program,
    root,
    env,
    log: openLogFile(path.join(root, 'thing.log')),
    lifeline: () => undefined,
    say: (line) => said.push(line),
    note: (_, pid) => pids.push(pid),
    fail: (error) => failures.push(error.message),
    ...(restartDelayMs && { restartDelayMs }),
  });
  return service;
}

const READY = `process.send({ type: 'ready', service: 'thing', port: 7 }, () => console.log('serving'));
  process.on('disconnect', () => process.exit(0));`;

test('a service killed again and again is back each time', async () => {
  expect(await run(READY).ready).toEqual(new Map([['thing', 7]]));
  const servedTimes = () => readFileSync(path.join(root, 'thing.log'), 'utf8').split('serving').length - 1;
  const serves = (times: number) =>
    vi.waitFor(() => expect(servedTimes()).toBe(times), { timeout: 120_000, interval: 10 });
  for (let kills = 0; kills < 6; kills++) {
    await serves(kills + 1);
    process.kill(pids.at(-1) ?? 0, 'SIGKILL');
  }
  await serves(7);
  expect(pids).toHaveLength(7);
  expect(failures).toEqual([]);
  expect(said[0]).toBe('thing: stopped unexpectedly (killed by SIGKILL), starting it again');
});

test('its heap may take 2 GB, or what the operator says', async () => {
  const tell = `const { heap_size_limit: port } = process.getBuiltinModule('node:v8').getHeapStatistics();
    process.send({ type: 'ready', service: 'thing', port });
    process.on('disconnect', () => process.exit(0));`;
  const limitOf = async (NODE_OPTIONS: string) => {
    const one = run(tell, undefined, { ...process.env, NODE_OPTIONS });
    const ports = await one.ready;
    await one.stop();
    return (ports.get('thing') ?? 0) / 2 ** 20;
  };
  expect(await limitOf('')).toBeLessThanOrEqual(2048);
  expect(await limitOf('--max-old-space-size=3000')).toBeGreaterThan(3000);
});

test('one that is killed again and again while it starts is back too, once it has served', async () => {
  const marker = path.join(root, 'served');
  const child = `import { existsSync, writeFileSync } from 'node:fs';
    const first = !existsSync(${JSON.stringify(marker)});
    writeFileSync(${JSON.stringify(marker)}, '');
    if (first) process.send({ type: 'ready', service: 'thing', port: 7 });
    else console.log('waiting for Redis');
    process.on('disconnect', () => process.exit(0));`;
  expect(await run(child).ready).toEqual(new Map([['thing', 7]]));
  for (let kills = 1; kills <= 7; kills++) {
    process.kill(pids.at(-1) ?? 0, 'SIGKILL');
    await vi.waitFor(() => expect(pids).toHaveLength(kills + 1), { timeout: 120_000, interval: 10 });
  }
  expect(failures).toEqual([]);
});

test('a service that refuses to start is not started again; its own sentence is told', async () => {
  const { ready } = run(
    `process.send({ type: 'startup-error', service: 'thing', message: 'The moon is missing: hang one up.' }, () => process.exit(1));`,
  );
  await expect(ready).rejects.toThrow("thing can't start: The moon is missing: hang one up.");
  expect(pids).toHaveLength(1);
});

test('one that breaks before it could say why is told with its last words', async () => {
  await expect(run(`throw new Error('no such table');`).ready).rejects.toThrow(
    /can't start \(exit code 1\): Error: no such table\. Its log is/,
  );
  expect(failures).toHaveLength(1);
});

test('one that keeps leaving soon after it was ready is started again and again, and says why', async () => {
  run(
    `process.send({ type: 'ready', service: 'thing', port: 7 }, () => {
    console.log(JSON.stringify({ level: 'fatal', msg: 'uncaught error', err: { message: 'out of cheese' } }));
    process.exit(1);
  });`,
    [1, 1, 20],
  );
  await vi.waitFor(() => expect(pids.length).toBeGreaterThan(8), { timeout: 120_000, interval: 10 });
  expect(failures).toEqual([]);
  expect(said).toContain(
    'thing: stopped unexpectedly (exit code 1), starting it again in 0.02 s, after 5 failures in a row; fatal: uncaught error: out of cheese',
  );
});

test('a stop is SIGTERM and waits for the end; its children in its group go with it', async () => {
  const one = run(`
    import { spawn } from 'node:child_process';
    process.on('SIGTERM', () => { console.log('{"level":"info","msg":"bye"}'); process.exit(0); });
    const child = spawn('sleep', ['600'], { stdio: 'ignore' });
    process.send({ type: 'ready', service: 'thing', port: child.pid });`);
  const grandchild = (await one.ready).get('thing') ?? 0;
  await one.stop();
  expect(birthOf(pids[0] ?? 0)).toBeUndefined();
  await vi.waitFor(() => expect(birthOf(grandchild)).toBeUndefined());
  expect(readFileSync(path.join(root, 'thing.log'), 'utf8')).toMatch(/bye/);
  expect(pids).toHaveLength(1);
  expect(failures).toEqual([]);
});

test('the terminal shows warnings and errors in words, and nothing else', () => {
  expect(readLogLine('{"level":"info","msg":"ready"}')).toBeUndefined();
  expect(readLogLine('{"level":"debug","msg":"warn"}')).toBeUndefined();
  expect(readLogLine('plain text')).toBeUndefined();
  expect(readLogLine('{"level":"warn","msg":"no sandbox"}')).toBe('warning: no sandbox');
  expect(readLogLine('{"level":"error","err":{"message":"a\\nb"},"msg":"failed"}')).toBe('error: failed: a');
  expect(
    readLogLine('{"level":"warn","err":{"message":"refused"},"msg":"waiting","remedy":"start it"}'),
  ).toBe('warning: waiting: refused; start it');
});
