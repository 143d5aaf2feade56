import { readdirSync, readFileSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openMediaTools, type MediaTools } from '@persona/media';

/** System calls that no decoder needs, and those that open files. */
const TRACED = '%network,open,openat,openat2,creat,execve,unlink,unlinkat,rename,link,symlink';

/**
 * ffmpeg and ffprobe, each under strace where that is there: the record of what they did lies beside what
 * they made, in `trace-….log`. `isTraced` says whether it works here.
 */
export async function openTracedTools(folder: string): Promise<{ tools: MediaTools; isTraced: boolean }> {
  const tools = await openMediaTools({ sandbox: 'auto' });
  const strace = (process.env['PATH'] ?? '')
    .split(':')
    .map((place) => join(place, 'strace'))
    .find((file) => isThere(file));
  if (strace === undefined) return { tools, isTraced: false };
  for (const name of ['ffmpeg', 'ffprobe'] as const) {
    const script = `#!/bin/sh\nexec ${strace} -f --seccomp-bpf -qq -e trace=${TRACED} -o trace-$$-$(date +%s%N).log ${tools[name]} "$@"\n`;
    await writeFile(join(folder, name), script, { mode: 0o755 });
  }
  const path = `${folder}:${process.env['PATH'] ?? ''}`;
  return { tools: await openMediaTools({ sandbox: 'auto', path }), isTraced: true };
}

const isThere = (file: string): boolean => {
  try {
    readFileSync(file, { flag: 'r' });
    return true;
  } catch {
    return false;
  }
};

/** Where libraries and what they look for when they are loaded are; most of it does not exist inside. */
const SYSTEM =
  /^(?:\/usr\/|\/lib|\/bin\/|\/etc\/(?:ld\.so|localtime$|alternatives\/|gcrypt\/|ssl\/)|\/dev\/(?:null|urandom)$|\/proc\/(?:filesystems|mounts|stat|cpuinfo|self\/|sys\/)|\/sys\/)/;
const OWN = /^(?:\.\.\/source|[a-z0-9.-]+)$/;

/** What programs did that they must not do: sockets, and files of others that they opened. */
export async function faultsOfTraces(out: string): Promise<string[]> {
  const faults: string[] = [];
  for (const name of await readdir(out).catch(() => [])) {
    if (!/^trace-.*\.log$/.test(name)) continue;
    for (const line of (await readFile(join(out, name), 'utf8')).split('\n')) {
      const [, call = '', rest = ''] = /^\d+\s+(\w+)\((.*)$/.exec(line) ?? [];
      if (call === '') continue;
      if (['socket', 'connect', 'sendto', 'bind'].includes(call))
        faults.push(`${call}(${rest.slice(0, 120)}`);
      const path = /"([^"]*)"/.exec(rest)?.[1] ?? '';
      const isOpen = ['open', 'openat', 'openat2', 'creat'].includes(call);
      if (isOpen && !SYSTEM.test(path) && !OWN.test(path)) faults.push(`opens ${path.slice(0, 120)}`);
    }
  }
  return faults;
}

/** The processes that this one has begun, and theirs. */
export function descendants(): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = /\) \S (\d+)/.exec(tryRead(`/proc/${name}/stat`))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isOurs = (pid: number): boolean => {
    for (let at = parents.get(pid); at !== undefined && at > 1; at = parents.get(at))
      if (at === process.pid) return true;
    return false;
  };
  return [...parents.keys()].filter(isOurs);
}

/** The most memory that each of these has had in use, in bytes. */
export const peaksOf = (pids: readonly number[]): number[] =>
  pids.map((pid) => 1024 * Number(/VmHWM:\s+(\d+)/.exec(tryRead(`/proc/${pid}/status`))?.[1] ?? 0));

function tryRead(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
