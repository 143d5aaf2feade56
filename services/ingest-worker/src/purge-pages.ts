import { bodyId, type Page, type Scope } from '@persona/contracts';
import type { HandledJob } from '@persona/queues';
import { forgetPages } from './forget-pages.ts';
import type { Resources } from './resources.ts';

type Deps = Pick<Resources, 'documents' | 'search'>;

const CHUNK = 20;
/** Other tombstones of the persona that are emptied with those of the job. */
const AT_ONCE = 500;

/**
 * Removes what is left of deleted pages, index first, then texts, then what was said of them; then marks the tombstones purged. Each step may
 * be repeated.
 */
export async function purgePages(
  { documents, search }: Deps,
  job: Pick<HandledJob<'page.purge'>, 'scope' | 'data' | 'note'>,
): Promise<void> {
  const { scope } = job;
  const pages = await documents.pages.getMany(
    scope,
    job.data.pages.map(({ id }) => id),
  );
  const own = pages.filter(({ deleted_at, purged_at }) => deleted_at !== null && purged_at === null);
  if (own.length === 0) return job.note({ pages: 0 });
  // Those of other jobs too: what was said in a persona is read once for all pages that were deleted one by one.
  const others = await documents.pages.find(scope, {
    where: { purged_at: null, deleted_at: { lt: new Date().toISOString() } },
    orderBy: 'deleted_at',
    limit: AT_ONCE,
  });
  const tombstones = [...new Map([...own, ...others].map((page) => [page.id, page])).values()];
  const ids = tombstones.map(({ id }) => id);
  job.note({ pages: tombstones.length });
  await search.removePages(scope, ids);
  await removeBodies(documents, scope, tombstones);
  await forgetPages({ documents }, scope, new Set(ids));
  // Purged means gone: also from what the store keeps of its last writes.
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

/** Removes every text of these pages: by their known versions, then any that a late writer has left. */
export async function removeBodies(
  documents: Pick<Deps['documents'], 'pageBodies'>,
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
      limit: CHUNK,
    });
    if (left.length === 0) return;
    await documents.pageBodies.remove(
      scope,
      left.map(({ id }) => id),
    );
  }
}
