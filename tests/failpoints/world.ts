import { blobFolder } from '@persona/blobs';
import { grantScope, type JobName, type Scope } from '@persona/contracts';
import { storedFiles } from '@persona/domain';
import { createPersona } from '../../services/ingest-worker/src/testing/worker.ts';
import { check, isClean } from '../chaos/checker.ts';
import { keyOf, pageOf } from '../chaos/pages.ts';
import type { Clock } from './clock.ts';
import type { Reply, Services, System } from './system.ts';

/** A persona of its own for one run, and what its sender may rely on. */
export interface World {
  readonly system: System;
  readonly scope: Scope;
  readonly clock: Clock;
  /** A page's key in this run. */
  key(n: number): string;
  /** Declares which editions a page may have in the end; 0: deleted or never there. */
  expect(key: string, ...editions: number[]): void;
  /** Recordings that must not be lost. */
  readonly recordings: string[];
  /** Stores pages and brings them live; returns their ids. */
  givenLive(editions: Record<string, number>): Promise<string[]>;
  /** Stores pages that wait; returns their ids and the job that is to index them. */
  givenWaiting(editions: Record<string, number>): Promise<{ ids: string[]; job: QueuedJob }>;
  /** Does what waits in the queue, and what the sweeps find, until nothing is left. */
  settle(): Promise<void>;
  /** Returns sentences about what is wrong by now; `late`: also what a sweep may take its time for. */
  faults(late: boolean): Promise<string[]>;
}

export interface QueuedJob {
  name: JobName;
  id: string;
  data: unknown;
}

const MAX_ROUNDS = 40;
/** A sweep with several steps may be between two of them. */
const QUIET_ROUNDS = 3;
const MAX_TRIES = 6;
const MINUTE_MS = 60_000;

let runs = 0;

export async function createWorld(system: System, clock: Clock): Promise<World> {
  const { other, queue } = system;
  const scope = await createPersona(other.documents);
  const run = runs++;
  const possible = new Map<string, number[]>();
  const recordings: string[] = [];
  const sweeps = other.newSweeps();

  const world: World = {
    system,
    scope,
    clock,
    recordings,
    key: (n) => keyOf(run * 20 + n),
    expect: (key, ...editions) => void possible.set(key, editions),
    givenLive: async (editions) => {
      const { ids } = await world.givenWaiting(editions);
      await world.settle();
      return ids;
    },
    givenWaiting: async (editions) => {
      const pages = Object.entries(editions).map(([key, edition]) => pageOf(key, edition));
      const stored = succeed(await other.call('POST', `/api/kb/store-pages?instance_id=${scope}`, { pages }));
      const job = queue.take();
      if (!job) throw new Error('Nothing was enqueued.');
      return { ids: (stored.pages as { id: string }[]).map(({ id }) => id), job };
    },
    settle: async () => {
      const tries = new Map<string, number>();
      let quiet = 0;
      for (let round = 0; round < MAX_ROUNDS && quiet < QUIET_ROUNDS; round++) {
        clock.pass(MINUTE_MS);
        let found = 0;
        for (const sweep of sweeps) found += await sweep.run();
        for (let job = queue.take(); job; job = queue.take()) {
          found++;
          try {
            await other.work(job);
          } catch (error) {
            const times = (tries.get(job.id) ?? 0) + 1;
            tries.set(job.id, times);
            if (times > MAX_TRIES) throw error;
            queue.putBack(job);
          }
        }
        quiet = found === 0 ? quiet + 1 : 0;
      }
      if (quiet < QUIET_ROUNDS) throw new Error('It does not come to rest.');
    },
    faults: async (late) => {
      const pages = new Map(
        [...possible].map(([key, editions]) => [
          key,
          {
            possible: new Set(editions),
            cut: new Set(Array.from({ length: 20 }, (_, n) => n)),
            missed: false,
          },
        ]),
      );
      const verdict = await check(other, scope, { pages, sent: 0, acked: 0, unknown: 0 }, recordings);
      const faults = isClean(verdict) ? [] : [...verdict.examples];
      if (late && verdict.unborn > 0) faults.push(`${verdict.unborn} texts that nobody takes`);
      return [...faults, ...(await faultsOfJobs(other, scope)), ...(await faultsOfFiles(other, scope, late))];
    },
  };
  return world;
}

/** A job that is never called finished keeps its caller waiting for ever. */
async function faultsOfJobs({ documents }: Services, scope: Scope): Promise<string[]> {
  const jobs = await documents.jobs.find(scope, { limit: 1000 });
  return jobs
    .filter((job) => job.finished_at === null)
    .map((job) => `the job ${job.kind} is ${job.state} for ever`);
}

async function faultsOfFiles({ documents, blobs }: Services, scope: Scope, late: boolean): Promise<string[]> {
  const media = await documents.media.find(scope, { where: { deleted_at: null }, limit: 100 });
  const answers = await documents.messages.find(scope, { limit: 100 });
  const spoken = answers.flatMap(({ speech }) => [speech?.audio ?? [], speech?.captions ?? []].flat());
  const known = new Set([...media.flatMap(storedFiles), ...spoken].map(({ blob_key }) => blob_key));
  const { blobs: files } = await blobs.list(blobFolder(scope));
  const there = new Set(files.map(({ key }) => key));
  return [
    ...files.filter(({ key }) => late && !known.has(key)).map(({ key }) => `the file ${key} is nobody's`),
    ...[...known].filter((key) => !there.has(key)).map((key) => `the file ${key} is gone`),
  ];
}

/** A request that was refused: `again` says whether a retry may help. */
export class Refused extends Error {
  readonly status: number;
  readonly again: boolean;
  constructor({ status, text }: Reply) {
    super(`${status}: ${text.slice(0, 300)}`);
    this.status = status;
    this.again =
      status === 503 || status === 429 || text.includes('"retryable":true') || text.includes('chat_busy');
  }
}

export function succeed(reply: Reply): Record<string, unknown> {
  if (reply.status >= 300) throw new Refused(reply);
  return reply.body;
}

/** Removes what the run has left, so that no sweep of another run finds it. */
export async function removeWorld({ system: { other, queue }, scope }: World): Promise<void> {
  queue.lose();
  await other.documents.instances.remove(grantScope('install'), [scope]);
  await other.search.removeInstance(scope);
}
