import {
  bodyId,
  grantScope,
  isKeptVersion,
  MAX_OLD_VERSIONS,
  type Instance,
  type Page,
  type Scope,
} from '@persona/contracts';
import { belongsInIndex, reindexPages, removeBodies } from '@persona/domain';
import type { VersionsRequest } from '@persona/search';
import type { Resources } from '../resources.ts';
import type { Sweep } from '../sweeper.ts';
import { before, createPersonaTurns, sweepMark } from './walk.ts';

type Deps = Pick<Resources, 'documents' | 'producer' | 'search'>;

const BATCH_SIZE = 500;
const MAX_PERSONAS_PER_RUN = 20;
/** How many batches of walks one run does, so that other sweeps get their turn beside a large persona. */
const MAX_BATCHES_PER_RUN = 40;
const WALK_INTERVAL_MS = 3_600_000;
/** A younger text may belong to a writer that is still at work. */
const MIN_BODY_AGE_MS = 3_600_000;
const BODY_BATCH_SIZE = 20;
/** Processes of the version before may still search an index of theirs, and write to it. */
const OLDER_INDEX_KEPT_MS = 3_600_000;

/**
 * Compares index and texts with the page rows, persona by persona. Each turn is a short check: an index whose
 * number of pages differs from that of the live ones was lost, wholly or in part, or has pages that were
 * never removed. Then, and otherwise once an hour, the persona is walked: what is missing in the index is
 * enqueued again, and what is neither live nor about to be is removed, from the index and from the texts.
 * A persona whose index fails does not keep the others from being compared. An index of an older format goes
 * when the current one has been whole for a while.
 */
export function createReconcileSweep(deps: Deps, olderIndexKeptMs = OLDER_INDEX_KEPT_MS): Sweep {
  const { documents, search } = deps;
  const turns = createPersonaTurns(documents);
  let walk: Walk | undefined;
  const walkedAt = new Map<string, number>();
  /**
   * The number of live pages minus that of indexed ones, as of the last walk that found nothing missing: such
   * a difference comes from versions that answer in the place of failed ones. Where it is not known and pages
   * have failed, an index that lacks them may have the number of the live ones.
   */
  const explainedGap = new Map<string, number>();
  /** Since when the index is whole beside one of an older format. */
  const wholeSince = new Map<string, number>();

  /** The walk that a persona needs now; undefined when it needs none. */
  const walkOf = async ({ id, deleted_at, purged_at }: Instance): Promise<Walk | undefined> => {
    const scope = grantScope(id);
    const stats = await search.stats(scope);
    if (deleted_at !== null) {
      // A late worker has written to the index after the purge.
      if (purged_at !== null && stats.pages > 0) await search.removeInstance(scope);
      return undefined;
    }
    const walked = walkedAt.get(id) ?? Date.now() - Math.random() * WALK_INTERVAL_MS;
    walkedAt.set(id, walked);
    const live = await documents.pages.count(scope, { deleted_at: null, status: 'live' });
    const gap = live - stats.pages;
    // While pages are being indexed, the index may be ahead of the live pages, but never behind.
    await retireOlder(scope, gap <= (explainedGap.get(id) ?? 0));
    if (gap === 0 && !explainedGap.has(id) && !(await hasFailedPages(scope))) explainedGap.set(id, 0);
    const suspicious = gap !== explainedGap.get(id) && (gap > 0 || (await waitingPages(scope)) === 0);
    const due = Date.now() - walked > WALK_INTERVAL_MS;
    return due || suspicious ? { id, gap, steps: walkPersona(deps, scope) } : undefined;
  };
  /** Removes an index of an older format when nobody can need it any more. */
  const retireOlder = async (scope: Scope, hasAllLive: boolean): Promise<void> => {
    const isWhole = async () => hasAllLive && (await waitingPages(scope)) === 0;
    if ((await search.countWithOlder(scope)) === null || !(await isWhole()))
      return void wholeSince.delete(scope);
    const since = wholeSince.get(scope) ?? Date.now();
    wholeSince.set(scope, since);
    if (Date.now() - since >= olderIndexKeptMs) await search.removeOlder(scope);
  };
  const hasFailedPages = async (scope: Scope) =>
    (await documents.pages.count(scope, { deleted_at: null, status: 'failed' }, 1)) > 0;
  const waitingPages = (scope: Scope) =>
    documents.pages.count(scope, { deleted_at: null, status: { in: ['queued', 'indexing'] } }, 1);
  /** Only a walk that came to its end says anything about the persona. */
  const walkEnded = ({ id, gap }: Walk, missing: number) => {
    walkedAt.set(id, Date.now());
    if (missing === 0) explainedGap.set(id, gap);
    else explainedGap.delete(id);
  };

  return {
    name: 'reconcile',
    intervalMs: 5000,
    run: async () => {
      let count = 0;
      let batches = 0;
      let failure: unknown;
      for (let personas = 0; batches < MAX_BATCHES_PER_RUN && personas < MAX_PERSONAS_PER_RUN; personas++) {
        const persona = walk ? undefined : await turns.next();
        if (!walk && !persona) break;
        try {
          walk ??= persona && (await walkOf(persona));
          for (; walk && batches < MAX_BATCHES_PER_RUN; batches++) {
            const step = await walk.steps.next();
            if (step.done) {
              walkEnded(walk, step.value);
              walk = undefined;
            } else count += step.value;
          }
        } catch (error) {
          walk = undefined;
          failure ??= error;
        }
      }
      if (failure !== undefined) throw failure;
      return count;
    },
  };
}

interface Walk {
  id: string;
  /** The difference that was the reason. */
  gap: number;
  steps: AsyncGenerator<number, number>;
}

