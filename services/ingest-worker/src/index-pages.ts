import {
  AppError,
  bodyId,
  MAX_OLD_VERSIONS,
  MAX_STARTS,
  type Failure,
  type Page,
  type Scope,
} from '@persona/contracts';
import type { Change } from '@persona/documents';
import { repurgeIfDeleted } from '@persona/domain';
import type { HandledJob } from '@persona/queues';
import type { EncodedPage, PageVersion } from '@persona/search';
import { encodePages } from './encode-pages.ts';
import { readBatches, readBodies } from './read-bodies.ts';
import type { Resources } from './resources.ts';

type Deps = Pick<Resources, 'documents' | 'search' | 'encoder' | 'embedder' | 'domain'>;
type IndexJob = Pick<HandledJob<'page.index'>, 'scope' | 'data' | 'signal' | 'yieldToSmaller' | 'note'>;

/** The starts of the version that failed, and as many of the live one. */
const MAX_RESTORE_STARTS = 2 * MAX_STARTS + 1;

const WAITING = { in: ['queued', 'indexing'] };

/**
 * Makes page versions live: read → encode → write to the index → move `live_version` up → remove older ones.
 *
 * Every step may be the last before a crash, or be done by two workers at once: encoding is a function of the
 * page, the index accepts the same version twice, and the page row moves by compare-and-set on its version.
 * Pages are processed together; those that a worker has started and not finished go one by one, so that the
 * page at fault is identified and its neighbours are not counted for it.
 */
export async function indexPages(deps: Deps, job: IndexJob): Promise<void> {
  const { scope } = job;
  const refs = new Map(job.data.pages.map(({ id, version }) => [id, version]));
  const alone = await beginAlone(deps, job);
  const pages = alone ? [alone] : await deps.documents.pages.getMany(scope, [...refs.keys()]);
  const due = pages.filter((page) => refs.get(page.id) === page.version && isWaiting(page));
  const tally: Tally = { pages: due.length, live: 0, failed: 0, passages: 0, encode_ms: 0, put_ms: 0 };
  // These include the jobs of pages that an earlier run made live before it died.
  const jobIds = new Set(pages.map(({ job_id }) => job_id).filter((id) => id !== null));
  const live: Page[] = [];
  let begun = alone ? [alone] : undefined;
  try {
    if (due.length < refs.size) {
      const still = new Set(due.map(({ id }) => id));
      await tidy(
        deps,
        scope,
        [...refs].filter(([id]) => !still.has(id)),
      );
    }
    const fallen = pages.filter((page) => refs.get(page.id) === page.live_version && hasFallenBack(page));
    if (due.length + fallen.length > 0 && (await repurgeIfDeleted(deps, scope))) return;

    const fresh = due.filter(({ starts }) => starts === 0);
    // From the second time on, the page that killed its worker has been started more often than its
    // neighbours, so those need not wait for it.
    const suspects = due.filter(({ starts }) => starts > 0).toSorted((a, b) => a.starts - b.starts);
    const groups = [fresh, ...suspects.map((page) => [page])];
    let fault: unknown;
    for (const group of groups) {
      try {
        if (group.length === 0) continue;
        const started = begun ?? (await begin(deps, scope, group, job));
        begun = undefined;
        live.push(...(await indexGroup(deps, scope, started, job, tally)));
      } catch (error) {
        await forgive(deps, scope, group, error);
        // A fault of one page is retried later, and its neighbours go on. A fault of a store concerns all
        // pages.
        if (group.length > 1 || isPassing(error)) throw error;
        fault ??= error;
      }
    }
    for (const page of fallen) await restore(deps, scope, page, job.signal);
    if (fault !== undefined) throw fault;
  } catch (error) {
    if (begun) await forgive(deps, scope, begun, error);
    await deps.domain.recordRetryReason(scope, jobIds, error).catch(() => undefined);
    throw error;
  } finally {
    job.note(tally);
  }
  // Where pages of several jobs come together, each job is small. A page that came alone is probably all of
  // its job.
  const [only = null] = jobIds;
  const isOpen =
    jobIds.size === 1 &&
    refs.size > 1 &&
    (await deps.documents.pages.count(scope, { job_id: only, status: WAITING }, 1)) > 0;
  if (isOpen) return;
  const liveOf = (jobId: string): number => live.filter(({ job_id }) => job_id === jobId).length;
  await deps.domain.settleJobs(scope, new Map([...jobIds].map((jobId) => [jobId, liveOf(jobId)])));
}

