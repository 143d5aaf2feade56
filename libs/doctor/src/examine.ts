import { fork } from 'node:child_process';
import { on } from 'node:events';
import type { Config } from '@persona/config';
import type { DoctorFinding } from '@persona/contracts';

/**
 * What `diagnose` finds, in a process of its own: it reads all of the documents, which nobody who is served
 * should wait for, and it ends with that process when `signal` aborts. Throws where the process ends early.
 */
export async function* examine(config: Config, signal: AbortSignal): AsyncGenerator<DoctorFinding> {
  const child = fork(new URL('./doctor-process.ts', import.meta.url), {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new AbortController();
  child.once('close', () => ended.abort(new Error('The process that examines the install has ended early.')));
  try {
    const messages = on(child, 'message', { signal: AbortSignal.any([signal, ended.signal]) });
    child.send(config);
    for await (const [finding] of messages as AsyncIterable<[DoctorFinding | null]>) {
      if (finding === null) return;
      yield finding;
    }
  } catch (error) {
    throw signal.aborted || !ended.signal.aborted ? error : ended.signal.reason;
  } finally {
    child.kill('SIGKILL');
  }
}
