import { bodyId, grantScope, installScope, type Instance, type Page, type Scope } from '@persona/contracts';
import { belongsInIndex, reindexPages } from '@persona/domain';
import type { VersionsRequest } from '@persona/search';
import { removeBodies } from '../purge-pages.ts';
import type { Resources } from '../resources.ts';
import type { Sweep } from '../sweeper.ts';
import { before, sweepMark } from './walk.ts';

type Deps = Pick<Resources, 'documents' | 'producer' | 'search'>;

const CHUNK = 500;
const PERSONAS_A_RUN = 20;
/** Chunks of a full walk in one run, so that other sweeps get their turn beside a large persona. */
const STEPS_A_RUN = 40;
const WALK_EVERY_MS = 3_600_000;
/** Younger things may belong to somebody who is at work. */
const BODY_GRACE_MS = 3_600_000;
const BODIES_AT_ONCE = 20;

/**
 * Holds index and texts against the page rows, persona by persona. Each is looked at briefly every time it comes round: an index that holds
 * another number of pages than are live has been lost, wholly or in part, or holds what nobody removed. Then, and else once an hour, it is
 * walked: what is missing in the index is put into the queue again, and what is neither live nor about to be is removed, from the index and
 * from the texts.
 */
export function createReconcileSweep(deps: Deps, { graceMs = 60_000 } = {}): Sweep {
  const { documents, search } = deps;
  let lastId = '';
  let walk: AsyncGenerator<number, void> | undefined;
  const walkedAt = new Map<string, number>();
  /** Live pages less indexed ones when it was walked last: a difference that stays is of pages without a passage, or of failed ones. */
  const knownGap = new Map<string, number>();

  const needsWalk = async ({ id, deleted_at, purged_at }: Instance): Promise<boolean> => {
    const scope = grantScope(id);
    const stats = await search.stats(scope);
    if (deleted_at !== null) {
      // A worker that was late has put something back after the purge.
      if (purged_at !== null && stats.pages > 0) await search.removeInstance(scope);
      return false;
    }
    const walked = walkedAt.get(id) ?? Date.now() - Math.random() * WALK_EVERY_MS;
    walkedAt.set(id, walked);
    const live = await documents.pages.count(scope, { deleted_at: null, status: 'live' });
    const gap = live - stats.pages;
    // The index may be ahead of the pages while some are being indexed, never behind.
    const suspicious = gap !== (knownGap.get(id) ?? 0) && (gap > 0 || (await waitingPages(scope)) === 0);
    const due = Date.now() - walked > WALK_EVERY_MS;
    if (!due && !suspicious) return false;
    walkedAt.set(id, Date.now());
    knownGap.set(id, gap);
    return true;
  };
  const waitingPages = (scope: Scope) =>
    documents.pages.count(scope, { deleted_at: null, status: { in: ['queued', 'indexing'] } }, 1);
  const nextWalk = async (): Promise<typeof walk> => {
    const personas = await documents.instances.find(installScope, {
      after: { value: lastId, id: lastId },
      limit: PERSONAS_A_RUN,
    });
    lastId = personas.length < PERSONAS_A_RUN ? '' : (personas.at(-1)?.id ?? '');
    for (const persona of personas) {
      if (!(await needsWalk(persona))) continue;
      lastId = persona.id;
      return walkPersona(deps, grantScope(persona.id), graceMs);
    }
    return undefined;
  };

  return {
    name: 'reconcile',
    everyMs: 5000,
    run: async () => {
      walk ??= await nextWalk();
      let count = 0;
      for (let steps = 0; walk && steps < STEPS_A_RUN; steps++) {
        try {
          const step = await walk.next();
          if (step.done) walk = undefined;
          else count += step.value;
        } catch (error) {
          walk = undefined;
          throw error;
        }
      }
      return count;
    },
  };
}

