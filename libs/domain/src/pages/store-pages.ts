import {
  AppError,
  bodyId,
  newId,
  PAGES_PER_JOB,
  type Page,
  type PageBody,
  type Scope,
} from '@persona/contracts';
import type { Change, InsertResult } from '@persona/documents';
import { createTimeSlices, type YieldToken } from '@persona/queues';
import type { PageInput, StoredPage, StoreOptions, StoreResult } from '../domain.ts';
import { openJob } from '../jobs/open-job.ts';
import { draftPage, type PageDraft } from './page-draft.ts';
import type { Deps } from '../deps.ts';
import { enqueueBatches, planBatches, type Batch } from './page-queue.ts';
import { pageWarnings, warningsOfSmall } from './page-warnings.ts';

export const MAX_PAGES_PER_CALL = 500;
const MAX_WARNINGS = 20;
const MAX_TITLES_ONE_BY_ONE = 4;
/**
 * How many rounds may settle a call: in each round, every page but those that lose a race is settled, and one
 * writer wins each race, so more rounds mean a fault.
 */
const MAX_ROUNDS = 600;

const ALONE: YieldToken = { yieldToSmaller: async () => undefined, isContended: () => false };

/**
 * Writes the body first, then the page that names it, then the queue. A crash after the first leaves a body
 * that no page names (the sweep removes it), and after the second a page that is not enqueued (the sweeper
 * does it); a page without its body is impossible.
 */
export async function storePages(
  deps: Deps,
  scope: Scope,
  inputs: readonly PageInput[],
  options: StoreOptions,
  token: YieldToken = ALONE,
): Promise<StoreResult> {
  const param = options.param ?? 'pages';
  if (inputs.length === 0 || inputs.length > MAX_PAGES_PER_CALL) {
    throw new AppError('validation_error', `${param} must hold 1 to ${MAX_PAGES_PER_CALL} pages.`, { param });
  }
  const results: StoredPage[] = [];
  const written: PageDraft[] = [];
  const batches: Batch[] = [];
  let jobId: string | null = null;
  let pending = await draftPages(inputs, param);
  for (let round = 0; pending.length > 0; round++) {
    if (round === MAX_ROUNDS)
      throw new AppError('not_ready', 'These pages are being changed too fast; try again.');
    await token.yieldToSmaller();
    const { now, later } = firstOfEach(pending);
    // Where smaller work waits, only a few pages are written at a time, so that no commit of it waits behind
    // a large one.
    if (token.isContended()) later.push(...now.splice(PAGES_PER_JOB));
    const outcome = await storeRound(deps, scope, now, options, jobId, token);
    jobId = outcome.jobId;
    batches.push(...outcome.batches);
    for (const { draft, stored } of outcome.stored) {
      results[draft.n] = stored;
      if (stored.result !== 'unchanged') written.push(draft);
    }
    pending = [...outcome.lost, ...later].sort((a, b) => a.n - b.n);
  }
  const enqueued = await enqueueBatches(deps.producer, scope, jobId, batches);
  const warned = await warnOfSameTitles(deps, scope, written, results);
  for (const [n, warnings] of (await warningsOfSmall(written.map(({ shown }) => shown))).entries())
    warn(results[written[n]?.n ?? -1], warnings);
  const warnings = [
    ...warningsAt(results, param),
    ...(warned > MAX_WARNINGS ? [`${warned - MAX_WARNINGS} more pages have the title of another page.`] : []),
  ];
  return { pages: results, job_id: jobId, warnings, enqueued };
}

async function draftPages(inputs: readonly PageInput[], param: string): Promise<PageDraft[]> {
  const slice = createTimeSlices();
  const drafts: PageDraft[] = [];
  for (const [n, input] of inputs.entries()) {
    drafts.push(await draftPage(input, n, param, slice));
  }
  return drafts;
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
    const row = live.get(bodyId(page.id, page.version));
    return { ...page, warnings: row ? messagesOf(row) : [] };
  });
  return warningsAt(found, param);
}

const messagesOf = (page: Pick<Page, 'warnings'>): string[] =>
  pageWarnings(page).map(({ message }) => message);

/** A page that comes twice in one call is stored twice, in order, so each round takes one of each. */
function firstOfEach(drafts: readonly PageDraft[]): { now: PageDraft[]; later: PageDraft[] } {
  const seen = new Set<string>();
  const now: PageDraft[] = [];
  const later: PageDraft[] = [];
  for (const draft of drafts) {
    (seen.has(draft.identity) ? later : now).push(draft);
    seen.add(draft.identity);
  }
  return { now, later };
}

interface Planned {
  draft: PageDraft;
  /** The page as it was read; null when there was none. */
  page: Page | null;
  id: string;
  version: number;
  kind: 'create' | 'update' | 'retry' | 'touch' | 'same';
}

interface RoundOutcome {
  stored: { draft: PageDraft; stored: StoredPage }[];
  /** Drafts that lost a race and have to be looked at again. */
  lost: PageDraft[];
  batches: Batch[];
  jobId: string | null;
}

