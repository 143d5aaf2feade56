import { createWorkers, type QueueConnection } from '@persona/queues';
import { countEncoded } from './count-encoded.ts';
import { createHandlers } from './handlers.ts';
import type { Resources } from './resources.ts';
import { startSweeper, type Sweep } from './sweeper.ts';
import { createFilesSweep } from './sweeps/files.ts';
import {
  createChatsSweep,
  createIdempotencySweep,
  createInstancesSweep,
  createJobsSweep,
  createSubmissionsSweep,
} from './sweeps/leftovers.ts';
import { createMediaSweep } from './sweeps/media.ts';
import { createReconcileSweep } from './sweeps/reconcile.ts';
import { createWaitingPagesSweep } from './sweeps/waiting-pages.ts';

export type { Resources } from './resources.ts';

export interface IngestWorkerOptions {
  queues: Pick<QueueConnection, 'redisUrl' | 'prefix'>;
  /** Jobs at once. */
  concurrency: number;
  /** How long something may stand still before the sweeps look whether it was forgotten. */
  behindMs?: number;
  /** Which sweeps run; all, unless a test takes some away to see what breaks. */
  sweeps?: (all: Sweep[]) => Sweep[];
}

const BEHIND_MS = 10_000;

/** Starts working on the ingest queue and sweeping. `close` takes nothing new and waits for what is under way. */
export function startIngestWorker(
  resources: Resources,
  { queues, concurrency, behindMs = BEHIND_MS, sweeps = (all) => all }: IngestWorkerOptions,
): { close(): Promise<void> } {
  const { logger, metrics } = resources;
  const workers = createWorkers({
    ...queues,
    queue: 'ingest',
    handlers: createHandlers({ ...resources, encoder: countEncoded(resources.encoder, metrics) }),
    concurrency,
    logger,
    metrics,
  });
  const sweeper = startSweeper(
    sweeps([
      createWaitingPagesSweep(resources, behindMs),
      createMediaSweep(resources, behindMs),
      createSubmissionsSweep(resources, behindMs),
      createInstancesSweep(resources, behindMs),
      createChatsSweep(resources, behindMs),
      createJobsSweep(resources, behindMs),
      createReconcileSweep(resources),
      createFilesSweep(resources),
      createIdempotencySweep(resources),
    ]),
    { logger, metrics },
  );
  return {
    close: async () => {
      await Promise.all([sweeper.close(), workers.close()]);
    },
  };
}
