import { queueJobId } from '@persona/queues';
import type { Page, Scope } from '@persona/contracts';
import type { Where } from '@persona/documents';
import type { DeleteResult } from '../domain.ts';
import { planBatches, type Deps } from '../pages/page-queue.ts';

const CHUNK = 500;

/**
 * Turns pages into tombstones: one write that takes them out of every answer (deleted, and at a version that no worker has), frees their
 * identity and drops their words. Bodies and index follow by the purge job. A tombstone's status says only whether that is still to do:
 * `queued` until it is purged, then `live`.
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
  await enqueuePurge(
    producer,
    scope,
    tombstoned.filter((page) => page !== null),
  );
  return tombstoned;
}

/** Has tombstones purged from index and bodies. */
export async function enqueuePurge(
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

export async function deletePages(deps: Deps, scope: Scope, ids: readonly string[]): Promise<DeleteResult[]> {
  const results: DeleteResult[] = [];
  for (let start = 0; start < ids.length; start += CHUNK) {
    const part = ids.slice(start, start + CHUNK);
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
      limit: CHUNK,
    });
    if (pages.length === 0) return retired;
    // Not one that another round has carried meanwhile.
    const tombstoned = await tombstonePages(
      deps,
      scope,
      pages.map(({ id }) => id),
      stale,
    );
    retired += tombstoned.filter((page) => page !== null).length;
  }
}
