import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listProcesses } from '@persona/testing';
import { Pool } from 'undici';
import { ADMIN_KEY, type Stack } from '../stack.ts';

const CONNECTIONS = 50;
/** Of the kernel's clock, in which /proc counts the time of processors. */
const TICKS_PER_SECOND = 100;
const MiB = 2 ** 20;

/** Does the work in a new persona, which is gone afterwards. */
export async function inPersona<T>(stack: Stack, work: (instanceId: string) => Promise<T>): Promise<T> {
  const instance_data = { name: 'peer', description: 'Of the bench.', configuration: {} };
  const { instance_id } = await stack.json<{ instance_id: string }>('POST', '/api/instance', {
    instance_data,
  });
  try {
    return await work(instance_id);
  } finally {
    await stack.request('DELETE', `/api/instance/${instance_id}`, undefined, { prefer: 'wait=60' });
  }
}

/** Sends so many requests over 50 connections and returns how many were answered a second. */
export async function send(
  base: string,
  route: string,
  requests: number,
  bodyOf: (n: number) => object,
): Promise<number> {
  const pool = new Pool(base, { connections: CONNECTIONS, pipelining: 1 });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` };
  let next = 0;
  const began = performance.now();
  const connection = async () => {
    for (let n = next++; n < requests; n = next++) {
      const body = JSON.stringify(bodyOf(n));
      const reply = await pool.request({ method: 'POST', path: route, headers, body });
      const text = await reply.body.text();
      if (reply.statusCode >= 300) throw new Error(`${route}: ${reply.statusCode} ${text.slice(0, 300)}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, connection));
    return requests / ((performance.now() - began) / 1000);
  } finally {
    await pool.close();
  }
}

export const startPeer = (args: readonly string[]): ChildProcess =>
  fork(path.join(import.meta.dirname, 'peer.ts'), args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });

/** The first message of a peer; throws when it ends without one. */
export async function told<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The peer ended with ${String(code)}.`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [T];
  ended.catch(() => undefined);
  return message;
}

export async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** The process of an install that serves requests; undefined where it can't be told. */
export const gatewayOf = (stack: Stack): number | undefined =>
  below(stack.pid()).find(({ args }) => /run-services\.mjs\b.*\bapi$/.test(args))?.pid;

/** Milliseconds of processors that a process has used, its threads included; NaN where there is no /proc. */
export function processorTimeOf(pid: number | undefined): number {
  try {
    // The name in brackets may contain spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
  } catch {
    return Number.NaN;
  }
}

/** A process and those below it. */
function below(pid: number): ReturnType<typeof listProcesses> {
  const all = listProcesses();
  const under = (parent: number): typeof all =>
    all.flatMap((one) => (one.parent === parent ? [one, ...under(one.pid)] : []));
  return [...all.filter((one) => one.pid === pid), ...under(pid)];
}

/** Resident memory of a process and those below it, in MiB. */
export const residentBelow = (pid: number): number =>
  below(pid).reduce((sum, { rss }) => sum + rss, 0) / 1024;

/** Proportional memory of a process and those below it, in MiB; NaN where there is no /proc. */
export function proportionalBelow(pid: number): number {
  const kib = below(pid).reduce((sum, one) => {
    const rollup = readFileSync(`/proc/${one.pid}/smaps_rollup`, 'utf8');
    return sum + Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? Number.NaN);
  }, 0);
  return Math.round((kib * 1024) / MiB);
}

const WATCH_INTERVAL_MS = 100;

/** Watches the resident memory of a process and those below it; `peak` ends that and returns it, in MiB. */
export function watchMemory(pid: number): { peak(): number } {
  let max = residentBelow(pid);
  const look = () => void (max = Math.max(max, residentBelow(pid)));
  const timer = setInterval(look, WATCH_INTERVAL_MS);
  return {
    peak() {
      clearInterval(timer);
      look();
      return max;
    },
  };
}
