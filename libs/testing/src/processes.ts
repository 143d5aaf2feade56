import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';

export interface RunningProcess {
  pid: number;
  parent: number;
  /** Resident memory in KiB. */
  rss: number;
  /** The command line, its words joined by spaces. */
  args: string;
}

/**
 * All processes of this machine. On Linux they are read from /proc, because small installs and containers
 * have no `ps`.
 */
export function listProcesses(): RunningProcess[] {
  if (existsSync('/proc/self/status')) {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? readProcess(Number(name)) : []));
  }
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n');
  return rows.flatMap((row) => {
    const [, pid, parent, rss, args = ''] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
    return pid ? [{ pid: Number(pid), parent: Number(parent), rss: Number(rss), args }] : [];
  });
}

function readProcess(pid: number): RunningProcess[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return [{ pid, parent: field('PPid'), rss: field('VmRSS'), args }];
  } catch {
    // The process ended while the list was read.
    return [];
  }
}
