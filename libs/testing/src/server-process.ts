import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { eventually } from './eventually.ts';

/** A port of 127.0.0.1 on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Whether something accepts connections there. */
export function accepts(address: { port: number; host?: string } | { path: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/**
 * The full path of the first of these programs that is on PATH or, as `go install` leaves them, in ~/go/bin.
 */
export function findProgram(...names: string[]): string | undefined {
  const home = process.env['HOME'];
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  if (home) folders.push(path.join(home, 'go', 'bin'));
  for (const name of names)
    for (const folder of folders) {
      const file = path.join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Continue with the next folder.
      }
    }
  return undefined;
}

export interface ServerProcess {
  readonly pid: number;
  /** Sends SIGKILL and waits until the process is gone. */
  kill(): Promise<void>;
  /** Stops the process at any point of its work, like a machine that hangs; `resume` continues it. */
  pause(): void;
  resume(): void;
  /** Starts it again with the first options, and these for this once, after kill or stop. */
  restart(more?: { args?: readonly string[]; env?: Record<string, string> }): Promise<void>;
  /** SIGTERM, then SIGKILL after 5 s. */
  stop(): Promise<void>;
}

export interface ServerCommand {
  command: string;
  args: readonly string[];
  cwd?: string;
  env?: Record<string, string>;
  /** Whether it serves yet; called repeatedly. */
  ready: () => boolean | Promise<boolean>;
}

/**
 * Runs a command beside a helper that waits for the end of this process, however it comes, and then ends the
 * server too. This is needed because a test runner kills its workers, and leaves out the hooks of suites that
 * it was told to skip.
 */
const LEASH = '(read -r _; kill -KILL $$) <&3 3<&- >/dev/null 2>&1 & exec "$@" 3<&-';

/**
 * Starts a server and waits until it serves. Throws its last output when it ends before that. The server
 * never outlives this process.
 */
export async function startServerProcess(server: ServerCommand): Promise<ServerProcess> {
  const { command, args, cwd, env, ready } = server;
  let child: ChildProcess | undefined;
  const running = () => child && child.exitCode === null && child.signalCode === null;
  const killNow = () => child?.kill('SIGKILL');

  async function start(more: Parameters<ServerProcess['restart']>[0] = {}): Promise<void> {
    let said = '';
    const started = spawn('sh', ['-c', LEASH, 'sh', command, ...args, ...(more.args ?? [])], {
      cwd,
      env: { ...process.env, ...env, ...more.env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    child = started;
    let failure: Error | undefined;
    started.on('error', (error) => (failure = error));
    started.once('exit', () => started.stdio[3]?.destroy());
    for (const stream of [started.stdout, started.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)));
    await eventually(async () => failure !== undefined || !running() || (await ready()), {
      timeoutMs: 60_000,
    });
    if (failure || !running())
      throw new Error(`${path.basename(command)} did not start: ${said}`, { cause: failure });
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!child || !running()) return;
    const gone = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill(signal);
    const force = setTimeout(killNow, 5000);
    await gone;
    clearTimeout(force);
  }

  await start();
  return {
    get pid() {
      return child?.pid ?? 0;
    },
    kill: () => end('SIGKILL'),
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    restart: async (more) => {
      if (!running()) await start(more);
    },
    stop: () => end('SIGTERM'),
  };
}
