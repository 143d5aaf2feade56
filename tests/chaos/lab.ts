import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRedis, tempFolder } from '@persona/testing';
import { prepareFuzz } from '../fuzz/fuzz.ts';
import { callerOf, startInstall, type Install } from '../install.ts';
import { createBoard } from './board.ts';
import { check, isAtRest, isClean, isWritable, type Verdict } from './checker.ts';
import { createClient } from './client.ts';
import { withoutSafeguard, type Safeguard } from './cut.ts';
import { createDisk } from './disk.ts';
import { drive } from './driver.ts';
import { createLedger, readLedger } from './ledger.ts';
import { createNemesis, planFaults, type Fault } from './nemesis.ts';
import { createRandom } from './random.ts';
import { createReader, type Sightings } from './reader.ts';
import { sendRecordings } from './recordings.ts';
import { createShape, type ShapeOptions } from './shape.ts';

export interface ChaosOptions extends ShapeOptions {
  pages: number;
  /**
   * The number of kills, with other faults between them; or an explicit list of faults, spread over the work.
   */
  kills: number | readonly Fault[];
  seed: number;
  lanes?: number;
  readers?: number;
  recordings?: number;
  /** How long Redis is unavailable in an outage: from, to. */
  outageMs?: readonly [number, number];
  /** How long after the last fault the install may take to finish all work. */
  settleMs?: number;
  /** Redis keeps nothing on disk. */
  volatileRedis?: boolean;
  /** The disk fills up as well, where this user may mount one. */
  diskFull?: boolean;
  /** Wrong requests of every kind are sent beside, to personas of their own. */
  fuzzed?: boolean;
  /** Runs without one safeguard, to see whether the lab detects that. */
  without?: Safeguard;
  say?: (line: string) => void;
}

export interface ChaosReport {
  operations: { sent: number; acked: number; unknown: number };
  /** How often each fault was injected. */
  faults: Record<string, number>;
  seen: Sightings;
  verdict: Verdict;
  internalErrors: number;
  /** What the wrong requests beside got: how many there were, and the replies that blame the service. */
  fuzz: { requests: number; faults: readonly string[] };
  seconds: { work: number; settle: number };
  /** Nothing lost, duplicated, stale, undead, left over, mixed or missing in an answer. */
  clean: boolean;
}

const MAX_OUTPUT_CHARACTERS = 4000;
/** What wrong requests are accepted for needs room too. */
const FUZZED_DISK_MB = 2048;

