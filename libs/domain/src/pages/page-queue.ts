import { PAGES_PER_JOB, type Page, type Scope } from '@persona/contracts';
import { queueJobId, type Producer } from '@persona/queues';
import type { Deps } from '../deps.ts';

export interface PageRef {
  id: string;
  version: number;
}

/**
 * Pages that one queue job makes live; each page's row names the batch before it is enqueued, so that its
 * presence in the queue can be checked.
 */
export interface Batch {
  batch_id: string;
  pages: PageRef[];
}

/** What a version has that is begun for the first time, or as if. */
export const UNTRIED = { starts: 0, crash_retries: 0, error: null } satisfies Partial<Page>;

/**
 * Cuts pages into batches of at most `size`. A `suffix` gives them other job ids than the same versions had
 * before.
 */
export function planBatches(pages: readonly PageRef[], suffix?: string, size = PAGES_PER_JOB): Batch[] {
  const batches: Batch[] = [];
  for (let start = 0; start < pages.length; start += size) {
    const part = pages.slice(start, start + size);
    const [first] = part;
    if (first) batches.push({ batch_id: queueJobId('index', first.id, first.version, suffix), pages: part });
  }
  return batches;
}

/**
 * Enqueues batches of pages that belong to one job, or to several: then `jobId` is null. Returns false when
 * Redis did not take them all. The sweeper enqueues the rest.
 */
export function enqueueBatches(
  producer: Producer,
  scope: Scope,
  jobId: string | null,
  batches: readonly Batch[],
): Promise<boolean> {
  return producer.addMany(
    'page.index',
    batches.map(({ batch_id, pages }) => ({
      id: batch_id,
      data: {
        instance_id: scope,
        job_id: jobId ?? '',
        pages: pages.map(({ id, version }) => ({ id, version })),
      },
    })),
  );
}

/**
 * Enqueues pages again as they are: pages that are still in the state they were read in are claimed by naming
 * their new batch, then enqueued. When several do this at once, one wins each page. Returns how many were
 * claimed.
 */
export async function requeuePages(
  { documents, producer }: Deps,
  scope: Scope,
  pages: readonly Page[],
  suffix: string,
  set: Partial<Pick<Page, 'status' | 'starts' | 'crash_retries' | 'error' | 'job_id'>> = {},
): Promise<number> {
  const enqueuedAt = new Date().toISOString();
  const batchOf = new Map<string, string>();
  for (const batch of planBatches(pages, suffix)) {
    for (const page of batch.pages) batchOf.set(page.id, batch.batch_id);
  }
  const claimed = await documents.pages.updateMany(
    scope,
    pages.map((page) => ({
      id: page.id,
      where: { version: page.version, status: page.status, batch_id: page.batch_id, deleted_at: null },
      set: {
        status: 'queued' as const,
        ...set,
        batch_id: batchOf.get(page.id) ?? null,
        enqueued_at: enqueuedAt,
      },
    })),
  );
  const won = claimed.filter((page) => page !== null);
  const batches = [...Map.groupBy(won, (page) => page.batch_id ?? '')].map(([batch_id, members]) => ({
    batch_id,
    pages: members,
  }));
  await enqueueBatches(producer, scope, won[0]?.job_id ?? null, batches);
  return won.length;
}

/**
 * Whether the index has to hold this page: it has a live version, even if a newer one has failed. A page
 * without a word has no passages there, but counts.
 */
export const belongsInIndex = ({ status, live_version, deleted_at }: Page): boolean =>
  deleted_at === null && (status === 'live' || (status === 'failed' && live_version > 0));

/**
 * Has the live versions of such pages written to the index again. Pages whose newest version has failed stay
 * failed. Returns the jobs that do it, and how many pages are in them.
 */
export async function reindexPages(
  deps: Deps,
  scope: Scope,
  pages: readonly Page[],
  suffix: string,
): Promise<{ batches: string[]; pages: number }> {
  const live = pages.filter(({ status }) => status === 'live');
  const set = { ...UNTRIED, job_id: null };
  const queued = await requeuePages(deps, scope, live, suffix, set);
  const failed = pages.filter(({ status }) => status === 'failed');
  const old = planBatches(
    failed.map(({ id, live_version }) => ({ id, version: live_version })),
    suffix,
  );
  await enqueueBatches(deps.producer, scope, null, old);
  return { batches: old.map(({ batch_id }) => batch_id), pages: queued + failed.length };
}
