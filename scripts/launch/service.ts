import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as sleep } from 'node:timers/promises';
import v8 from 'node:v8';
import type { ServiceMessage } from '@persona/runtime';
import { LaunchError } from './error.ts';
import type { LogFile } from './log-file.ts';
import { signalGroup } from './processes.ts';

export interface ProcessOptions {
  /** For messages and the log: that of its service where it runs a single one. */
  readonly name: string;
  /** The services that run in it, at least one. */
  readonly services: readonly string[];
  /** The root of the repository. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: LogFile;
  /** The pipe on which Redis waits, see PrivateRedis; undefined with a Redis of the user's. */
  lifeline(): Writable | undefined;
  say(line: string): void;
  note(service: string, pid: number): void;
  /** Called once, when a service can't start at all. */
  fail(error: LaunchError): void;
}

export interface ServiceProcess {
  readonly name: string;
  /** Resolves to the port of each service, once all are ready for the first time. */
  readonly ready: Promise<ReadonlyMap<string, number>>;
  /** Sends SIGTERM, and SIGKILL to its whole group when it does not exit in time. */
  stop(): Promise<void>;
  kill(): void;
}

/**
 * Room for young objects, in MB twice: four times as much as V8 begins with, so that those of a request die
 * there; a quarter of what V8 would take at most, because to look through that holds the loop for 50 ms.
 */
const YOUNG_OBJECTS_FLAG = '--max-semi-space-size=16';
/**
 * Room for all objects of a process, and of each of its threads, in MB: just below what lets V8 wait four
 * times as long until it collects. The largest page takes a third of it.
 */
const MAX_HEAP_MB = 2000;

/** What Node is told of memory; a limit of the operator's holds, and so does a lower one of the machine. */
function memoryFlags({ NODE_OPTIONS: given = '' }: NodeJS.ProcessEnv): string[] {
  const isGiven = /--max[-_](old[-_]space|heap)[-_]size/.test(`${given} ${process.execArgv.join(' ')}`);
  const limitMb = Math.floor(v8.getHeapStatistics().heap_size_limit / 2 ** 20);
  return [YOUNG_OBJECTS_FLAG, ...(isGiven ? [] : [`--max-old-space-size=${Math.min(limitMb, MAX_HEAP_MB)}`])];
}

/** Longer than a service takes for its own ordered stop. */
const STOP_TIMEOUT_MS = 30_000;
/** By failures in a row; the last for all that follow. */
const RESTART_DELAY_MS = [100, 500, 1000, 1500, 3000, 6000, 12_000, 30_000];
/** A service that exits by itself this soon after it was ready does not really work. */
const MIN_UPTIME_MS = 5000;
const OUTPUT_TIMEOUT_MS = 200;

const RUN_SERVICES = path.join(import.meta.dirname, 'run-services.mjs');
/**
 * For `malloc` of glibc, which gives nothing back from between what is in use. Each thread would have memory
 * of its own; and whatever was once freed in large blocks, such as the compiled form of modules, would from
 * then on be taken from that memory.
 */
const ENVIRONMENT = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
};

/**
 * Runs services in a process of their own and starts it again whenever it dies: at once, or, while it does
 * not stay alive, after longer and longer delays. A process that has worked once is never given up, so that
 * one that breaks again and again does not take the others with it.
 */
