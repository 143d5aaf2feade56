import { MAX_STARTS, type Media, type Page, type Scope } from '@persona/contracts';
import type { Deps } from '../deps.ts';
import { processAgain } from '../media/process-again.ts';
import { requeuePages } from '../pages/page-queue.ts';
import { reopenJob } from './open-job.ts';
import { retrySuffix } from './retry-suffix.ts';

type Left = Pick<Page | Media, 'error' | 'deleted_at' | 'updated_at' | 'crash_retries'>;

const MINUTE_MS = 60_000;
/**
 * How long what was left out for its crashes rests before it is begun once more, each time. Workers also die
 * of what was not its fault: a machine that is switched off, memory that others took, an operator's kill.
 */
const RESTS_MS = [5 * MINUTE_MS, 50 * MINUTE_MS, 500 * MINUTE_MS];

/** Whether a page or a recording that was left out for its crashes has rested long enough. */
export function isDueAgain({ error, deleted_at, updated_at, crash_retries = 0 }: Left, now: number): boolean {
  const restMs = RESTS_MS[crash_retries] ?? Infinity;
  return error?.code === 'crashed_worker' && deleted_at === null && Date.parse(updated_at) + restMs <= now;
}

/** One start is granted: if that has no end either, it is left out again. */
const onceMore = ({ crash_retries = 0 }: Pick<Left, 'crash_retries'>) => ({
  starts: MAX_STARTS - 1,
  crash_retries: crash_retries + 1,
});

/** Begins pages of one persona once more that were left out for their crashes. Returns how many. */
export async function retryCrashedPages(deps: Deps, scope: Scope, pages: readonly Page[]): Promise<number> {
  const suffix = retrySuffix();
  let count = 0;
  for (const jobId of new Set(pages.map(({ job_id }) => job_id)))
    if (jobId !== null) await reopenJob(deps, scope, jobId);
  // Each in a queue job of its own, so that one that kills its worker again delays no other.
  for (const page of pages)
    count += await requeuePages(deps, scope, [page], suffix, { ...onceMore(page), error: null });
  return count;
}

/** The same of a recording; false when it has changed meanwhile. */
export const retryCrashedMedia = (deps: Deps, scope: Scope, media: Media): Promise<boolean> =>
  processAgain(deps, scope, media, 'failed', onceMore(media));