/** What one job did, for its log event. */
type Tally = Record<'pages' | 'live' | 'failed' | 'passages' | 'encode_ms' | 'put_ms', number>;

const isWaiting = (page: Page): boolean =>
  page.deleted_at === null && (page.status === 'queued' || page.status === 'indexing');

/** Counts a start of `version`, where it still waits. */
const start = ({ id, version }: Pick<Page, 'id' | 'version'>) => ({
  id,
  where: { version, deleted_at: null, status: WAITING },
  set: { status: 'indexing' as const },
  inc: { starts: 1 },
});

/** A page that is the only one of its job is read by the write that begins it. */
async function beginAlone({ documents }: Deps, job: IndexJob): Promise<Page | undefined> {
  const [page, ...others] = job.data.pages;
  if (!page || others.length > 0) return undefined;
  job.signal.throwIfAborted();
  await job.yieldToSmaller();
  const { id, ...change } = start(page);
  return (await documents.pages.update(job.scope, id, change)) ?? undefined;
}

/** Counts a start of each page of a group. Returns the pages that still waited, as they are then. */
async function begin(
  { documents }: Deps,
  scope: Scope,
  group: readonly Page[],
  { signal, yieldToSmaller }: IndexJob,
): Promise<Page[]> {
  signal.throwIfAborted();
  await yieldToSmaller();
  // What is compared is known afterwards without a look. Only a page that another worker has begun since it
  // was read has another count.
  const applied = await documents.pages.applyMany(
    scope,
    group.map((page) => {
      const change = start(page);
      return { ...change, where: { ...change.where, starts: page.starts } };
    }),
  );
  const begun = group
    .filter((_, n) => applied[n])
    .map((page) => ({ ...page, status: 'indexing' as const, starts: page.starts + 1 }));
  const others = await documents.pages.updateMany(scope, group.filter((_, n) => !applied[n]).map(start));
  return [...begun, ...others.filter((page) => page !== null)];
}

/** Returns the pages that it has made live, of those that were begun. */
async function indexGroup(
  deps: Deps,
  scope: Scope,
  begun: readonly Page[],
  { signal, yieldToSmaller }: IndexJob,
  tally: Tally,
): Promise<Page[]> {
  const { documents, search } = deps;
  const live: Page[] = [];
  const failures = new Map<Page, Failure>();
  const working: Page[] = [];
  for (const page of begun) {
    if (page.starts > MAX_STARTS) failures.set(page, CRASHED);
    else working.push(page);
  }
  for await (const batch of readBatches(documents, scope, working, failures)) {
    await yieldToSmaller();
    const encodedAt = performance.now();
    const results = await encodePages(deps, scope, batch, signal);
    tally.encode_ms += Math.round(performance.now() - encodedAt);
    const encoded: Encoded[] = [];
    for (const [n, { page }] of batch.entries()) {
      const result = results[n];
      if (result?.ok) encoded.push({ page, result: result.page });
      else failures.set(page, UNREADABLE);
    }
    if (encoded.length === 0) continue;
    await yieldToSmaller();
    signal.throwIfAborted();
    const putAt = performance.now();
    await search.put(
      scope,
      encoded.map(({ result }) => result),
    );
    tally.put_ms += Math.round(performance.now() - putAt);
    await yieldToSmaller();
    live.push(...(await goLive(deps, scope, encoded)));
    tally.live += encoded.length;
    for (const { result } of encoded) tally.passages += result.passages.length;
  }
  await fail(deps, scope, failures);
  tally.failed += failures.size;
  return live;
}

