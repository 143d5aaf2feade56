import { bodyId, newId, PAGES_PER_JOB, type Page, type PageBody, type Scope } from '@persona/contracts';
import type { Change, InsertResult } from '@persona/documents';
import { MAX_PAGES_IN_MAIN, type YieldToken } from '@persona/queues';
import type { Deps } from '../deps.ts';
import type { StoredPage, StoreOptions } from '../domain.ts';
import { openJobs } from '../jobs/open-job.ts';
import type { PageDraft } from './page-draft.ts';
import { retrySuffix } from '../jobs/retry-suffix.ts';
import { planBatches, UNTRIED, type Batch } from './page-queue.ts';
import { messagesOf } from './page-warnings.ts';

export const MAX_PAGES_PER_CALL = 500;

/** What one caller stores. */
export interface StoreCall {
  readonly drafts: readonly PageDraft[];
  readonly options: StoreOptions;
}

/** A page of a call. */
export interface Asked {
  readonly call: StoreCall;
  readonly draft: PageDraft;
}

interface Planned extends Asked {
  /** The page as it was read; null when there was none. */
  page: Page | null;
  id: string;
  version: number;
  kind: 'create' | 'update' | 'retry' | 'touch' | 'same';
}

interface RoundOutcome {
  stored: { asked: Asked; stored: StoredPage }[];
  /** Those that lost a race and have to be looked at again. */
  lost: Asked[];
  batches: Batch[];
}

/**
 * Tries to store each of these pages once; no two have the same identity. A call whose first page is written
 * gets its job, which is entered in `jobs`.
 */
export async function storeRound(
  deps: Deps,
  scope: Scope,
  asked: readonly Asked[],
  jobs: Map<StoreCall, string>,
  token: YieldToken,
): Promise<RoundOutcome> {
  const { documents } = deps;
  const existing = await findExisting(
    deps,
    scope,
    asked.map(({ draft }) => draft),
  );
  const plans = asked.map((one) => plan(one, existing.get(one.draft) ?? null));
  const work = plans.filter(({ kind }) => kind === 'create' || kind === 'update' || kind === 'retry');
  const now = new Date().toISOString();
  // The two writes do not depend on each other, and together they wait for one commit.
  await Promise.all([
    openJobsOf(deps, scope, work, jobs),
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
  const batches = planBatches(
    work,
    retried ? retrySuffix() : undefined,
    // Pages that came one by one stay where little work goes.
    jobs.size > 1 ? MAX_PAGES_IN_MAIN : PAGES_PER_JOB,
  );
  const batchOf = new Map(batches.flatMap((batch) => batch.pages.map((ref) => [ref.id, batch.batch_id])));
  const queued = ({ id, call }: Planned) => ({
    status: 'queued' as const,
    job_id: jobs.get(call) ?? null,
    batch_id: batchOf.get(id) ?? null,
    enqueued_at: now,
    ...UNTRIED,
    updated_at: now,
  });
  const streamOf = ({ call: { options } }: Planned) =>
    options.stream && { stream_id: options.stream.id, stream_round: options.stream.round };

  const creates = plans.filter(({ kind }) => kind === 'create');
  const metadataOf = ({ draft }: Planned) => draft.characters - draft.content.length;
  const inserted = await insertInBatches(creates, metadataOf, (batch) =>
    documents.pages.insert(
      scope,
      batch.map((one): Page => ({
        ...pageFields(one.draft, one.call.options),
        ...queued(one),
        id: one.id,
        instance_id: scope,
        version: 1,
        created_at: now,
        identity: one.draft.identity,
        external_id: one.draft.external_id,
        live_version: 0,
        stream_id: one.call.options.stream?.id ?? null,
        stream_round: one.call.options.stream?.round ?? 0,
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
      if (one.kind === 'touch') return { id: one.id, where, set: { ...streamOf(one) } };
      if (one.kind === 'retry')
        return {
          id: one.id,
          where: { ...where, status: 'failed' },
          set: { ...queued(one), ...streamOf(one) },
        };
      return {
        id: one.id,
        where,
        set: {
          ...pageFields(one.draft, one.call.options),
          ...queued(one),
          ...streamOf(one),
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
    stored: plans.flatMap((one, n) => {
      const page = asked[n];
      return page && won.has(one) ? [{ asked: page, stored: report(one) }] : [];
    }),
    lost: plans.flatMap((one, n) => (won.has(one) ? [] : (asked[n] ?? []))),
    batches: batches
      .map(({ batch_id, pages }) => ({ batch_id, pages: pages.filter(({ id }) => wonIds.has(id)) }))
      .filter(({ pages }) => pages.length > 0),
  };
}

/** Opens the jobs of the calls that have none yet, with one write where none of them was begun before. */
async function openJobsOf(
  deps: Deps,
  scope: Scope,
  work: readonly Planned[],
  jobs: Map<StoreCall, string>,
): Promise<void> {
  const open = [...Map.groupBy(work, ({ call }) => call)].filter(([call]) => !jobs.has(call));
  const ids = await openJobs(
    deps,
    scope,
    open.map(([{ options }, pages]) => ({
      id: options.jobId,
      kind: 'page.index',
      subject_id: null,
      requested_by: options.requestedBy,
      total: pages.length,
    })),
  );
  for (const [n, [call]] of open.entries()) jobs.set(call, ids[n] ?? '');
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

function plan({ call, draft }: Asked, page: Page | null): Planned {
  const { options } = call;
  const one = { call, draft, page };
  if (!page) return { ...one, id: newId('td'), version: 1, kind: 'create' };
  const same =
    page.content_sha256 === draft.content_sha256 &&
    (draft.source === undefined || draft.source === page.source);
  if (!same) return { ...one, id: page.id, version: page.version + 1, kind: 'update' };
  const seen =
    !options.stream || (page.stream_id === options.stream.id && page.stream_round === options.stream.round);
  const kind = page.status === 'failed' ? 'retry' : seen ? 'same' : 'touch';
  return { ...one, id: page.id, version: page.version, kind };
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
