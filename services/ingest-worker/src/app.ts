import { createWorkers, type QueueConnection } from '@persona/queues';
import { countEncoded } from './count-encoded.ts';
import { createHandlers } from './handlers.ts';
import type { Resources } from './resources.ts';
import { startSweeper, type Sweep } from './sweeper.ts';
import { createSweeps } from './sweeps.ts';

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
  const sweeper = startSweeper(sweeps(createSweeps(resources, behindMs)), { logger, metrics });
  return {
    close: async () => {
      await Promise.all([sweeper.close(), workers.close()]);
    },
  };
}