/** Whether a page's newest version has failed while the one before is live. */
const hasFallenBack = (page: Page): boolean =>
  page.deleted_at === null && page.status === 'failed' && page.live_version > 0;

/**
 * Writes the live version to an index that has lost it. The page's row stays as it is except for the starts,
 * which are counted here too and reset at the end: a version that kills its worker is given up.
 */
async function restore(deps: Deps, scope: Scope, page: Page, signal: AbortSignal): Promise<void> {
  const { documents, search } = deps;
  signal.throwIfAborted();
  const { id, version, live_version } = page;
  const where = { version, live_version, status: 'failed' as const, deleted_at: null };
  const starts = { lt: MAX_RESTORE_STARTS };
  if (!(await documents.pages.update(scope, id, { where: { ...where, starts }, inc: { starts: 1 } }))) return;
  try {
    const [found] = await readBodies(documents, scope, [{ ...page, version: live_version }], new Map());
    const [result] = found ? await encodePages(deps, scope, [found], signal) : [];
    signal.throwIfAborted();
    if (result?.ok) await search.put(scope, [result.page]);
  } finally {
    await documents.pages.update(scope, id, { where, inc: { starts: -1 } });
  }
  // The page may have been changed, or deleted and purged meanwhile.
  await tidy(deps, scope, [[id, live_version]]);
}

interface Encoded {
  page: Page;
  result: EncodedPage;
}

/**
 * Makes the new versions live and returns their pages. A page's work is done only when nothing older is left
 * of it.
 */
async function goLive(deps: Deps, scope: Scope, encoded: readonly Encoded[]): Promise<Page[]> {
  const { documents } = deps;
  const moved = new Set<string>();
  const move = async (where: Change<Page>['where']) => {
    const left = encoded.filter(({ page }) => !moved.has(page.id));
    const applied = await documents.pages.applyMany(
      scope,
      left.map(({ page, result }) => ({
        id: page.id,
        where: { version: page.version, deleted_at: null, ...where },
        set: {
          live_version: page.version,
          chunk_count: result.passages.length,
          language: result.language,
          warnings: result.warnings,
          error: null,
          // A first version has no older one to remove.
          ...(page.version === 1 ? { status: 'live' as const, starts: 0 } : { status: 'indexing' as const }),
        },
      })),
    );
    for (const [n, { page }] of left.entries()) if (applied[n]) moved.add(page.id);
  };
  await move({ status: WAITING });
  // Several workers that had started it at once may have counted each other as crashes. This one has
  // finished, which proves that the version does not crash its worker.
  if (moved.size < encoded.length) await move({ status: 'failed', starts: { gt: MAX_STARTS } });
  const lost = encoded.filter(({ page }) => !moved.has(page.id));
  if (lost.length > 0) {
    await tidy(
      deps,
      scope,
      lost.map(({ page }) => [page.id, page.version]),
    );
  }
  const live = encoded.map(({ page }) => page).filter(({ id }) => moved.has(id));
  const succeeding = live.filter(({ version }) => version > 1);
  if (succeeding.length === 0) return live;
  // Some before the one that was live too: its worker may have died before it removed its own predecessor.
  await removeReplaced(deps, scope, succeeding, ({ live_version }) => live_version - MAX_OLD_VERSIONS);
  // A worker that died between the move and this point left older versions, and it is not known from which
  // one on.
  const texts = await documents.pageBodies.count(scope, {
    page_id: { in: succeeding.map(({ id }) => id) },
  });
  if (texts > succeeding.reduce((sum, { version }) => sum + Math.min(version, MAX_OLD_VERSIONS + 1), 0))
    await removeReplaced(deps, scope, succeeding, () => 1);
  await documents.pages.applyMany(
    scope,
    succeeding.map(({ id, version }) => ({
      id,
      where: { version, live_version: version, status: WAITING },
      set: { status: 'live' as const, starts: 0 },
    })),
  );
  return live;
}

