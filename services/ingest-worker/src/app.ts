import type { QueueConnection } from '@persona/queues';
import { createWorkers } from '@persona/queues/workers';
import { countEncoded } from './count-encoded.ts';
import { createHandlers } from './handlers.ts';
import type { Resources } from './resources.ts';
import { startSweeper, type Sweep } from './sweeper.ts';
import { createSweeps } from './sweeps.ts';

export type { Resources } from './resources.ts';

export interface IngestWorkerOptions {
  queues: Pick<QueueConnection, 'redisUrl' | 'prefix'>;
  /** How many jobs run at once. */
  concurrency: number;
  /** How long something may wait before the sweeps check whether it was forgotten. */
  sweepDelayMs?: number;
  /** The sweeps to run; by default all. A test leaves some out to see what breaks. */
  sweeps?: (all: Sweep[]) => Sweep[];
}

const SWEEP_DELAY_MS = 10_000;

/**
 * Starts the workers of the ingest queue and the sweeps. `close` takes no new job and waits for those under
 * way.
 */
export function startIngestWorker(
  resources: Resources,
  { queues, concurrency, sweepDelayMs = SWEEP_DELAY_MS, sweeps = (all) => all }: IngestWorkerOptions,
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
  const sweeper = startSweeper(sweeps(createSweeps(resources, sweepDelayMs)), { logger, metrics });
  return {
    close: async () => {
      await Promise.all([sweeper.close(), workers.close()]);
    },
  };
}
