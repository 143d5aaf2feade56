import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@persona/contracts';
import { grantScope, installScope, type DocumentStore, type Scope } from '@persona/documents';
import { requeuePages } from '@persona/knowledge';
import type { Producer } from '@persona/queues';
import type { SearchIndex, VersionsRequest } from '@persona/search';

const CHUNK = 500;
const LOOK_EVERY_MS = 250;
/** The pulse lasts for less; so long without one, nobody takes jobs. */
const NO_PULSE_MS = 5000;
const WAITING = { in: ['queued', 'indexing'] };

export interface RebuildOptions {
  /** Every page, not only those whose live version the index lacks. */
  all: boolean;
  looking?: (personas: number, pages: number) => void;
  indexing?: (done: number, total: number) => void;
  /** Told once, in words, when nobody takes what was queued. */
  stuck?: (reason: string) => void;
}

export interface RebuildResult {
  personas: number;
  queued: number;
  failed: number;
  seconds: number;
}

/**
 * Fills the index from the documents, through the queue and its workers: what is in the index goes on answering meanwhile. It may be called
 * at any time and stopped at any time; what is queued by then is indexed without it.
 */
export async function rebuild(
  deps: { documents: DocumentStore; search: SearchIndex; producer: Producer },
  { all, looking, indexing, stuck }: RebuildOptions,
): Promise<RebuildResult> {
  const { documents, producer } = deps;
  const began = performance.now();
  const mark = `r${Date.now().toString(36)}`;
  const queued = new Map<Scope, string[]>();
  let personas = 0;
  let total = 0;
  for await (const scope of livePersonas(documents)) {
    personas++;
    for await (const pages of pagesToIndex(deps, scope, all)) {
      if (pages.length === 0) continue;
      // As the sweeper does it: whoever changes the page meanwhile wins.
      const won = await requeuePages({ documents, producer }, scope, pages, mark, {
        starts: 0,
        error: null,
        job_id: null,
      });
      total += won;
      const ids = queued.get(scope) ?? [];
      queued.set(scope, ids);
      for (const { id } of pages) ids.push(id);
      looking?.(personas, total);
    }
    looking?.(personas, total);
  }

  let aliveAt = performance.now();
  let told = false;
  for (const scope of queued.keys()) {
    for (;;) {
      let waiting = 0;
      for (const one of queued.keys())
        waiting += await documents.pages.count(one, { deleted_at: null, status: WAITING });
      indexing?.(Math.max(0, total - waiting), total);
      if ((await documents.pages.count(scope, { deleted_at: null, status: WAITING }, 1)) === 0) break;
      const state = await producer.view.state('ingest').catch(() => null);
      if (state?.alive && !state.paused) aliveAt = performance.now();
      else if (!told && performance.now() - aliveAt > NO_PULSE_MS) {
        told = true;
        stuck?.(
          state?.paused
            ? 'The ingest queue is paused: npm run persona -- resume ingest'
            : 'No ingest worker is running: the pages are queued and go on as soon as one is.',
        );
      }
      await delay(LOOK_EVERY_MS);
    }
  }
  let failed = 0;
  for (const [scope, ids] of queued) failed += await countFailed(documents, scope, ids);
  return { personas, queued: total, failed, seconds: (performance.now() - began) / 1000 };
}

/** How many live pages the index does not hold in the version that answers. */
export async function countMissing(
  deps: { documents: DocumentStore; search: SearchIndex },
  scope: Scope,
): Promise<number> {
  let count = 0;
  for await (const pages of pagesToIndex(deps, scope, false)) count += pages.length;
  return count;
}

export async function* livePersonas({ instances }: DocumentStore): AsyncGenerator<Scope> {
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const found = await instances.find(installScope, { after, limit: CHUNK });
    for (const { id, deleted_at } of found) if (deleted_at === null) yield grantScope(id);
    const last = found.at(-1);
    if (!last) return;
    after = { value: last.id, id: last.id };
  }
}

async function* pagesToIndex(
  { documents, search }: { documents: DocumentStore; search: SearchIndex },
  scope: Scope,
  all: boolean,
): AsyncGenerator<Page[]> {
  const startedAt = new Date().toISOString();
  const indexed = all ? new Set<string>() : await indexedVersions(search, scope);
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const pages = await documents.pages.find(scope, { after, limit: CHUNK });
    const last = pages.at(-1);
    if (!last) return;
    after = { value: last.id, id: last.id };
    yield pages.filter(
      ({ id, live_version, status, deleted_at, chunk_count, enqueued_at }) =>
        status === 'live' &&
        deleted_at === null &&
        // A page without a word in it has no passages, and is in no index.
        chunk_count > 0 &&
        enqueued_at < startedAt &&
        !indexed.has(`${id} ${live_version}`),
    );
  }
}

async function indexedVersions(search: SearchIndex, scope: Scope): Promise<Set<string>> {
  const indexed = new Set<string>();
  let request: VersionsRequest = { limit: CHUNK };
  for (;;) {
    const versions = await search.versions(scope, request);
    for (const { page_id, version } of versions) indexed.add(`${page_id} ${version}`);
    const last = versions.at(-1);
    if (!last) return indexed;
    request = { limit: CHUNK, after: last };
  }
}

async function countFailed({ pages }: DocumentStore, scope: Scope, ids: readonly string[]): Promise<number> {
  let failed = 0;
  for (let start = 0; start < ids.length; start += CHUNK) {
    const found = await pages.getMany(scope, ids.slice(start, start + CHUNK));
    failed += found.filter(({ status, deleted_at }) => status === 'failed' && deleted_at === null).length;
  }
  return failed;
}
