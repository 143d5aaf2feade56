import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, type Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import { livePersonas, pagesToIndex, reindexPages } from '@persona/domain';
import type { Producer } from '@persona/queues';
import type { SearchIndex } from '@persona/search';
import { isPassing, patiently } from './patiently.ts';

const BATCH_SIZE = 500;
const CHECK_INTERVAL_MS = 250;
/** A heartbeat expires sooner; after this long without one, no worker takes jobs. */
const HEARTBEAT_TIMEOUT_MS = 5000;
const WAITING = { in: ['queued', 'indexing'] };

export interface RebuildOptions {
  /** Every page, not only those whose live version the index lacks. */
  all: boolean;
  looking?: (personas: number, pages: number) => void;
  indexing?: (done: number, total: number) => void;
  /**
   * Called once for each obstacle, with a sentence: no worker takes what was queued, or the store does not
   * answer.
   */
  stuck?: (reason: string) => void;
  /** How long it waits before it looks again where a store did not answer. */
  delaysMs?: readonly number[];
}

export interface RebuildResult {
  personas: number;
  queued: number;
  /** Pages that were in the queue already: new ones, and those that a worker's sweep had found missing. */
  underWay: number;
  failed: number;
  /** Personas whose pages or index could not be looked at, and why. */
  unreadable: { scope: Scope; reason: string }[];
  seconds: number;
}

/**
 * Fills the index from the documents, through the queue and its workers; what is in the index keeps answering
 * meanwhile. It may be called and stopped at any time; what is queued by then is indexed without it.
 */
export async function rebuild(
  deps: { documents: DocumentStore; search: SearchIndex; producer: Producer },
  { all, looking, indexing, stuck, delaysMs }: RebuildOptions,
): Promise<RebuildResult> {
  const { documents, producer } = deps;
  const began = performance.now();
  const mark = `r${Date.now().toString(36)}`;
  const queued = new Map<Scope, string[]>();
  /** Jobs of pages that stay failed: only the queue shows when they are done. */
  const restoring: string[] = [];
  let personas = 0;
  let underWay = 0;
  const unreadable: RebuildResult['unreadable'] = [];
  let total = 0;
  /** What one look at a persona queues. A second look finds it in the queue. */
  const look = async (scope: Scope): Promise<void> => {
    const ids: string[] = [];
    const seen = { queued: 0, waiting: 0 };
    for await (const { missing, waiting } of pagesToIndex(deps, scope, all)) {
      if (missing.length + waiting.length === 0) continue;
      // As in the sweeper: a concurrent change to the page wins.
      const again = await reindexPages({ documents, producer }, scope, missing, mark);
      seen.queued += again.pages;
      seen.waiting += waiting.length;
      restoring.push(...again.batches);
      for (const { id, status } of [...missing, ...waiting]) if (status !== 'failed') ids.push(id);
      looking?.(personas, total + seen.queued + seen.waiting);
    }
    total += seen.queued + seen.waiting;
    underWay += seen.waiting;
    if (seen.queued + seen.waiting > 0) queued.set(scope, ids);
  };
  for (const scope of await patiently(() => Array.fromAsync(livePersonas(documents)), delaysMs)) {
    personas++;
    try {
      await patiently(() => look(scope), delaysMs);
    } catch (error) {
      // What is wrong with one persona is no reason to leave out the others.
      if (!(error instanceof AppError && error.code === 'not_ready')) throw error;
      unreadable.push({ scope, reason: error.message });
    }
    looking?.(personas, total);
  }

  const told = new Set<string>();
  const tell = (reason: string) => {
    if (!told.has(reason)) stuck?.(reason);
    told.add(reason);
  };
  let aliveAt = performance.now();
  const isDone = async (scope: Scope): Promise<boolean> => {
    let waiting = 0;
    for (const one of queued.keys())
      waiting += await documents.pages.count(one, { deleted_at: null, status: WAITING });
    indexing?.(Math.max(0, total - waiting), total);
    const places = await producer.view.places('ingest', restoring).catch(() => []);
    if (places.some(({ state }) => state !== 'absent')) return false;
    return (await documents.pages.count(scope, { deleted_at: null, status: WAITING }, 1)) === 0;
  };
  for (const scope of queued.keys()) {
    for (;;) {
      const lookedAt = performance.now();
      const done = await isDone(scope).catch((error: unknown) => {
        if (!isPassing(error)) throw error;
        tell('The document store does not answer; what is queued goes on when it does.');
        return false;
      });
      if (done) break;
      const state = await producer.view.state('ingest').catch(() => null);
      if (state?.alive && !state.paused) aliveAt = performance.now();
      else if (performance.now() - aliveAt > HEARTBEAT_TIMEOUT_MS)
        tell(
          state?.paused
            ? 'The ingest queue is paused: npm run persona -- resume ingest'
            : 'No ingest worker is running: the pages are queued and go on as soon as one is.',
        );
      // With a slow store, checking must not become the main load.
      await sleep(Math.max(CHECK_INTERVAL_MS, 2 * (performance.now() - lookedAt)));
    }
  }
  let failed = 0;
  for (const [scope, ids] of queued)
    failed += await patiently(() => countFailed(documents, scope, ids), delaysMs);
  const seconds = (performance.now() - began) / 1000;
  return { personas, queued: total - underWay, underWay, failed, unreadable, seconds };
}

async function countFailed({ pages }: DocumentStore, scope: Scope, ids: readonly string[]): Promise<number> {
  let failed = 0;
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const found = await pages.getMany(scope, ids.slice(start, start + BATCH_SIZE));
    failed += found.filter(({ status, deleted_at }) => status === 'failed' && deleted_at === null).length;
  }
  return failed;
}
