import { PAGES_PER_JOB, type Page, type Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import { queueJobId, type Producer } from '@persona/queues';

/** What the functions of this library work with. */
export interface Deps {
  documents: DocumentStore;
  producer: Producer;
}

export interface PageRef {
  id: string;
  version: number;
}

/** Pages that one queue job will bring live; each page's row names it before it is enqueued, so that anyone can look whether it is there. */
export interface Batch {
  batch_id: string;
  pages: PageRef[];
}

/** Cuts pages into batches. A `suffix` makes them other jobs than those the same versions were in before. */
export function planBatches(pages: readonly PageRef[], suffix?: string): Batch[] {
  const batches: Batch[] = [];
  for (let start = 0; start < pages.length; start += PAGES_PER_JOB) {
    const part = pages.slice(start, start + PAGES_PER_JOB);
    const [first] = part;
    if (first) batches.push({ batch_id: queueJobId('index', first.id, first.version, suffix), pages: part });
  }
  return batches;
}

/** Puts batches into the queue; false when Redis did not take them all, which the sweeper makes good. */
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
 * Puts pages into the queue again, as they are: those still in the state they were read in are claimed by naming their new batch, then
 * enqueued. Of many that do this at once, one wins each page. Returns how many were claimed.
 */
export async function requeuePages(
  { documents, producer }: Deps,
  scope: Scope,
  pages: readonly Page[],
  suffix: string,
  set: Partial<Pick<Page, 'status' | 'starts' | 'error' | 'job_id'>> = {},
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

/** Whether the index has to hold this page: it answers, also where a newer version of it has failed. A page without a word has no passages. */
export const belongsInIndex = ({ status, live_version, deleted_at, chunk_count }: Page): boolean =>
  deleted_at === null && chunk_count > 0 && (status === 'live' || (status === 'failed' && live_version > 0));

/**
 * Has the live versions of such pages written to the index again. Those whose newest version has failed stay failed. Returns the jobs that do
 * it, and how many pages are in them.
 */
export async function reindexPages(
  deps: Deps,
  scope: Scope,
  pages: readonly Page[],
  suffix: string,
): Promise<{ batches: string[]; pages: number }> {
  const live = pages.filter(({ status }) => status === 'live');
  const set = { starts: 0, error: null, job_id: null };
  const queued = await requeuePages(deps, scope, live, suffix, set);
  const failed = pages.filter(({ status }) => status === 'failed');
  const old = planBatches(
    failed.map(({ id, live_version }) => ({ id, version: live_version })),
    suffix,
  );
  await enqueueBatches(deps.producer, scope, null, old);
  return { batches: old.map(({ batch_id }) => batch_id), pages: queued + failed.length };
}