/** Runs a whole install under load and faults, then compares the stores with what was acknowledged. */
export async function runChaos({
  pages,
  kills,
  seed,
  lanes = 6,
  readers = 2,
  recordings = 5,
  outageMs = [5000, 60_000],
  settleMs = 600_000,
  volatileRedis = false,
  diskFull = false,
  fuzzed = false,
  without,
  say = () => {},
  ...stored
}: ChaosOptions): Promise<ChaosReport> {
  await using cleanup = new AsyncDisposableStack();
  const notes = tempFolder();
  cleanup.defer(() => notes.remove());
  const disk = diskFull ? createDisk(fuzzed ? FUZZED_DISK_MB : undefined) : undefined;
  if (disk) cleanup.defer(() => disk.remove());
  if (diskFull && !disk) say('The disk is not filled: this user may not mount one.');
  const dataDir = disk && path.join(disk.path, 'data');
  if (dataDir) mkdirSync(dataDir);
  const redis = await startRedis(volatileRedis ? { args: ['--appendonly', 'no'] } : {});
  cleanup.defer(() => redis.stop());
  const shape = await createShape(stored);
  cleanup.defer(() => shape.stop());
  for (const source of shape.sources) say(source);
  const install = await startInstall({
    ...shape.env,
    REDIS_URL: redis.url,
    LOG_LEVEL: 'warn',
    ...(dataDir ? { PERSONA_DATA_DIR: dataDir } : {}),
    ...(without ? withoutSafeguard(without) : {}),
  });
  cleanup.defer(() => install.stop());
  const create = (name: string) =>
    install.call<{ instance_id: string }>('POST', '/api/instance', {
      instance_data: { name, description: 'Everything happens here.', configuration: {} },
    });
  // Requests that name no persona are for the first one.
  if (fuzzed) await create('First');
  const created = await create('Chaos');
  const client = createClient(install.url, install.key, created.body.instance_id);

  const board = createBoard();
  const reader = createReader(client, board);
  const ledgerFile = path.join(notes.path, 'ledger.jsonl');
  const ledger = createLedger(ledgerFile);
  const stores = await shape.open(install.folder);
  cleanup.defer(() => stores.close());
  const faults =
    typeof kills === 'number'
      ? planFaults({
          seed,
          kills,
          outageMs,
          diskFull: disk !== undefined,
          servers: Object.keys(shape.servers) as (keyof typeof shape.servers)[],
        })
      : kills;
  const nemesis = createNemesis(faults, {
    folder: install.folder,
    redis,
    servers: shape.servers,
    disk,
    isAtRest: () => isAtRest(stores),
    isWritable: () => isWritable(stores),
    say,
  });
  const reading = new AbortController();
  const asking = Array.from({ length: readers }, (_, n) =>
    reader.run(createRandom(seed * 7919 + n), reading.signal),
  );
  const working = new AbortController();
  const speaking = sendRecordings(client, recordings, working.signal);

  const startFuzz = fuzzed
    ? await prepareFuzz(await withOwnKey(install), {
        seed,
        requests: Infinity,
        timeMs: Infinity,
        amidFaults: true,
        signal: working.signal,
      })
    : undefined;
  const fuzz = startFuzz?.();

  const began = performance.now();
  try {
    await drive({ client, ledger, board, reader, seed, pages, lanes, progress: nemesis.progress });
    await nemesis.finish();
  } catch (error) {
    throw new Error(
      `The work could not go on. The install said last:\n${install.said().slice(-MAX_OUTPUT_CHARACTERS)}`,
      {
        cause: error,
      },
    );
  }
  working.abort();
  const sentRecordings = await speaking;
  const { requests = 0, faults: blamed = [] } = (await fuzz) ?? {};
  ledger.close();
  const worked = performance.now();
  say(`${((worked - began) / 1000).toFixed(1).padStart(6)} s  the last fault is over`);

  const expected = readLedger(ledgerFile);
  let verdict: Verdict | undefined;
  do {
    if (verdict) await sleep(500);
    if (verdict === undefined || (await isAtRest(stores)) || performance.now() - worked > settleMs)
      verdict = await check(stores, client.instanceId, expected, sentRecordings);
  } while (!isClean(verdict) && performance.now() - worked < settleMs);
  const settled = performance.now();
  say(`${((settled - began) / 1000).toFixed(1).padStart(6)} s  at rest; every page is asked for once more`);
  // From now on readers are answered from a store at rest: every page is read once more.
  for (const key of board.keys) await reader.search(key);
  reading.abort();
  await Promise.all(asking);

  const { sightings: seen } = reader;
  const { sent, acked, unknown } = expected;
  return {
    operations: { sent, acked, unknown },
    faults: nemesis.done,
    seen,
    verdict,
    internalErrors: client.internalErrors(),
    fuzz: { requests, faults: blamed },
    seconds: { work: (worked - began) / 1000, settle: (settled - worked) / 1000 },
    clean:
      isClean(verdict) &&
      seen.mixed + seen.stale + seen.undead + seen.holes === 0 &&
      client.internalErrors() === 0 &&
      blamed.length === 0,
  };
}

/** The same install, asked with a key whose share of places is not that of the others. */
async function withOwnKey(install: Install): Promise<Install> {
  const { body } = await install.call<{ key: string }>('POST', '/api/admin/keys', {
    name: 'fuzz',
    scopes: ['admin'],
  });
  return { ...install, key: body.key, call: callerOf(install.url, body.key) };
}
