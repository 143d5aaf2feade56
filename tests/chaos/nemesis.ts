import { existsSync, readFileSync, readdirSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, type RedisServer } from '@persona/testing';
import type { Shape } from './shape.ts';
import type { Disk } from './disk.ts';
import { createRandom } from './random.ts';

const SERVICES = ['api', 'chat', 'ingest-worker', 'media-worker'] as const;
type Service = (typeof SERVICES)[number];
type StoreServer = keyof Shape['servers'];

/** One fault. Times are in milliseconds. */
export type Fault =
  | { kind: 'kill'; who: Service | StoreServer | 'redis' }
  /** Stopped at any point of its work and continued later, like a machine that hangs. */
  | { kind: 'pause'; who: Service | 'redis'; ms: number }
  /** Stopped until all faults are over. */
  | { kind: 'stop'; who: Service }
  /** No fault: waits until the queues are empty, so that the next fault meets a finished state. */
  | { kind: 'calm' }
  | { kind: 'redis outage'; ms: number }
  | { kind: 'redis emptied' }
  | { kind: 'redis file cut'; share: number }
  | { kind: 'disk full'; ms: number };

export interface NemesisOptions {
  seed: number;
  kills: number;
  /** How long an outage of Redis lasts: from, to. */
  outageMs: readonly [number, number];
  /** A full disk is among the faults. */
  diskFull: boolean;
  /** Servers of stores that are killed as well. */
  servers: readonly StoreServer[];
}

/** How likely each service is to be the one that is killed. */
const VICTIMS: readonly (Service | StoreServer | 'redis')[] = [
  'ingest-worker',
  'ingest-worker',
  'ingest-worker',
  'api',
  'api',
  'redis',
  'redis',
  'chat',
  'media-worker',
];

/**
 * Plans the given number of kills, and one fault of another kind for every three of them, each kind in turn;
 * the same plan for the same seed.
 */
export function planFaults({ seed, kills, outageMs, diskFull, servers }: NemesisOptions): Fault[] {
  const random = createRandom(seed);
  const victims = [...VICTIMS, ...servers];
  const others: (() => Fault)[] = [
    () => ({ kind: 'redis emptied' }),
    () => ({ kind: 'pause', who: random.pick(SERVICES), ms: random.whole(300, 3000) }),
    () => ({ kind: 'redis outage', ms: random.whole(...outageMs) }),
    () => ({ kind: 'redis file cut', share: random.next() }),
    () => ({ kind: 'pause', who: 'redis', ms: random.whole(300, 3000) }),
    ...(diskFull ? [(): Fault => ({ kind: 'disk full', ms: random.whole(1000, 4000) })] : []),
  ];
  const faults: Fault[] = [];
  let before: string | undefined;
  for (let n = 0; n < kills; n++) {
    // A starting process is left to start: a process that never runs can't be interrupted at work.
    const who = random.pick(victims.filter((victim) => victim !== before));
    before = who;
    faults.push({ kind: 'kill', who });
    if (n % 3 === 2) faults.push(others[Math.floor(n / 3) % others.length]?.() ?? { kind: 'redis emptied' });
  }
  return faults;
}

export interface Nemesis {
  /** Injects faults as the work goes on; resolves when the work may continue. */
  progress(share: number): Promise<void>;
  /** Injects the remaining faults, then waits until every fault is over. */
  finish(): Promise<void>;
  /** How often each kind was injected. */
  readonly done: Record<string, number>;
}

interface Victims {
  /** The data folder of the install. */
  folder: string;
  redis: RedisServer;
  servers: Shape['servers'];
  disk: Disk | undefined;
  /** Whether nothing waits to be indexed or purged. */
  isAtRest(): Promise<boolean>;
  /** Whether the documents can be written to. */
  isWritable(): Promise<boolean>;
  say(line: string): void;
}

/** From one fault to the next: long enough that the affected process is usually at work again. */
const FAULT_INTERVAL_MS = 1000;