/**
 * Removes the versions of pages that their newest one replaces from the index, from `firstOf` on, then the
 * texts of those that are too old to be kept.
 */
async function removeReplaced(
  { documents, search }: Deps,
  scope: Scope,
  pages: readonly Page[],
  firstOf: (page: Page) => number,
): Promise<void> {
  const versions = pages.flatMap((page) => versionsOf(page.id, firstOf(page), page.version));
  await search.removeVersions(scope, versions);
  const old = pages.flatMap((page) => versionsOf(page.id, firstOf(page), page.version - MAX_OLD_VERSIONS));
  if (old.length > 0)
    await documents.pageBodies.remove(
      scope,
      old.map(({ page_id, version }) => bodyId(page_id, version)),
    );
}

/** The versions of a page from `first` on, without `end`. */
function versionsOf(page_id: string, first: number, end: number): PageVersion[] {
  const from = Math.max(1, first);
  return Array.from({ length: Math.max(0, end - from) }, (_, n) => ({ page_id, version: from + n }));
}

/**
 * Removes versions from the index that this or an earlier run of the job wrote and that will never be live:
 * those of deleted pages, and those that neither are nor can become live. (A version equal to the page's may
 * still be made live by another worker.)
 */
async function tidy(deps: Deps, scope: Scope, refs: readonly (readonly [string, number])[]): Promise<void> {
  const pages = await deps.documents.pages.getMany(
    scope,
    refs.map(([id]) => id),
  );
  const byId = new Map(pages.map((page) => [page.id, page]));
  const dead = refs.filter(([id, version]) => {
    const page = byId.get(id);
    return !page || page.deleted_at !== null || (version < page.version && version !== page.live_version);
  });
  if (dead.length === 0) return;
  await deps.search.removeVersions(
    scope,
    dead.map(([page_id, version]) => ({ page_id, version })),
  );
}

async function fail(deps: Deps, scope: Scope, failures: ReadonlyMap<Page, Failure>): Promise<void> {
  if (failures.size === 0) return;
  const now = new Date().toISOString();
  await deps.documents.pages.applyMany(
    scope,
    [...failures].map(([{ id, version }, error]) => ({
      id,
      where: { version, deleted_at: null, status: WAITING },
      set: { status: 'failed' as const, error, updated_at: now },
    })),
  );
}

/** Faults that are not the page's: a store is unavailable, or the worker stops. */
const isPassing = (error: unknown): boolean =>
  (error instanceof AppError && error.code !== 'validation_error') ||
  (error instanceof Error && error.name === 'AbortError');

/**
 * Does not count a start that a temporary fault has ended. When the store is unavailable too, the start stays
 * counted: pages then go one by one.
 */
async function forgive(deps: Deps, scope: Scope, group: readonly Page[], error: unknown): Promise<void> {
  if (!isPassing(error)) return;
  await deps.documents.pages
    .applyMany(
      scope,
      group.map(({ id, version }) => ({
        id,
        where: { version, status: 'indexing', starts: { gt: 0 } },
        set: { status: 'queued' as const },
        inc: { starts: -1 },
      })),
    )
    .catch(() => undefined);
}

const CRASHED: Failure = {
  code: 'crashed_worker',
  message: `Indexing this page was begun ${MAX_STARTS} times and never came to its end, so it is left out. It is begun again by itself a few times in the next hours; retry it sooner, or store it in smaller pages.`,
  retryable: true,
};
const UNREADABLE: Failure = {
  code: 'encoding_failed',
  message: 'This page could not be cut into passages. Store it as plain text or in smaller pages.',
  retryable: true,
};
