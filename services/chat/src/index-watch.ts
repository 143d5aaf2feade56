import { setTimeout as sleep } from 'node:timers/promises';
import { grantScope, installScope, type Instance } from '@persona/contracts';
import type { Query } from '@persona/documents';
import { addCoverage, indexCoverage, indexState, noPages, type IndexCoverage } from '@persona/domain';
import { Gauge } from 'prom-client';
import type { Resources } from './resources.ts';

/** Knows how full the index is, over all personas. */
export interface IndexWatch {
  /** `filling 40 %` or `rebuilding 40 %` while the index lacks pages; undefined when it is whole. */
  note(): string | undefined;
  /** Resolves when every persona was looked at once. */
  firstRound: Promise<void>;
  stop(): Promise<void>;
}

const BATCH_SIZE = 50;
const BATCH_INTERVAL_MS = 1000;
/** While pages are missing, how far the filling is should be seen soon. */
const FILLING_INTERVAL_MS = 200;
/** While nothing is missing, round after round, the pause doubles up to this. */
const REST_INTERVAL_MS = 10_000;

/**
 * Looks at the personas again and again, some each second, so that a readiness check costs nothing; where all
 * is whole, after longer and longer pauses. A persona that can't be looked at keeps its last numbers.
 */
export function watchIndex({
  documents,
  search,
  metrics,
}: Pick<Resources, 'documents' | 'search' | 'metrics'>): IndexWatch {
  const coverages = new Map<string, IndexCoverage>();
  const total = () => coverages.values().reduce(addCoverage, noPages);
  const gauge = new Gauge({
    name: 'persona_pages_not_indexed',
    help: 'Pages that questions do not find yet: they wait, or the index has lost them.',
    registers: [metrics.registry],
  });
  const stopped = new AbortController();
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopped.signal, ref: false });
  const firstRound = Promise.withResolvers<void>();

  const round = async (delayMs: () => number): Promise<void> => {
    const seen = new Set<string>();
    let after: Query<Instance>['after'];
    for (;;) {
      const batch = await documents.instances.find(installScope, { after, limit: BATCH_SIZE });
      const last = batch.at(-1);
      if (!last) break;
      after = { value: last.id, id: last.id };
      for (const { id, deleted_at } of batch) {
        if (deleted_at !== null) continue;
        seen.add(id);
        const coverage = await indexCoverage({ documents, search }, grantScope(id)).catch(() => undefined);
        if (coverage) coverages.set(id, coverage);
      }
      gauge.set(total().missing);
      if (batch.length < BATCH_SIZE) break;
      await pause(delayMs());
    }
    for (const id of coverages.keys()) if (!seen.has(id)) coverages.delete(id);
  };
  const run = async () => {
    let restMs = BATCH_INTERVAL_MS;
    for (let first = true; !stopped.signal.aborted; first = false) {
      await round(() => (first ? 0 : BATCH_INTERVAL_MS)).catch(() => undefined);
      firstRound.resolve();
      const isWhole = indexState(total()) === undefined;
      await pause(isWhole ? restMs : FILLING_INTERVAL_MS).catch(() => undefined);
      restMs = isWhole ? Math.min(2 * restMs, REST_INTERVAL_MS) : BATCH_INTERVAL_MS;
    }
  };
  const running = run();

  return {
    note: () => indexState(total()),
    firstRound: firstRound.promise,
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}