export function createNemesis(faults: readonly Fault[], victims: Victims): Nemesis {
  const { folder, redis, servers, disk, isAtRest, isWritable, say } = victims;
  const done: Record<string, number> = {};
  const began = Date.now();
  /** Faults that last, while others go on. Redis has one at a time. */
  const lasting = new Set<Promise<void>>();
  let ofRedis: Promise<void> = Promise.resolve();
  let struck = 0;
  let striking: Promise<void> = Promise.resolve();
  const failures: unknown[] = [];
  const stopped: number[] = [];

  const last = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failures.push(error);
    }
  };
  const meanwhile = (work: () => Promise<unknown>): void => {
    const noted = last(work).finally(() => lasting.delete(noted));
    lasting.add(noted);
  };
  const toRedis = (work: () => Promise<unknown>): void => {
    const before = ofRedis;
    ofRedis = last(async () => {
      await before;
      await work();
    });
  };
  const pidOf = (who: Service) =>
    eventually(() => livingProcess(folder, who), { timeoutMs: 120_000, intervalMs: 50 });

  const killOne = async (who: Service | StoreServer | 'redis'): Promise<void> => {
    const again = async (server: Pick<RedisServer, 'kill' | 'restart'>) => {
      await server.kill();
      await sleep(200);
      await server.restart();
    };
    if (who === 'redis') return toRedis(() => again(redis));
    if (who !== 'mongodb' && who !== 'qdrant') return void process.kill(await pidOf(who), 'SIGKILL');
    const server = servers[who];
    if (server) meanwhile(() => again(server));
  };

  const strike = async (fault: Fault): Promise<void> => {
    const name = 'who' in fault ? `${fault.kind} ${fault.who}` : fault.kind;
    done[name] = (done[name] ?? 0) + 1;
    say(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${name}`);
    switch (fault.kind) {
      case 'kill':
        return killOne(fault.who);
      case 'pause': {
        const { who, ms } = fault;
        if (who === 'redis')
          return toRedis(async () => {
            redis.pause();
            await sleep(ms);
            redis.resume();
          });
        const pid = await pidOf(who);
        process.kill(pid, 'SIGSTOP');
        return meanwhile(async () => {
          await sleep(ms);
          // It may have been killed meanwhile.
          if (livingProcess(folder, who) === pid) process.kill(pid, 'SIGCONT');
        });
      }
      case 'stop': {
        const pid = await pidOf(fault.who);
        process.kill(pid, 'SIGSTOP');
        // A process that is stopped while it holds the write lock of a file would block all others: then
        // another moment is chosen.
        while (!(await isWritable())) {
          process.kill(pid, 'SIGCONT');
          await sleep(20);
          process.kill(pid, 'SIGSTOP');
        }
        return void stopped.push(pid);
      }
      case 'calm':
        return void (await eventually(isAtRest, { timeoutMs: 120_000, intervalMs: 100 }));
      case 'redis outage':
        return toRedis(async () => {
          await redis.kill();
          await sleep(fault.ms);
          await redis.restart();
        });
      case 'redis emptied':
        return toRedis(() => redis.flush());
      case 'redis file cut':
        return toRedis(async () => {
          await redis.kill();
          cutTail(redis.folder, fault.share);
          await redis.restart();
        });
      case 'disk full':
        if (!disk) return;
        disk.fill();
        return meanwhile(async () => {
          await sleep(fault.ms);
          disk.free();
        });
    }
  };

  const strikeUpTo = (count: number): Promise<void> => {
    const before = striking;
    const strikeOn = async () => {
      await before;
      for (const fault of faults.slice(struck, count)) {
        struck++;
        await strike(fault);
        await sleep(FAULT_INTERVAL_MS);
        if (failures.length > 0) throw failures[0];
      }
    };
    striking = strikeOn();
    return striking;
  };

  return {
    done,
    progress: (share) => strikeUpTo(Math.floor(share * faults.length)),
    finish: async () => {
      await strikeUpTo(faults.length);
      for (const pid of stopped) process.kill(pid, 'SIGCONT');
      await Promise.all([...lasting, ofRedis]);
      if (failures.length > 0) throw failures[0];
    },
  };
}

interface RunRecord {
  processes: { name: string; pid: number }[];
}

/** The process of that name that the launcher started last, if it lives. */
function livingProcess(folder: string, name: string): number | undefined {
  const record = JSON.parse(readFileSync(path.join(folder, 'run', 'record.json'), 'utf8')) as RunRecord;
  const pid = record.processes.findLast((one) => one.name === name)?.pid;
  try {
    if (pid === undefined) return undefined;
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}

/** Cuts up to 64 KiB off the append-only file, most likely within a command, as after a loss of power. */
function cutTail(folder: string, share: number): void {
  // A Redis without persistence has no such file.
  if (!existsSync(path.join(folder, 'appendonlydir'))) return;
  const files = readdirSync(path.join(folder, 'appendonlydir')).filter((name) => name.endsWith('.incr.aof'));
  for (const name of files) {
    const file = path.join(folder, 'appendonlydir', name);
    const { size } = statSync(file);
    truncateSync(file, Math.max(0, size - Math.ceil(share * Math.min(size, 64 * 1024))));
  }
}
