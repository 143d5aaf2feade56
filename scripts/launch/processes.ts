import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Identifies a process so that it cannot be confused with a later one of the same number. */
export interface ProcessIdentity {
  name: string;
  pid: number;
  born: string;
}

/**
 * When a process began, as the system writes it; undefined when there is no process of this number or only a
 * zombie.
 */
export function birthOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      return (
        execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
          encoding: 'utf8',
          stdio: 'pipe',
        }).trim() || undefined
      );
    }
    // The name in parentheses may contain anything, so fields are counted from its end: the state first, the
    // start time 19 later.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

export function isAlive({ pid, born }: Pick<ProcessIdentity, 'pid' | 'born'>): boolean {
  return birthOf(pid) === born;
}

/** Sends a signal to a process and everything in its group; does nothing when it is gone. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
    } catch {
      // It is already gone.
    }
  }
}

/** Waits until all are gone, and kills those that are not within `timeoutMs`, with their groups. */
export async function outlive(processes: readonly ProcessIdentity[], timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (processes.some(isAlive) && Date.now() < deadline) await sleep(50);
  for (const one of processes.filter(isAlive)) signalGroup(one.pid, 'SIGKILL');
  while (processes.some(isAlive)) await sleep(20);
}
