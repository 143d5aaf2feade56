import { AppError, bodyId, PAGES_PER_JOB, type Page, type Scope } from '@persona/contracts';
import { createTimeSlices, type YieldToken } from '@persona/queues';
import type { PageInput, StoredPage, StoreOptions, StoreResult } from '../domain.ts';
import type { Deps } from '../deps.ts';
import { draftPage, type PageDraft } from './page-draft.ts';
import { enqueueBatches, type Batch } from './page-queue.ts';
import { messagesOf, warningsOfSmall } from './page-warnings.ts';
import { warnOfSameTitles } from './same-titles.ts';
import { MAX_PAGES_PER_CALL, storeRound, type Asked, type StoreCall } from './store-round.ts';

const MAX_WARNINGS = 20;
/**
 * How many rounds may settle a call: in each round, every page but those that lose a race is settled, and one
 * writer wins each race, so more rounds mean a fault.
 */
const MAX_ROUNDS = 600;

const ALONE: YieldToken = { yieldToSmaller: async () => undefined, isContended: () => false };

/** Calls whose pages are committed, and what is left to do for them. */
interface Committed {
  readonly calls: readonly StoreCall[];
  readonly jobs: ReadonlyMap<StoreCall, string>;
  readonly stored: ReadonlyMap<PageDraft, StoredPage>;
  /** Those that are not `unchanged`. */
  readonly written: readonly Asked[];
  readonly batches: readonly Batch[];
}

/** Stores the pages of one call, as `PageActions.storePages` says. */
export async function storePages(
  deps: Deps,
  scope: Scope,
  inputs: readonly PageInput[],
  options: StoreOptions,
  token: YieldToken = ALONE,
): Promise<StoreResult> {
  const call = await draftCall(inputs, options);
  const [result] = await finishCalls(deps, scope, await commitCalls(deps, scope, [call], token));
  if (!result) throw new TypeError('A call has no result.');
  return result;
}

/** Derives what is stored of each page; throws `validation_error` naming the page and what is wrong. */
export async function draftCall(inputs: readonly PageInput[], options: StoreOptions): Promise<StoreCall> {
  const { param = 'pages' } = options;
  if (inputs.length === 0 || inputs.length > MAX_PAGES_PER_CALL) {
    throw new AppError('validation_error', `${param} must hold 1 to ${MAX_PAGES_PER_CALL} pages.`, { param });
  }
  const slice = createTimeSlices();
  const drafts: PageDraft[] = [];
  for (const [n, input] of inputs.entries()) {
    drafts.push(await draftPage(input, n, param, slice));
  }
  return { drafts, options };
}

/**
 * Writes the pages of one or several calls, each with a job of its own, in the order of the calls.
 *
 * Writes the body first, then the page that names it, then the queue. A crash after the first leaves a body
 * that no page names (the sweep removes it), and after the second a page that is not enqueued (the sweeper
 * does it); a page without its body is impossible.
 */
export async function commitCalls(
  deps: Deps,
  scope: Scope,
  calls: readonly StoreCall[],
  token: YieldToken,
): Promise<Committed> {
  const jobs = new Map<StoreCall, string>();
  const stored = new Map<PageDraft, StoredPage>();
  const written: Asked[] = [];
  const batches: Batch[] = [];
  const asked = calls.flatMap((call) => call.drafts.map((draft): Asked => ({ call, draft })));
  const places = new Map(asked.map((one, place) => [one, place]));
  const placeOf = (one: Asked): number => places.get(one) ?? 0;
  let pending = asked;
  for (let round = 0; pending.length > 0; round++) {
    if (round === MAX_ROUNDS)
      throw new AppError('not_ready', 'These pages are being changed too fast; try again.');
    await token.yieldToSmaller();
    const { now, later } = firstOfEach(pending);
    // Where smaller work waits, only a few pages are written at a time, so that no commit of it waits behind
    // a large one.
    if (token.isContended()) later.push(...now.splice(PAGES_PER_JOB));
    const outcome = await storeRound(deps, scope, now, jobs, token);
    batches.push(...outcome.batches);
    for (const { asked: one, stored: page } of outcome.stored) {
      stored.set(one.draft, page);
      if (page.result !== 'unchanged') written.push(one);
    }
    pending = [...outcome.lost, ...later].sort((a, b) => placeOf(a) - placeOf(b));
  }
  return { calls, jobs, stored, written, batches };
}

/** Enqueues what was committed; returns the result of each call. */
export async function finishCalls(
  deps: Deps,
  scope: Scope,
  { calls, jobs, stored, written, batches }: Committed,
): Promise<StoreResult[]> {
  const enqueued = await enqueueBatches(
    deps.producer,
    scope,
    jobs.size === 1 ? ([...jobs.values()][0] ?? null) : null,
    batches,
  );
  const namesakes = await warnOfSameTitles(deps, scope, written, stored, MAX_WARNINGS);
  const results: StoreResult[] = [];
  for (const call of calls) {
    const drafts = written.flatMap((one) => (one.call === call ? [one.draft] : []));
    for (const [n, warnings] of (await warningsOfSmall(drafts.map(({ shown }) => shown))).entries())
      warn(drafts[n] && stored.get(drafts[n]), warnings);
    const pages = call.drafts.flatMap((draft) => stored.get(draft) ?? []);
    const more = (namesakes.get(call) ?? 0) - MAX_WARNINGS;
    results.push({
      pages,
      job_id: jobs.get(call) ?? null,
      warnings: [
        ...warningsAt(pages, call.options.param ?? 'pages'),
        ...(more > 0 ? [`${more} more pages have the title of another page.`] : []),
      ],
      enqueued,
    });
  }
  return results;
}

function warn(page: StoredPage | undefined, warnings: readonly string[]): void {
  if (page && warnings.length > 0) page.warnings = [...(page.warnings ?? []), ...warnings];
}

/** The warnings of pages with each page's place, at most some dozens. */
function warningsAt(pages: readonly StoredPage[], param: string): string[] {
  const all = pages.flatMap(({ warnings = [] }, n) => warnings.map((text) => `${param}[${n}]: ${text}`));
  const rest = all.length - 2 * MAX_WARNINGS;
  return rest > 0
    ? [...all.slice(0, 2 * MAX_WARNINGS), `${rest} more warnings stand with the pages in training data.`]
    : all;
}

/** Reads from the pages' rows what the worker has found in them. */
export async function warningsOfLive(
  { documents }: Deps,
  scope: Scope,
  pages: readonly StoredPage[],
  param: string,
): Promise<string[]> {
  const rows = await documents.pages.getMany(
    scope,
    pages.map(({ id }) => id),
  );
  const live = new Map(rows.map((row) => [bodyId(row.id, row.live_version), row]));
  const found = pages.map((page): StoredPage => {
    const row: Page | undefined = live.get(bodyId(page.id, page.version));
    return { ...page, warnings: row ? messagesOf(row) : [] };
  });
  return warningsAt(found, param);
}

/** A page that comes twice is stored twice, in order, so each round takes one of each. */
function firstOfEach(asked: readonly Asked[]): { now: Asked[]; later: Asked[] } {
  const seen = new Set<string>();
  const now: Asked[] = [];
  const later: Asked[] = [];
  for (const one of asked) {
    (seen.has(one.draft.identity) ? later : now).push(one);
    seen.add(one.draft.identity);
  }
  return { now, later };
}