async function storeRound(
  deps: Deps,
  scope: Scope,
  drafts: readonly PageDraft[],
  options: StoreOptions,
  knownJobId: string | null,
  token: YieldToken,
): Promise<RoundOutcome> {
  const { documents } = deps;
  const existing = await findExisting(deps, scope, drafts);
  const plans = drafts.map((draft) => plan(draft, existing.get(draft) ?? null, options));
  const work = plans.filter(({ kind }) => kind === 'create' || kind === 'update' || kind === 'retry');
  const now = new Date().toISOString();
  // The two writes do not depend on each other, and together they wait for one commit.
  const [jobId] = await Promise.all([
    work.length === 0 || knownJobId
      ? knownJobId
      : openJob(deps, scope, {
          id: options.jobId,
          kind: 'page.index',
          subject_id: null,
          requested_by: options.requestedBy,
          total: work.length,
        }),
    insertBodies(
      deps,
      scope,
      plans.filter(({ kind }) => kind === 'create' || kind === 'update'),
      now,
    ),
  ]);

  await token.yieldToSmaller();
  // A page that is tried again has been in a job of the same name; BullMQ may have kept that as failed, and
  // then ignores a new one with the same id.
  const retried = plans.some(({ kind }) => kind === 'retry');
  const batches = planBatches(work, retried ? `r${Date.now().toString(36)}` : undefined);
  const batchOf = new Map(batches.flatMap((batch) => batch.pages.map((ref) => [ref.id, batch.batch_id])));
  const queued = ({ id }: Planned) => ({
    status: 'queued' as const,
    job_id: jobId,
    batch_id: batchOf.get(id) ?? null,
    enqueued_at: now,
    starts: 0,
    error: null,
    updated_at: now,
  });
  const stream = options.stream && { stream_id: options.stream.id, stream_round: options.stream.round };

  const creates = plans.filter(({ kind }) => kind === 'create');
  const metadataOf = ({ draft }: Planned) => draft.characters - draft.content.length;
  const inserted = await insertInBatches(creates, metadataOf, (batch) =>
    documents.pages.insert(
      scope,
      batch.map((one): Page => ({
        ...pageFields(one.draft, options),
        ...queued(one),
        id: one.id,
        instance_id: scope,
        version: 1,
        created_at: now,
        identity: one.draft.identity,
        external_id: one.draft.external_id,
        live_version: 0,
        stream_id: stream?.stream_id ?? null,
        stream_round: stream?.stream_round ?? 0,
        chunk_count: 0,
        language: null,
        deleted_at: null,
        purged_at: null,
      })),
    ),
  );
  const changes = plans.filter(({ kind }) => kind === 'update' || kind === 'retry' || kind === 'touch');
  const changed = await documents.pages.applyMany(
    scope,
    changes.map((one): Change<Page> & { id: string } => {
      const where = { version: one.page?.version ?? 0, deleted_at: null };
      if (one.kind === 'touch') return { id: one.id, where, set: { ...stream } };
      if (one.kind === 'retry')
        return { id: one.id, where: { ...where, status: 'failed' }, set: { ...queued(one), ...stream } };
      return {
        id: one.id,
        where,
        set: {
          ...pageFields(one.draft, options),
          ...queued(one),
          ...stream,
          version: one.version,
          external_id: one.draft.td_id === one.id ? (one.page?.external_id ?? null) : one.draft.external_id,
        },
      };
    }),
  );

  const won = new Set<Planned>(plans.filter(({ kind }) => kind === 'same'));
  creates.forEach((one, n) => void (inserted[n] === 'inserted' && won.add(one)));
  changes.forEach((one, n) => void (changed[n] && won.add(one)));
  const lost = plans.filter((one) => !won.has(one));
  await documents.pageBodies.remove(
    scope,
    lost
      .filter(({ kind }) => kind === 'create' || kind === 'update')
      .map(({ id, version }) => bodyId(id, version)),
  );
  const wonIds = new Set([...won].map(({ id }) => id));
  return {
    stored: [...won].map((one) => ({ draft: one.draft, stored: report(one) })),
    lost: lost.map(({ draft }) => draft),
    batches: batches
      .map(({ batch_id, pages }) => ({ batch_id, pages: pages.filter(({ id }) => wonIds.has(id)) }))
      .filter(({ pages }) => pages.length > 0),
    jobId,
  };
}

async function findExisting({ documents }: Deps, scope: Scope, drafts: readonly PageDraft[]) {
  const tdIds = drafts.map(({ td_id }) => td_id).filter((id) => id !== null);
  const [byIdentity, byId] = await Promise.all([
    documents.pages.find(scope, {
      where: { identity: { in: drafts.map(({ identity }) => identity) } },
      limit: drafts.length,
    }),
    tdIds.length > 0 ? documents.pages.getMany(scope, tdIds) : [],
  ]);
  const own = new Map(byId.filter(({ deleted_at }) => deleted_at === null).map((page) => [page.id, page]));
  const same = new Map(byIdentity.map((page) => [page.identity, page]));
  return new Map(
    drafts.map((draft) => [draft, own.get(draft.td_id ?? '') ?? same.get(draft.identity) ?? null]),
  );
}

