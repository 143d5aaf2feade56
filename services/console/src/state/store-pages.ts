import { replyOf } from '@persona/client';
import { api, client } from './api.ts';
import type { PageInput } from './read-files.ts';

const MAX_BATCH_PAGES = 200;
/** Of characters; well below what a request may have. */
const MAX_BATCH_SIZE = 8_000_000;

export interface StoredPage {
  id: string;
  title: string;
}

/**
 * Stores pages of a persona, some at a time; `onStored` is told how many are stored. Returns them with the
 * jobs that index them.
 */
export async function storePages(
  instance_id: string,
  pages: readonly PageInput[],
  { review = false, onStored }: { review?: boolean; onStored?: (count: number) => void } = {},
): Promise<{ pages: StoredPage[]; jobs: string[]; warnings: string[] }> {
  const stored: StoredPage[] = [];
  const jobs: string[] = [];
  const warnings: string[] = [];
  for (const batch of batchesOf(pages)) {
    const body = { instance_id, pages: [...batch], ...(review ? { review } : {}) };
    const reply = await replyOf(api.POST('/api/kb/store-pages', { body }));
    stored.push(...reply.pages.map(({ id }, n) => ({ id, title: batch[n]?.title ?? id })));
    if (reply.job_id !== null) jobs.push(reply.job_id);
    warnings.push(...(reply.warnings ?? []));
    onStored?.(stored.length);
  }
  return { pages: stored, jobs, warnings };
}

function* batchesOf(pages: readonly PageInput[]): Generator<readonly PageInput[]> {
  let batch: PageInput[] = [];
  let size = 0;
  for (const page of pages) {
    if (
      batch.length === MAX_BATCH_PAGES ||
      (batch.length > 0 && size + page.content.length > MAX_BATCH_SIZE)
    ) {
      yield batch;
      [batch, size] = [[], 0];
    }
    batch.push(page);
    size += page.content.length;
  }
  if (batch.length > 0) yield batch;
}

/** Resolves when the job has ended; `onChange` is called at each change until then. */
export async function followJob(id: string, onChange: () => void, signal?: AbortSignal): Promise<void> {
  const events = client.follow(`/api/jobs/${id}/events`, {
    signal,
    isLast: ({ event }) => event === 'done' || event === 'error',
  });
  for await (const _ of events) onChange();
}
