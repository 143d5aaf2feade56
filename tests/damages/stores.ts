import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { databaseUrl, eventually, findServer, type ServerKind, type TestServer } from '@persona/testing';
import { createDisk, type Disk } from '../chaos/disk.ts';
import { startInstall } from '../install.ts';
import { createPerson, type Person } from './person.ts';
import { openSlowPath, type SlowPath } from './slow-path.ts';

const KINDS = ['redis', 'mongodb', 'qdrant', 's3'] as const;
/** How long a damage is kept. */
const DAMAGE_MS = 15_000;
const HEAL_TIMEOUT_MS = 300_000;
/** Each piece of an answer takes so long where a store is slow. */
const SLOW_MS = 1000;

interface Store {
  server: TestServer;
  path: SlowPath;
  disk: Disk | undefined;
}

export interface Row {
  part: string;
  damage: string;
  /** What the person saw and /readyz said meanwhile. */
  said: string[];
  outcome: 'healed' | 'NOT HEALED';
  /** From the end of the damage until everything that was acknowledged was there. */
  seconds: number;
}

interface Damage {
  name: string;
  inflict(store: Store): Promise<void> | void;
  end(store: Store): Promise<void> | void;
}

const DAMAGES: Partial<Record<ServerKind, Damage[]>> & { all: Damage[] } = {
  all: [
    {
      name: 'away',
      inflict: ({ server }) => server.process?.kill(),
      end: ({ server }) => server.process?.restart(),
    },
    {
      name: 'takes connections, does not answer',
      inflict: ({ server }) => server.process?.pause(),
      end: ({ server }) => server.process?.resume(),
    },
    {
      name: `slow: ${SLOW_MS / 1000} s a piece`,
      inflict: ({ path }) => path.delay(SLOW_MS),
      end: ({ path }) => path.delay(0),
    },
    { name: 'disk full', inflict: ({ disk }) => disk?.fill(), end: ({ disk }) => disk?.free() },
  ],
  redis: [
    {
      name: 'memory full (maxmemory)',
      inflict: ({ server }) => configure(server, '1'),
      end: ({ server }) => configure(server, '0'),
    },
  ],
};

async function configure({ url }: TestServer, maxmemory: string): Promise<void> {
  await promisify(execFile)('redis-cli', ['-u', url, 'config', 'set', 'maxmemory', maxmemory]);
}

/** Runs Persona over one server of each kind, damages each in each way, and tells what happened. */
export async function* damageStores(only: string, say: (line: string) => void): AsyncGenerator<Row> {
  await using closing = new AsyncDisposableStack();
  const stores = new Map<ServerKind, Store>();
  for (const kind of KINDS) {
    const disk = createDisk();
    if (disk) closing.defer(() => disk.remove());
    // Its data go to a small disk, which can be filled.
    const before = process.env['TMPDIR'];
    if (disk) process.env['TMPDIR'] = disk.path;
    const server = await findServer(kind);
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    if (typeof server === 'string') throw new Error(server);
    if (!server.process) throw new Error(`${kind}: needs a server of its own, found ${server.source}`);
    closing.defer(() => server.stop());
    const path = await openSlowPath(server.url);
    closing.defer(() => path.close());
    stores.set(kind, { server, path, disk });
    say(`${kind}: ${server.source}`);
  }
  const of = (kind: ServerKind): Store => {
    const store = stores.get(kind);
    if (!store) throw new Error(`There is no ${kind}.`);
    return store;
  };
  const mongodb = { ...of('mongodb').server, url: of('mongodb').path.url };
  const s3 = of('s3').server;
  const install = await startInstall({
    REDIS_URL: of('redis').path.url,
    DOCUMENTS_URL: databaseUrl(mongodb),
    SEARCH_URL: of('qdrant').path.url,
    BLOBS_URL: `s3://${s3.prefix}`,
    S3_ENDPOINT: of('s3').path.url,
    S3_ACCESS_KEY_ID: s3.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
  });
  closing.defer(() => install.stop());
  const person = createPerson(install.url, install.key);
  await person.settle();
  say('an install over all of them answers');
  for (const kind of KINDS)
    for (const damage of [...DAMAGES.all, ...(DAMAGES[kind] ?? [])])
      if (`${kind}, ${damage.name}`.includes(only)) yield await observe(kind, of(kind), damage, person);
}

let stored = 0;

async function observe(kind: ServerKind, store: Store, damage: Damage, person: Person): Promise<Row> {
  const said = new Set<string>();
  const slowest = new Map<string, number>();
  const note = (what: string, { outcome, seconds }: { outcome: string; seconds: number }) => {
    const line = `${what}: ${outcome}`;
    slowest.set(line, Math.max(slowest.get(line) ?? 0, seconds));
  };
  await damage.inflict(store);
  const until = performance.now() + DAMAGE_MS;
  const repeat = async (act: () => Promise<void>) => {
    do {
      await act();
      await sleep(1000);
    } while (performance.now() < until);
  };
  await Promise.all([
    repeat(async () => note('a question', await person.ask())),
    repeat(async () => note('pages', await person.store(stored++))),
    repeat(async () => void said.add(`/readyz: ${await person.readiness()}`)),
  ]);
  await damage.end(store);
  const began = performance.now();
  const healed = await eventually(() => person.hasAll(), {
    timeoutMs: HEAL_TIMEOUT_MS,
    intervalMs: 200,
  }).then(
    () => true,
    () => false,
  );
  const seconds = (performance.now() - began) / 1000;
  return {
    part: kind,
    damage: damage.name,
    said: [...[...slowest].map(([line, took]) => `${line} (${took.toFixed(1)} s)`), ...said],
    outcome: healed ? 'healed' : 'NOT HEALED',
    seconds,
  };
}
