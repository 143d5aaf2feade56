import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export type ServiceName = 'api' | 'chat' | 'ingest-worker' | 'media-worker';

/** Starts a service of the checkout at `root` as a process, and resolves when it says that it is ready. */
export async function startService(
  name: ServiceName,
  env: NodeJS.ProcessEnv,
  root = path.dirname(import.meta.dirname),
): Promise<ChildProcess> {
  const program = path.join(root, 'services', name, 'src', 'main.ts');
  const child = fork(program, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => undefined);
  const message = await Promise.race([
    once(child, 'message').then(([one]) => one as { type: string; message?: string }),
    ended,
  ]);
  if (message?.type !== 'ready') throw new Error(`${name}: ${message?.message ?? 'it ended at its start'}`);
  return child;
}

/** Asks the service to stop, as a supervisor does, and returns its exit code; null when a signal ended it. */
export async function stopService(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = (await gone) as [number | null];
  return code;
}
