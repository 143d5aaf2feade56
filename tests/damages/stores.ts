import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseUrl, eventually, findServer, freePort, tempFolder, type ServerKind } from '@persona/testing';
import { createDisk } from '../chaos/disk.ts';
import { startInstall, type Install } from '../install.ts';
import { createPerson, type Person } from './person.ts';
import { openSlowPath } from './slow-path.ts';
import { damagesOf, type Damage, type Store } from './store-damages.ts';
import { warnings } from './warnings.ts';

const root = path.join(import.meta.dirname, '../..');
const KINDS = ['redis', 'mongodb', 's3', 'qdrant'] as const;
/** How long a damage is kept. */
const DAMAGE_MS = 15_000;
const HEAL_TIMEOUT_MS = 300_000;

export interface Row {
  part: string;
  damage: string;
  /** What the person saw, and what /readyz and logs said meanwhile. */
  said: string[];
  outcome: 'healed' | 'named' | 'NOT HEALED' | 'NOT SAID';
  /** From the end of the damage until everything that was acknowledged was there. */
  seconds: number;
}

/**
 * Runs Persona over one server of each kind, damages each in each way, and tells what happened. Where there
 * is no such server, that store is a file.
 */
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
    if (typeof server === 'string') {
      say(`${server}; it is left out`);
      continue;
    }
    closing.defer(() => server.stop());
    if (!server.process) throw new Error(`${kind}: needs a server of its own, found ${server.source}`);
    const way = await openSlowPath(server.url);
    closing.defer(() => way.close());
    stores.set(kind, { server, path: way, disk });
    say(`${kind}: ${server.source}`);
  }
  const folder = tempFolder();
  closing.defer(() => folder.remove());
  const env = { ...settingsOf(stores), PERSONA_DATA_DIR: folder.path };
  const install = await startInstall(env);
  closing.defer(() => install.stop());
  const person = createPerson(install.url, install.key);
  await person.settle();
  say('an install over all of them answers');
  const chosen = [...stores].flatMap(([kind, store]) =>
    damagesOf(kind)
      .filter(({ name }) => `${kind}, ${name}`.includes(only))
      .map((damage) => ({ kind, store, damage })),
  );
  for (const { kind, store, damage } of chosen)
    if (!damage.onlyAtStart) yield await observe(kind, store, damage, { install, person });
  // What had healed once is there for good.
  person.lookAgain();
  await eventually(() => person.hasAll(), { timeoutMs: HEAL_TIMEOUT_MS });
  await install.stop();
  for (const { kind, store, damage } of chosen)
    yield await observeStart(kind, store, damage, { install, person, env });
}

function settingsOf(stores: ReadonlyMap<ServerKind, Store>): NodeJS.ProcessEnv {
  const [redis, mongodb, qdrant, s3] = (['redis', 'mongodb', 'qdrant', 's3'] as const).map((kind) =>
    stores.get(kind),
  );
  return {
    ...(redis && { REDIS_URL: redis.path.url }),
    ...(mongodb && { DOCUMENTS_URL: databaseUrl({ ...mongodb.server, url: mongodb.path.url }) }),
    ...(qdrant && { SEARCH_URL: qdrant.path.url }),
    ...(s3 && {
      BLOBS_URL: `s3://${s3.server.prefix}`,
      S3_ENDPOINT: s3.path.url,
      S3_ACCESS_KEY_ID: s3.server.accessKeyId,
      S3_SECRET_ACCESS_KEY: s3.server.secretAccessKey,
    }),
  };
}

let stored = 0;

/** Damages a store while Persona runs, and somebody asks and stores. */
async function observe(
  kind: ServerKind,
  store: Store,
  damage: Damage,
  { install, person }: { install: Install; person: Person },
): Promise<Row> {
  const said = new Set<string>();
  const slowest = new Map<string, number>();
  const note = (what: string, { outcome, seconds }: { outcome: string; seconds: number }) => {
    const line = `${what}: ${outcome}`;
    slowest.set(line, Math.max(slowest.get(line) ?? 0, seconds));
  };
  // What the logs say from now on is about the damage.
  for (const name of globSync('logs/*.log', { cwd: install.folder }))
    truncateSync(path.join(install.folder, name));
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
    ...(kind === 's3' ? [repeat(async () => note('a voice', await person.send(stored)))] : []),
    repeat(async () => void said.add(`/readyz: ${await person.readiness()}`)),
  ]);
  await damage.end(store);
  const { isHealed, seconds } = await healing(person);
  return {
    part: kind,
    damage: damage.name,
    said: [
      ...[...slowest].map(([line, took]) => `${line} (${took.toFixed(1)} s)`),
      ...said,
      ...warnings(install.folder),
    ],
    outcome: isHealed ? 'healed' : 'NOT HEALED',
    seconds,
  };
}

async function healing(person: Person): Promise<{ isHealed: boolean; seconds: number }> {
  const began = performance.now();
  const isHealed = await eventually(() => person.hasAll(), {
    timeoutMs: HEAL_TIMEOUT_MS,
    intervalMs: 200,
  }).then(
    () => true,
    () => false,
  );
  return { isHealed, seconds: (performance.now() - began) / 1000 };
}

/** How long a start may say nothing of a damage. */
const SILENCE_MS = 30_000;
/** A line of a service, at the terminal, that tells of something wrong. */
const TOLD = /: (warning|error|fatal): |can't start|^Persona /;

/** Starts Persona on a store that is damaged; where it waits, the damage ends as soon as it was told. */
async function observeStart(
  kind: ServerKind,
  store: Store,
  damage: Damage,
  { install, person, env }: { install: Install; person: Person; env: NodeJS.ProcessEnv },
): Promise<Row> {
  await damage.inflict(store);
  const port = await freePort();
  const child = spawn(process.execPath, [path.join(root, 'scripts/launch.ts')], {
    env: {
      ...process.env,
      ...env,
      PORT: String(port),
      PERSONA_SAMPLE: 'off',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const began = performance.now();
  const said = new Map<string, number>();
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      for (const line of output.split('\n').slice(0, -1))
        if (TOLD.test(line) && !said.has(line.trim()))
          said.set(line.trim(), (performance.now() - began) / 1000);
    });
  const closed = once(child, 'close');
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const isRunning = () => output.includes('Persona is running.');
  // Either it starts all the same, or gives up, or tells what it waits for.
  await eventually(() => hasEnded() || isRunning() || said.size > 0, { timeoutMs: SILENCE_MS }).catch(
    () => undefined,
  );
  // Other services may give the reason, or the store a second one.
  await sleep(8000);
  const isRefused = hasEnded();
  await damage.end(store);
  const ended = performance.now();
  if (!isRefused) await eventually(() => hasEnded() || isRunning(), { timeoutMs: 120_000 });
  const again = hasEnded() ? undefined : person.at(`http://127.0.0.1:${port}`, install.key);
  const isHealed = again !== undefined && (await healing(again)).isHealed;
  const seconds = (performance.now() - ended) / 1000;
  child.kill('SIGTERM');
  await closed;
  const told = [...said].map(([line, after]) => `${after.toFixed(0)} s: ${line}`);
  const outcome = isHealed ? 'healed' : told.length > 0 ? 'named' : 'NOT SAID';
  return { part: `${kind} at the start`, damage: damage.name, said: told, outcome, seconds };
}
