import { grantScope } from '@persona/contracts';
import { queueJobId } from '@persona/queues';
import { Gauge } from 'prom-client';
import type { Resources } from '../resources.ts';
import type { Sweep } from '../sweeper.ts';
import { createPersonaTurns } from './walk.ts';

const MAX_PERSONAS_PER_RUN = 20;
const SPACE_TIMEOUT_MS = 10_000;

/**
 * Enqueues personas that are not searched by the configured model's vectors, or have passages without: their
 * index is older than the model's configuration, or their worker had no model. A persona is in the queue
 * once, however many workers sweep.
 */
export function createVectorsSweep({
  documents,
  search,
  producer,
  embedder,
  metrics,
}: Pick<Resources, 'documents' | 'search' | 'producer' | 'embedder' | 'metrics'>): Sweep {
  const missingOf = new Map<string, number>();
  const gauge = new Gauge({
    name: 'persona_passages_without_vector',
    help: 'Passages that have no vector of the configured embedding model yet, as last looked at.',
    registers: [metrics.registry],
  });
  const turns = createPersonaTurns(documents);
  return {
    name: 'vectors',
    intervalMs: 5000,
    run: async () => {
      if (!embedder) return 0;
      const space = await embedder.space(AbortSignal.timeout(SPACE_TIMEOUT_MS));
      let behind = 0;
      let failure: unknown;
      for (let looked = 0; looked < MAX_PERSONAS_PER_RUN; looked++) {
        const persona = await turns.next();
        if (!persona) break;
        const { id, version, deleted_at } = persona;
        try {
          const { space: searched, passages, missing } = await search.vectorStats(grantScope(id), space);
          missingOf.set(id, missing);
          if (missing === 0 || deleted_at !== null) missingOf.delete(id);
          const other = searched?.model !== space.model || searched.dimension !== space.dimension;
          if (deleted_at !== null || passages === 0 || (missing === 0 && !other)) continue;
          behind++;
          await producer.add('instance.embed', {
            id: queueJobId('embed', id, version),
            data: { instance_id: id },
          });
        } catch (error) {
          // The index of one persona is no reason to leave out the others.
          failure ??= error;
        }
      }
      gauge.set(missingOf.values().reduce((sum, missing) => sum + missing, 0));
      if (failure !== undefined) throw failure;
      return behind;
    },
  };
}
