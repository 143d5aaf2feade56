import type { BlobStore } from '@persona/blobs';
import { bodyId, type Page, type Scope } from '@persona/contracts';
import { type DocumentStore, type Where } from '@persona/documents';
import { queueJobId, type HandledJob } from '@persona/queues';
import type { SearchIndex } from '@persona/search';
import type { DeleteResult } from '../domain.ts';
import type { Deps } from '../deps.ts';
import { planBatches } from '../pages/page-queue.ts';
import { forgetPages } from './forget-pages.ts';

/** How many rows are written or read at once. */
const PAGE_BATCH_SIZE = 500;
/** How many texts are read or written at once; they may be large. */
const BODY_BATCH_SIZE = 20;

/** Deletes any number of pages by their ids. A repeat reports them as deleted already. */
export async function deletePages(deps: Deps, scope: Scope, ids: readonly string[]): Promise<DeleteResult[]> {
  const results: DeleteResult[] = [];
  for (let start = 0; start < ids.length; start += PAGE_BATCH_SIZE) {
    const part = ids.slice(start, start + PAGE_BATCH_SIZE);
    const tombstoned = await tombstonePages(deps, scope, part);
    const missed = part.filter((_, n) => tombstoned[n] === null);
    const known = new Set((await deps.documents.pages.getMany(scope, missed)).map(({ id }) => id));
    for (const [n, id] of part.entries()) {
      results.push({
        id,
        result: tombstoned[n] ? 'deleted' : known.has(id) ? 'already_deleted' : 'not_found',
      });
    }
  }
  return results;
}

/**
 * Deletes the pages that a stream sent in earlier rounds and not in round `round`. Returns how many; safe to
 * repeat.
 */
export async function retireStreamPages(
  deps: Deps,
  scope: Scope,
  streamId: string,
  round: number,
): Promise<number> {
  const stale = { stream_id: streamId, stream_round: { lt: round } };
  let retired = 0;
  for (;;) {
    const pages = await deps.documents.pages.find(scope, {
      where: { deleted_at: null, ...stale },
      limit: PAGE_BATCH_SIZE,
    });
    if (pages.length === 0) return retired;
    // The condition leaves out pages that another round has carried meanwhile.
    const tombstoned = await tombstonePages(
      deps,
      scope,
      pages.map(({ id }) => id),
      stale,
    );
    retired += tombstoned.filter((page) => page !== null).length;
  }
}

/**
 * Turns pages into tombstones: one write removes them from every answer (they are deleted, and at a version
 * that no worker has), frees their identity and drops their words. The purge job removes bodies and passages.
 * A tombstone's status says only whether that is still to be done: `queued` until it is purged, then `live`.
 */
async function tombstonePages(
  { documents, producer }: Deps,
  scope: Scope,
  ids: readonly string[],
  where: Where<Page> = {},
): Promise<(Page | null)[]> {
  const now = new Date().toISOString();
  const tombstoned = await documents.pages.updateMany(
    scope,
    ids.map((id) => ({
      id,
      where: { ...where, deleted_at: null },
      set: {
        deleted_at: now,
        identity: `del:${id}`,
        title: '',
        title_folded: '',
        content_sha256: '',
        metadata: {},
        external_id: null,
        url: null,
        live_version: 0,
        status: 'queued' as const,
        enqueued_at: now,
        job_id: null,
        batch_id: null,
        error: null,
        updated_at: now,
      },
      inc: { version: 1 },
    })),
  );
  await enqueuePagePurge(
    producer,
    scope,
    tombstoned.filter((page) => page !== null),
  );
  return tombstoned;
}

/** Enqueues the removal of tombstones' passages and bodies. */
async function enqueuePagePurge(
  producer: Deps['producer'],
  scope: Scope,
  pages: readonly Pick<Page, 'id' | 'version'>[],
  suffix?: string,
): Promise<boolean> {
  return producer.addMany(
    'page.purge',
    planBatches(pages).map((batch) => ({
      id: queueJobId('purge', batch.pages[0]?.id ?? '', batch.pages[0]?.version ?? 0, suffix),
      data: { instance_id: scope, pages: batch.pages.map(({ id, version }) => ({ id, version })) },
    })),
  );
}

/**
 * For the sweep: enqueues the purge of tombstones that still wait for it, and returns how many. When several
 * do this at once, one wins each page. A purge that is queued under the same `suffix` is not added again.
 */
export async function requeuePagePurge(
  { documents, producer }: Deps,
  scope: Scope,
  tombstones: readonly Page[],
  suffix: string,
): Promise<number> {
  const now = new Date().toISOString();
  const claimed = await documents.pages.updateMany(
    scope,
    tombstones.map(({ id, enqueued_at }) => ({
      id,
      where: { enqueued_at, purged_at: null },
      set: { enqueued_at: now },
    })),
  );
  const won = claimed.filter((page) => page !== null);
  await enqueuePagePurge(producer, scope, won, suffix);
  return won.length;
}

/**
 * Removes what is left of deleted pages: passages first, then texts, then what other rows quote of them; then
 * marks the tombstones purged. Each step may be repeated.
 */
export async function purgePages(
  { documents, search, blobs }: { documents: DocumentStore; search: SearchIndex; blobs: BlobStore },
  job: Pick<HandledJob<'page.purge'>, 'scope' | 'data' | 'note'>,
): Promise<void> {
  const { scope } = job;
  const pages = await documents.pages.getMany(
    scope,
    job.data.pages.map(({ id }) => id),
  );
  const own = pages.filter(({ deleted_at, purged_at }) => deleted_at !== null && purged_at === null);
  if (own.length === 0) return job.note({ pages: 0 });
  // Pages of other purge jobs are included, so that a persona's messages are read once for many pages that
  // were deleted one by one.
  const others = await documents.pages.find(scope, {
    where: { purged_at: null, deleted_at: { lt: new Date().toISOString() } },
    orderBy: 'deleted_at',
    limit: PAGE_BATCH_SIZE,
  });
  const tombstones = [...new Map([...own, ...others].map((page) => [page.id, page])).values()];
  const ids = tombstones.map(({ id }) => id);
  job.note({ pages: tombstones.length });
  await search.removePages(scope, ids);
  await removeBodies(documents, scope, tombstones);
  await forgetPages({ documents, blobs }, scope, new Set(ids));
  // Purged includes what the store keeps of its last writes.
  await documents.compact();
  const now = new Date().toISOString();
  await documents.pages.updateMany(
    scope,
    ids.map((id) => ({
      id,
      where: { deleted_at: { ne: null }, purged_at: null },
      set: { purged_at: now, status: 'live' as const },
    })),
  );
}

/** Removes every text of these pages: by their known versions, then those that a late writer has left. */
export async function removeBodies(
  documents: Pick<DocumentStore, 'pageBodies'>,
  scope: Scope,
  pages: readonly Pick<Page, 'id' | 'version'>[],
): Promise<void> {
  await documents.pageBodies.remove(
    scope,
    pages.flatMap(({ id, version }) => Array.from({ length: version }, (_, n) => bodyId(id, n + 1))),
  );
  for (;;) {
    const left = await documents.pageBodies.find(scope, {
      where: { page_id: { in: pages.map(({ id }) => id) } },
      limit: BODY_BATCH_SIZE,
    });
    if (left.length === 0) return;
    await documents.pageBodies.remove(
      scope,
      left.map(({ id }) => id),
    );
  }
}