export function superviseProcess({
  restartDelayMs = RESTART_DELAY_MS,
  program = RUN_SERVICES,
  ...options
}: ProcessOptions & { restartDelayMs?: readonly number[]; program?: string }): ServiceProcess {
  const { name, services, log, say } = options;
  const ready = Promise.withResolvers<ReadonlyMap<string, number>>();
  // A caller that does not await it must not crash the launcher; failures are reported through `fail`.
  ready.promise.catch(() => {});
  let child: ChildProcess | undefined;
  let stopping = false;
  let everReady = false;
  let failures = 0;

  const fail = (reason: string) => {
    stopping = true;
    const error = new LaunchError(`${name} ${reason} Its log is ${log.path}.`);
    ready.reject(error);
    options.fail(error);
  };

  const start = () => {
    let readyAt: number | undefined;
    const ports = new Map<string, number>();
    let refusal: string | undefined;
    let lastWords = '';
    const lifeline = options.lifeline();
    const flags = [...process.execArgv, ...memoryFlags(options.env)];
    const started = spawn(process.execPath, [...flags, program, ...services], {
      cwd: options.root,
      env: { ...ENVIRONMENT, ...options.env },
      // A group of its own: Ctrl-C in the terminal reaches the launcher alone, which stops the services in
      // order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', ...(lifeline && !lifeline.destroyed ? [lifeline] : [])],
    });
    child = started;
    if (started.pid) for (const service of services) options.note(service, started.pid);
    const hear = (line: string) => {
      const event = readLogLine(line);
      if (event) say(`${name}: ${event}`);
      lastWords = event ?? lastWordsWith(lastWords, line);
    };
    for (const stream of [started.stdout, started.stderr]) {
      const split = createLineSplitter(hear);
      stream?.on('data', (chunk: Buffer) => {
        log.write(chunk);
        split(chunk);
      });
    }
    started.on('message', (message: ServiceMessage) => {
      if (message.type === 'startup-error') refusal = message.message;
      if (message.type !== 'ready') return;
      ports.set(message.service, message.port);
      if (ports.size < services.length) return;
      readyAt = Date.now();
      everReady = true;
      ready.resolve(ports);
    });
    started.on('error', (error) => {
      lastWords = error.message;
    });
    const closed = once(started, 'close');
    started.on('exit', (code, signal) => {
      // Processes that a dying service leaves in its group would hold its port or its files.
      if (started.pid) signalGroup(started.pid, 'SIGKILL');
      // The last line of output may come after the exit, and never ends while another process holds the pipe.
      void Promise.race([closed, sleep(OUTPUT_TIMEOUT_MS)]).then(() => onEnd(code, signal));
    });
    const onEnd = (code: number | null, signal: NodeJS.Signals | null) => {
      if (stopping) return;
      const how = signal ? `killed by ${signal}` : `exit code ${code}`;
      const killed = signal !== null;
      if (readyAt !== undefined && (killed || Date.now() - readyAt > MIN_UPTIME_MS)) failures = 0;
      // For a process that has served before, a kill during a restart means nothing: it may be waiting for an
      // unavailable Redis.
      else if (!killed || !everReady) failures++;
      const why = refusal ?? lastWords;
      if (!everReady && signal === null)
        return fail(refusal ? `can't start: ${refusal}` : `can't start (${how})${why && `: ${why}`}.`);
      const delay = restartDelayMs[Math.min(failures, restartDelayMs.length - 1)] ?? 0;
      const when = failures > 1 ? ` in ${delay / 1000} s, after ${failures} failures in a row` : '';
      const because = failures > 1 && why ? `; ${why}` : '';
      say(`${name}: stopped unexpectedly (${how}), starting it again${when}${because}`);
      setTimeout(() => {
        if (!stopping) start();
      }, delay);
    };
  };

  start();
  return {
    name,
    ready: ready.promise,
    stop: async () => {
      stopping = true;
      const last = child;
      if (!last?.pid || last.exitCode !== null || last.signalCode !== null) return;
      const gone = new Promise((resolve) => {
        last.once('exit', resolve);
      });
      const { pid } = last;
      last.kill('SIGTERM');
      const late = setTimeout(() => signalGroup(pid, 'SIGKILL'), STOP_TIMEOUT_MS);
      await gone;
      clearTimeout(late);
    },
    kill: () => {
      stopping = true;
      if (child?.pid) signalGroup(child.pid, 'SIGKILL');
    },
  };
}

/**
 * The sentence to report from a process's plain output: the message of the error that ended it rather than
 * the stack after it.
 */
function lastWordsWith(before: string, line: string): string {
  const text = line.trim();
  if (text === '' || text.startsWith('{') || /^(at |Node\.js v)/.test(text)) return before;
  return /^(\w*Error)\b/.test(before) && !/^(\w*Error)\b/.test(text) ? before : text;
}

/**
 * The sentence for the person at the terminal about a line of a service's log; undefined for lines that need
 * no attention.
 */
export function readLogLine(line: string): string | undefined {
  if (!line.startsWith('{') || line.startsWith('{"level":"info"')) return undefined;
  try {
    const { level, msg, err, remedy } = JSON.parse(line) as {
      level?: string;
      msg?: string;
      err?: { message?: string };
      remedy?: string;
    };
    if (level !== 'warn' && level !== 'error' && level !== 'fatal') return undefined;
    const detail = err?.message ? `: ${err.message.split('\n')[0]}` : '';
    const todo = remedy === undefined ? '' : `; ${remedy}`;
    return `${level === 'warn' ? 'warning' : level}: ${msg ?? 'no message'}${detail}${todo}`;
  } catch {
    return undefined;
  }
}

/** Splits chunks into lines; of a line longer than a terminal can use only a part is kept. */
function createLineSplitter(onLine: (line: string) => void): (chunk: Buffer) => void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return (chunk) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = (lines.pop() ?? '').slice(0, 65_536);
    for (const line of lines) onLine(line);
  };
}