/** Yields after each chunk how many things were put right. */
async function* walkPersona(deps: Deps, scope: Scope, graceMs: number): AsyncGenerator<number, void> {
  const settledBefore = before(graceMs);
  const texts = await deps.documents.pageBodies.count(scope, {});
  const indexed = new Set<string>();
  yield* walkIndex(deps, scope, indexed);
  let found = 0;
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const pages = await deps.documents.pages.find(scope, { after, limit: CHUNK });
    const last = pages.at(-1);
    if (!last) break;
    after = { value: last.id, id: last.id };
    const missing = pages.filter(
      (page) =>
        belongsInIndex(page) &&
        !indexed.has(page.id) &&
        // A page that went live while the index was being walked is none that it lost.
        page.enqueued_at < settledBefore,
    );
    const { pages: mended } = await reindexPages(deps, scope, missing, sweepMark());
    const cleaned = await cleanBodies(deps, scope, pages);
    found += cleaned.found;
    yield mended + cleaned.removed;
  }
  if (texts > found) yield* removeOrphanBodies(deps, scope);
}

/** Removes versions that will never answer; collects the pages whose live version is there. */
async function* walkIndex(
  { documents, search }: Deps,
  scope: Scope,
  indexed: Set<string>,
): AsyncGenerator<number, void> {
  let request: VersionsRequest = { limit: CHUNK };
  for (;;) {
    const versions = await search.versions(scope, request);
    const last = versions.at(-1);
    if (!last) return;
    request = { limit: CHUNK, after: last };
    // Read after the index: a version that was put there is the page's newest, or has been.
    const pages = await documents.pages.getMany(scope, [...new Set(versions.map(({ page_id }) => page_id))]);
    const byId = new Map(pages.map((page) => [page.id, page]));
    const dead = versions.filter(({ page_id, version }) => {
      const page = byId.get(page_id);
      if (!page || page.deleted_at !== null) return true;
      if (version === page.live_version) indexed.add(page_id);
      return version !== page.live_version && version !== page.version;
    });
    if (dead.length > 0) await search.removeVersions(scope, dead);
    yield dead.length;
  }
}

/** Counts the texts of these pages, since they are too big to be read for it, and looks closer only where there are too many. */
async function cleanBodies(
  { documents: { pageBodies } }: Deps,
  scope: Scope,
  pages: readonly Page[],
): Promise<{ found: number; removed: number }> {
  const expected = (page: Page): number => {
    if (page.deleted_at !== null) return 0;
    return page.live_version > 0 && page.live_version !== page.version ? 2 : 1;
  };
  const total = await pageBodies.count(scope, { page_id: { in: pages.map(({ id }) => id) } });
  if (total <= pages.reduce((sum, page) => sum + expected(page), 0)) return { found: total, removed: 0 };
  let removed = 0;
  for (const page of pages) {
    const { id, version, live_version, deleted_at, purged_at } = page;
    const count = await pageBodies.count(scope, { page_id: id });
    if (count <= expected(page)) continue;
    if (deleted_at !== null) {
      // The purge of one that is not purged yet is on its way.
      if (purged_at === null) continue;
      await removeBodies({ pageBodies }, scope, [page]);
      removed += count;
      continue;
    }
    const old = Array.from({ length: version - 1 }, (_, n) => n + 1).filter((one) => one !== live_version);
    removed += await pageBodies.remove(
      scope,
      old.map((one) => bodyId(id, one)),
    );
    // Of writers who died before their page, or are about to write it.
    const unborn = await pageBodies.getMany(
      scope,
      Array.from({ length: BODIES_AT_ONCE }, (_, n) => bodyId(id, version + n + 1)),
    );
    removed += await pageBodies.remove(
      scope,
      unborn.filter(({ created_at }) => created_at < before(BODY_GRACE_MS)).map((body) => body.id),
    );
  }
  return { found: total, removed };
}

/** Texts of pages that were never written. */
async function* removeOrphanBodies({ documents }: Deps, scope: Scope): AsyncGenerator<number, void> {
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const bodies = await documents.pageBodies.find(scope, { after, limit: BODIES_AT_ONCE });
    const last = bodies.at(-1);
    if (!last) return;
    after = { value: last.id, id: last.id };
    const known = await documents.pages.getMany(
      scope,
      bodies.map(({ page_id }) => page_id),
    );
    const knownIds = new Set(known.map(({ id }) => id));
    const orphans = bodies.filter(
      ({ page_id, created_at }) => !knownIds.has(page_id) && created_at < before(BODY_GRACE_MS),
    );
    yield await documents.pageBodies.remove(
      scope,
      orphans.map(({ id }) => id),
    );
  }
}
