import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { MediaError } from './media-error.ts';

export interface ExecuteOptions {
  folder: string;
  deadlineSeconds: number;
  signal?: AbortSignal | undefined;
  /** Receives stdout as it arrives; without it stdout is collected. */
  onStdout?: ((chunk: Buffer) => void) | undefined;
  /** Receives stderr as it arrives; its end is kept all the same. */
  onStderr?: ((chunk: string) => void) | undefined;
  /** Receives the seconds of the recording that are done, from ffmpeg's `-progress pipe:3`. */
  onProgress?: ((seconds: number) => void) | undefined;
}

export interface Ended {
  /** 128 + n after signal n, as a shell reports it, because a wrapper passes it on in that form. */
  code: number;
  stdout: string;
  stderr: string;
}

const MAX_STDOUT_BYTES = 8 * 1024 * 1024;
/** The end of stderr says why a run failed; a file can make ffmpeg write without end. */
const MAX_STDERR_CHARACTERS = 64 * 1024;
/** How long pipes may stay open after the program itself has ended. */
const DRAIN_TIMEOUT_MS = 2000;

/** The process groups that are running. They are killed when the service exits. */
const groups = new Set<number>();
process.on('exit', () => {
  for (const group of groups) killGroup(group);
});

/**
 * Runs a command in a process group of its own, which is killed as a group at the deadline or on the signal.
 * Throws MediaError `timeout`, the signal's reason, or MediaError `internal` when it cannot be started.
 */
export async function execute(command: readonly string[], options: ExecuteOptions): Promise<Ended> {
  const { folder, deadlineSeconds, signal, onStdout, onStderr, onProgress } = options;
  signal?.throwIfAborted();
  const [program = '', ...programArguments] = command;
  const child = spawn(program, programArguments, {
    cwd: `${folder}/out`,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    // Our environment holds keys, which a decoder must not see.
    env: {
      PATH: process.env['PATH'] ?? '',
      LC_ALL: 'C',
      ...(process.env['LD_LIBRARY_PATH'] && { LD_LIBRARY_PATH: process.env['LD_LIBRARY_PATH'] }),
    },
  });
  const group = child.pid;
  if (group !== undefined) groups.add(group);

  let stopped: { reason: unknown } | null = null;
  const stop = (reason: unknown): void => {
    stopped ??= { reason };
    if (group !== undefined) killGroup(group);
  };
  const timer = setTimeout(() => stop(new MediaError('timeout')), deadlineSeconds * 1000);
  const onAbort = (): void => stop(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });

  const stdout: Buffer[] = [];
  let collected = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    if (onStdout) return onStdout(chunk);
    collected += chunk.length;
    if (collected > MAX_STDOUT_BYTES)
      return stop(new MediaError('unsupported_media', { cause: 'more output than any recording has' }));
    stdout.push(chunk);
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    onStderr?.(chunk);
    stderr = (stderr + chunk).slice(-MAX_STDERR_CHARACTERS);
  });
  followProgress(child.stdio[3] as Readable | null, onProgress);

  try {
    const code = await ended(child, () => group !== undefined && killGroup(group));
    if (stopped) throw (stopped as { reason: unknown }).reason;
    return { code, stdout: Buffer.concat(stdout).toString('utf8'), stderr };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    if (group !== undefined) groups.delete(group);
  }
}

/** Waits until the program has ended and its pipes are drained; processes that it left behind are killed. */
async function ended(child: ChildProcess, killRest: () => void): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let drainTimer: NodeJS.Timeout | undefined;
  child.once('error', (cause) => reject(new MediaError('internal', { cause })));
  child.once('exit', () => {
    drainTimer = setTimeout(killRest, DRAIN_TIMEOUT_MS);
  });
  child.once('close', (code, signal) => {
    clearTimeout(drainTimer);
    resolve(code ?? 128 + signalNumber(signal));
  });
  return promise;
}

function followProgress(pipe: Readable | null, onProgress?: (seconds: number) => void): void {
  let rest = '';
  pipe?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).slice(-4096).split('\n');
    rest = lines.pop() ?? '';
    if (!onProgress) return;
    for (const line of lines) {
      const microseconds = /^out_time_us=(\d+)$/.exec(line)?.[1];
      if (microseconds) onProgress(Number(microseconds) / 1e6);
    }
  });
}

function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has already ended.
  }
}

const signalNumber = (signal: NodeJS.Signals | null): number =>
  signal ? (constants.signals[signal] ?? 0) : 0;
