import { AppError, bodyId, type Page, type Scope } from '@persona/contracts';
import { createTimeSlices } from '@persona/queues';
import type { Change } from '@persona/documents';
import type { PageChange, UpdateOptions, UpdateResult } from '../domain.ts';
import { createJob } from '../jobs/open-job.ts';
import { draftPage, pageIdentity, type PageDraft } from './page-draft.ts';
import type { Deps } from '../deps.ts';
import { retrySuffix } from '../jobs/retry-suffix.ts';
import { enqueueBatches, planBatches, requeuePages, UNTRIED } from './page-queue.ts';
import { pageWarnings, warningsOfSmall } from './page-warnings.ts';
import { insertBodies, pageFields } from './store-round.ts';

const MAX_TRIES = 50;

/** Stores a new version of one page, in the same order of writes as storePages. */
export async function updatePage(
  deps: Deps,
  scope: Scope,
  id: string,
  change: PageChange,
  options: UpdateOptions,
): Promise<UpdateResult> {
  const { documents } = deps;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const page = await documents.pages.get(scope, id);
    if (!page || page.deleted_at !== null)
      throw new AppError('not_found', `There is no training datum ${id}.`);
    const draft = await draftPage(
      {
        title: change.title ?? page.title,
        content: change.content,
        metadata: change.metadata ?? page.metadata,
        shown: change.shown,
      },
      0,
      'training_data',
      createTimeSlices(),
    );
    // Equal content is recognised before the version is checked, because a caller who got no answer may
    // repeat the request.
    if (draft.content_sha256 === page.content_sha256) return unchanged(deps, scope, page);
    if (options.version !== undefined && options.version !== page.version) throw staleVersion(page);

    const { id: jobId } = await createJob(deps, scope, {
      kind: 'page.index',
      subject_id: id,
      requested_by: options.requestedBy,
    });
    const now = new Date().toISOString();
    const next = { draft, id, version: page.version + 1 };
    await insertBodies(deps, scope, [next], now);
    const batches = planBatches([next]);
    const updated = await writePage(deps, scope, page, draft, {
      ...pageFields(draft, { source: page.source }),
      version: next.version,
      status: 'queued',
      job_id: jobId,
      batch_id: batches[0]?.batch_id ?? null,
      enqueued_at: now,
      ...UNTRIED,
      updated_at: now,
    });
    if (updated) {
      const enqueued = await enqueueBatches(deps.producer, scope, jobId, batches);
      const [warnings = []] = await warningsOfSmall([draft.shown]);
      return { page: updated, result: 'updated', job_id: jobId, warnings, enqueued };
    }
    await documents.pageBodies.remove(scope, [bodyId(id, next.version)]);
    await documents.jobs.remove(scope, [jobId]);
  }
  throw new AppError('not_ready', `${id} is being changed too fast; try again.`);
}

/**
 * Moves the page to its new version; null when it has moved meanwhile. A page that is identified by its words
 * gets its identity from the new ones, unless another page has them already: then only its id identifies it.
 */
async function writePage(
  { documents }: Deps,
  scope: Scope,
  page: Page,
  draft: PageDraft,
  set: NonNullable<Change<Page>['set']>,
): Promise<Page | null> {
  const where = { version: page.version, deleted_at: null };
  if (!/^(sha|own):/.test(page.identity)) return documents.pages.update(scope, page.id, { where, set });
  const identity = pageIdentity({ title: draft.title, content: draft.content });
  try {
    return await documents.pages.update(scope, page.id, { where, set: { ...set, identity } });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'version_conflict') throw error;
    return documents.pages.update(scope, page.id, { where, set: { ...set, identity: `own:${page.id}` } });
  }
}

async function unchanged(deps: Deps, scope: Scope, page: Page): Promise<UpdateResult> {
  const warnings = pageWarnings(page).map(({ message }) => message);
  const result = { page, result: 'unchanged' as const, job_id: null, warnings, enqueued: true };
  if (page.status !== 'failed') return result;
  // Sending a page again that failed requests another attempt.
  await requeuePages(deps, scope, [page], retrySuffix(), UNTRIED);
  return { ...result, page: (await deps.documents.pages.get(scope, page.id)) ?? page, job_id: page.job_id };
}

const staleVersion = (page: Page): AppError =>
  new AppError(
    'version_conflict',
    `version is stale: ${page.id} is at version ${page.version}. Read it again, then send that version.`,
    { param: 'training_data.version', extra: { current_version: page.version } },
  );