function plan(draft: PageDraft, page: Page | null, options: StoreOptions): Planned {
  if (!page) return { draft, page, id: newId('td'), version: 1, kind: 'create' };
  const same =
    page.content_sha256 === draft.content_sha256 &&
    (draft.source === undefined || draft.source === page.source);
  if (!same) return { draft, page, id: page.id, version: page.version + 1, kind: 'update' };
  const seen =
    !options.stream || (page.stream_id === options.stream.id && page.stream_round === options.stream.round);
  const kind = page.status === 'failed' ? 'retry' : seen ? 'same' : 'touch';
  return { draft, page, id: page.id, version: page.version, kind };
}

/**
 * Inserts the bodies of new versions. A number that is taken belongs to a writer that died before its page or
 * is about to win, so the next one is tried and no body is ever overwritten. Versions rise, but may have
 * gaps.
 */
export async function insertBodies(
  { documents }: Deps,
  scope: Scope,
  plans: readonly {
    draft: Pick<PageDraft, 'title' | 'content' | 'metadata' | 'characters'>;
    id: string;
    version: number;
  }[],
  now: string,
): Promise<void> {
  let open = plans;
  while (open.length > 0) {
    const results = await insertInBatches(
      open,
      ({ draft }) => draft.characters,
      (batch) =>
        documents.pageBodies.insert(
          scope,
          batch.map(({ draft, id, version }): PageBody => ({
            id: bodyId(id, version),
            instance_id: scope,
            version,
            created_at: now,
            updated_at: now,
            page_id: id,
            title: draft.title,
            content: draft.content,
            metadata: draft.metadata,
          })),
        ),
    );
    open = open.filter((_, n) => results[n] !== 'inserted');
    for (const one of open) one.version++;
  }
}

/** What one call to the store may carry, so that handing it over does not hold the event loop. */
const MAX_BATCH_CHARACTERS = 2_000_000;

/** Inserts one batch after the other, each of at least one item; the results are in the items' order. */
async function insertInBatches<T>(
  items: readonly T[],
  charactersOf: (item: T) => number,
  insert: (batch: readonly T[]) => Promise<InsertResult[]>,
): Promise<InsertResult[]> {
  const results: InsertResult[] = [];
  let batch: T[] = [];
  let characters = 0;
  for (const item of items) {
    if (batch.length > 0 && characters + charactersOf(item) > MAX_BATCH_CHARACTERS) {
      results.push(...(await insert(batch)));
      batch = [];
      characters = 0;
    }
    batch.push(item);
    characters += charactersOf(item);
  }
  if (batch.length > 0) results.push(...(await insert(batch)));
  return results;
}

/** The fields of a page row that follow from the caller's page. */
export const pageFields = (draft: PageDraft, options: Pick<StoreOptions, 'source'>) => ({
  title: draft.title,
  title_folded: draft.title_folded,
  content_sha256: draft.content_sha256,
  source: draft.source ?? options.source,
  url: draft.url,
  metadata: draft.metadata,
});

function report({ draft, page, id, version, kind }: Planned): StoredPage {
  const known = page?.live_version === version ? messagesOf(page) : [];
  return {
    id,
    external_id: draft.td_id === id ? (page?.external_id ?? null) : draft.external_id,
    result: kind === 'create' ? 'created' : kind === 'update' ? 'updated' : 'unchanged',
    version,
    ...(known.length > 0 ? { warnings: known } : {}),
  };
}

/**
 * Warns of new pages without an id of their own that have the title of another page: they were probably meant
 * to replace it, and have not. Says how many there are; the first of them are warned of.
 */
async function warnOfSameTitles(
  { documents }: Deps,
  scope: Scope,
  written: readonly PageDraft[],
  results: readonly StoredPage[],
): Promise<number> {
  const unnamed = written.filter(({ n, named }) => !named && results[n]?.result === 'created');
  if (unnamed.length === 0) return 0;
  const titles = [...new Set(unnamed.map(({ title_folded }) => title_folded))];
  // Of two pages with a title one at least is another one; a single query for many titles finds more.
  const found =
    titles.length <= MAX_TITLES_ONE_BY_ONE
      ? (
          await Promise.all(
            titles.map((title_folded) => documents.pages.find(scope, { where: { title_folded }, limit: 2 })),
          )
        ).flat()
      : await documents.pages.find(scope, {
          where: { title_folded: { in: titles } },
          limit: titles.length + MAX_PAGES_PER_CALL,
        });
  const namesakes = Map.groupBy(found, ({ title_folded }) => title_folded);
  let count = 0;
  for (const { n, title_folded } of unnamed) {
    const other = namesakes.get(title_folded)?.find(({ id }) => id !== results[n]?.id);
    if (!other || ++count > MAX_WARNINGS) continue;
    warn(results[n], [
      `${other.id} has the same title and other content. This became a new page; to replace a page, send its id or a metadata.external_id.`,
    ]);
  }
  return count;
}
