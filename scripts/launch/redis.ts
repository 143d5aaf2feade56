import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants, lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { mayAccess, type IsAllowed } from '@persona/contracts/storage-fault';
import { LaunchError } from './error.ts';
import type { LogFile } from './log-file.ts';
import { findFreePort } from './ports.ts';
import { signalGroup } from './processes.ts';

export interface PrivateRedis {
  /** With the password: for the environment of the services, never for a log. */
  readonly url: string;
  /** Passed to every service: Redis stops by itself when the last holder is gone, however it ended. */
  lifeline(): Writable;
  stop(): Promise<void>;
  kill(): void;
}

interface Options {
  dataDir: string;
  log: LogFile;
  say(line: string): void;
  /** Called for every process that is started. */
  note(name: string, pid: number): void;
  /** Called once, when Redis can't be kept alive. */
  fail(error: LaunchError): void;
}

const START_TIMEOUT_MS = 30_000;
const RESTART_DELAY_MS = 200;
const MAX_STARTS_IN_A_ROW = 4;

/**
 * The launcher's Redis ends with the launcher through a pipe: a shell waits until the pipe's other end closes
 * and then stops Redis, whose process number the shell had before it became Redis. The configuration comes by
 * stdin, so that no process list shows the password.
 */
const UNTIL_THE_PIPE_CLOSES =
  '(read -r _; kill -TERM $$) <&3 3<&- >/dev/null 2>&1 & exec redis-server - 3<&-';

/**
 * Starts a Redis that only this run can use, keeps its data in <data folder>/redis, and restarts it when it
 * dies. The queue is a cache of the documents, so a second of it may be lost (appendfsync everysec): the
 * sweeper enqueues that again.
 */
export async function startRedis({ dataDir, log, say, note, fail }: Options): Promise<PrivateRedis> {
  const dir = path.join(dataDir, 'redis');
  if (!isUsable(dir)) {
    say(
      'redis: its files can’t be opened by this user; it starts empty, and what waits is enqueued again from the documents',
    );
    setAside(dir);
  }
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const password = randomBytes(24).toString('hex');
  const port = await findFreePort();
  let child: ChildProcess;
  let stopping = false;
  /** The warnings of the current start. */
  let warnings = '';

  const spawnOne = () => {
    const started = spawn('sh', ['-c', UNTIL_THE_PIPE_CLOSES], {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    });
    for (const stream of [started.stdin, started.stdio[3] as Writable]) stream.on('error', () => {});
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        log.write(chunk);
        if (warnings.length < 65_536) warnings += chunk.toString();
      });
    }
    started.on('exit', () => {
      // A shell that still waits for the pipe would signal the next process with this number.
      if (started.pid) signalGroup(started.pid, 'SIGKILL');
      (started.stdio[3] as Writable).destroy();
    });
    started.stdin.end(configuration({ dir, port, password }));
    if (started.pid) note('redis', started.pid);
    return started;
  };

  const startOne = async () => {
    for (let attempt = 1; attempt <= MAX_STARTS_IN_A_ROW; attempt++) {
      warnings = '';
      child = spawnOne();
      if (await answers(child, port, password)) return;
      if (stopping) return;
      signalGroup(child.pid ?? 0, 'SIGKILL');
      if (/# .*(append only|AOF)/i.test(warnings)) {
        say(
          'redis: its file can’t be read; it starts empty, and what waits is enqueued again from the documents',
        );
        setAside(dir);
      }
      await sleep(RESTART_DELAY_MS);
    }
    throw new LaunchError(`redis-server does not start; its log is ${log.path}.`);
  };

  const watch = () => {
    child.once('exit', (code, signal) => {
      if (stopping) return;
      say(`redis: stopped unexpectedly (${signal ?? `exit code ${code}`}), starting it again`);
      sleep(RESTART_DELAY_MS)
        .then(startOne)
        .then(watch, (error: unknown) => fail(error as LaunchError));
    });
  };

  await startOne();
  watch();
  return {
    url: `redis://default:${password}@127.0.0.1:${port}`,
    lifeline: () => child.stdio[3] as Writable,
    stop: async () => {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => {
        child.once('exit', resolve);
      });
      child.kill('SIGTERM');
      const limit = AbortSignal.timeout(10_000);
      limit.addEventListener('abort', () => signalGroup(child.pid ?? 0, 'SIGKILL'));
      await gone;
    },
    kill: () => {
      stopping = true;
      signalGroup(child.pid ?? 0, 'SIGKILL');
    },
  };
}

function configuration({ dir, port, password }: { dir: string; port: number; password: string }): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(dir)}`,
    'daemonize no',
    'appendonly yes',
    'appendfsync everysec',
    'auto-aof-rewrite-min-size 16mb',
    'save ""',
    'maxmemory-policy noeviction',
    '',
  ].join('\n');
}

/** Waits until Redis has read its file and answers; false when it died or took too long. */
async function answers(child: ChildProcess, port: number, password: string): Promise<boolean> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    if (await ping(port, password)) return true;
    await sleep(25);
  }
  return false;
}

async function ping(port: number, password: string): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1', timeout: 1000 });
  try {
    return await new Promise((resolve) => {
      let answer = '';
      socket.on('error', () => resolve(false));
      socket.on('timeout', () => resolve(false));
      socket.on('close', () => resolve(false));
      socket.on('data', (chunk) => {
        answer += chunk.toString();
        if (answer.includes('+PONG')) resolve(true);
        else if (/^-(?!OK)/m.test(answer)) resolve(false);
      });
      socket.write(`AUTH ${password}\r\nPING\r\n`);
    });
  } finally {
    socket.destroy();
  }
}

/** Whether this is a folder in which this user may read and write everything, or nothing is there yet. */
export function isUsable(dir: string, isAllowed: IsAllowed = mayAccess): boolean {
  const stats = lstatSync(dir, { throwIfNoEntry: false });
  if (!stats) return true;
  const mode = constants.R_OK | constants.W_OK;
  return (
    stats.isDirectory() &&
    isAllowed(dir, mode | constants.X_OK) &&
    readdirSync(dir, { withFileTypes: true }).every((entry) => {
      const place = path.join(dir, entry.name);
      return entry.isDirectory() ? isUsable(place, isAllowed) : isAllowed(place, mode);
    })
  );
}

/** Keeps an unreadable file for inspection, one generation of it. */
function setAside(dir: string): void {
  const aside = `${dir}.unreadable`;
  rmSync(aside, { recursive: true, force: true });
  renameSync(dir, aside);
  mkdirSync(dir, { mode: 0o700 });
}