/** Yields after each batch how many things were repaired; returns how many pages the index lacked. */
async function* walkPersona(deps: Deps, scope: Scope): AsyncGenerator<number, number> {
  const texts = await deps.documents.pageBodies.count(scope, {});
  yield* removeDeadVersions(deps, scope);
  let missing = 0;
  let found = 0;
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const pages = await deps.documents.pages.find(scope, { after, limit: BATCH_SIZE });
    const last = pages.at(-1);
    if (!last) break;
    after = { value: last.id, id: last.id };
    // The index is asked after the pages were read, so what was live by then is in it, however young.
    const indexed = await indexedAmong(deps, scope, pages);
    const lost = pages.filter(
      (page) => belongsInIndex(page) && !indexed.has(bodyId(page.id, page.live_version)),
    );
    missing += lost.length;
    const { pages: mended } = await reindexPages(deps, scope, lost, sweepMark());
    const cleaned = await cleanBodies(deps, scope, pages);
    found += cleaned.found;
    yield mended + cleaned.removed;
  }
  if (texts > found) yield* removeOrphanBodies(deps, scope);
  return missing;
}

/** The versions that the index holds from the first to the last of these pages, which are ordered by id. */
async function indexedAmong({ search }: Deps, scope: Scope, pages: readonly Page[]): Promise<Set<string>> {
  const indexed = new Set<string>();
  const last = pages.at(-1)?.id ?? '';
  let request: VersionsRequest = { after: { page_id: pages[0]?.id ?? '', version: -1 }, limit: BATCH_SIZE };
  for (;;) {
    const versions = await search.versions(scope, request);
    for (const { page_id, version } of versions) indexed.add(bodyId(page_id, version));
    const end = versions.at(-1);
    if (!end || end.page_id > last) return indexed;
    request = { limit: BATCH_SIZE, after: end };
  }
}

/** Removes versions that will never be live. */
async function* removeDeadVersions({ documents, search }: Deps, scope: Scope): AsyncGenerator<number, void> {
  let request: VersionsRequest = { limit: BATCH_SIZE };
  for (;;) {
    const versions = await search.versions(scope, request);
    const last = versions.at(-1);
    if (!last) return;
    request = { limit: BATCH_SIZE, after: last };
    // The pages are read after the index, so an indexed version is a page's newest, or has been.
    const pages = await documents.pages.getMany(scope, [...new Set(versions.map(({ page_id }) => page_id))]);
    const byId = new Map(pages.map((page) => [page.id, page]));
    const dead = versions.filter(({ page_id, version }) => {
      const page = byId.get(page_id);
      if (!page || page.deleted_at !== null) return true;
      return version !== page.live_version && version !== page.version;
    });
    if (dead.length > 0) await search.removeVersions(scope, dead);
    yield dead.length;
  }
}

/**
 * Counts the texts of these pages, because they are too large to be read for this, and inspects only pages
 * that have too many.
 */
async function cleanBodies(
  { documents: { pageBodies } }: Deps,
  scope: Scope,
  pages: readonly Page[],
): Promise<{ found: number; removed: number }> {
  const expected = ({ deleted_at, version, live_version }: Page): number => {
    if (deleted_at !== null) return 0;
    const isBehind = live_version > 0 && version - live_version > MAX_OLD_VERSIONS;
    return Math.min(version, MAX_OLD_VERSIONS + 1) + (isBehind ? 1 : 0);
  };
  const total = await pageBodies.count(scope, { page_id: { in: pages.map(({ id }) => id) } });
  if (total <= pages.reduce((sum, page) => sum + expected(page), 0)) return { found: total, removed: 0 };
  let removed = 0;
  for (const page of pages) {
    const { id, version, deleted_at, purged_at } = page;
    const count = await pageBodies.count(scope, { page_id: id });
    if (count <= expected(page)) continue;
    if (deleted_at !== null) {
      // The purge of a tombstone that is not purged yet removes its texts.
      if (purged_at === null) continue;
      await removeBodies({ pageBodies }, scope, [page]);
      removed += count;
      continue;
    }
    const old = Array.from({ length: version - 1 }, (_, n) => n + 1).filter(
      (one) => !isKeptVersion(page, one),
    );
    removed += await pageBodies.remove(
      scope,
      old.map((one) => bodyId(id, one)),
    );
    // These belong to writers that died before their page, or are about to write it.
    const unborn = await pageBodies.getMany(
      scope,
      Array.from({ length: BODY_BATCH_SIZE }, (_, n) => bodyId(id, version + n + 1)),
    );
    removed += await pageBodies.remove(
      scope,
      unborn.filter(({ created_at }) => created_at < before(MIN_BODY_AGE_MS)).map((body) => body.id),
    );
  }
  return { found: total, removed };
}

/** Removes texts of pages that were never written. */
async function* removeOrphanBodies({ documents }: Deps, scope: Scope): AsyncGenerator<number, void> {
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const bodies = await documents.pageBodies.find(scope, { after, limit: BODY_BATCH_SIZE });
    const last = bodies.at(-1);
    if (!last) return;
    after = { value: last.id, id: last.id };
    const known = await documents.pages.getMany(
      scope,
      bodies.map(({ page_id }) => page_id),
    );
    const knownIds = new Set(known.map(({ id }) => id));
    const orphans = bodies.filter(
      ({ page_id, created_at }) => !knownIds.has(page_id) && created_at < before(MIN_BODY_AGE_MS),
    );
    yield await documents.pageBodies.remove(
      scope,
      orphans.map(({ id }) => id),
    );
  }
}
