import { AppError, type ReviewItem, type Submission, type Scope } from '@persona/contracts';
import { createTimeSlices } from '@persona/queues';
import { draftPage, pageIdentity } from '../pages/page-draft.ts';
import type { Deps } from '../deps.ts';
import { storePages } from '../pages/store-pages.ts';
import { updatePage } from '../pages/update-page.ts';

const MAX_TITLE_CHARACTERS = 120;

/**
 * Every item has an identity of its own, so that applying it twice creates one page, and a page that was
 * changed since stays as it is.
 */
export async function applySubmission(
  deps: Deps,
  scope: Scope,
  submissionId: string,
): Promise<Submission | null> {
  const { documents } = deps;
  const submission = await documents.submissions.get(scope, submissionId);
  if (!submission || submission.state !== 'approved' || submission.applied) return null;
  const items: ReviewItem[] = [];
  for (const item of submission.items) {
    items.push({ ...item, td_id: await applyItem(deps, scope, submission, item) });
  }
  return documents.submissions.update(scope, submissionId, {
    where: { version: submission.version },
    set: { items, applied: true, updated_at: new Date().toISOString() },
    inc: { version: 1 },
  });
}

async function applyItem(
  deps: Deps,
  scope: Scope,
  submission: Submission,
  item: ReviewItem,
): Promise<string | null> {
  const requestedBy = submission.decided_by ?? submission.submitted_by;
  if (item.reviews_td_id !== null) {
    const proposed = item.article === item.reviews_td_id ? null : item.article;
    const content = item.edited ?? proposed;
    if (content === null) return item.reviews_td_id;
    const { title, metadata } = item.page ?? {};
    const options = { requestedBy, version: item.base_version };
    try {
      await updatePage(deps, scope, item.reviews_td_id, { content, title, metadata }, options);
      return item.reviews_td_id;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // The page was changed after the decision, perhaps by this very step before a crash.
      if (error.code === 'version_conflict') return item.reviews_td_id;
      // The page was deleted after it was submitted, so there is nothing left to apply.
      if (error.code === 'not_found') return null;
      throw error;
    }
  }
  const content = item.edited ?? item.article;
  if (item.page) return storeReviewed(deps, scope, { ...item.page, content }, requestedBy);
  const id = `${submission.id}/${item.n}`;
  const title = titleOf(content);
  const [known] = await deps.documents.pages.find(scope, {
    where: { identity: pageIdentity({ id, title, content }) },
    limit: 1,
  });
  if (known) return known.id;
  const { pages } = await storePages(deps, scope, [{ id, title, content }], {
    requestedBy,
    source: 'review',
  });
  return pages[0]?.id ?? null;
}

/** Stores a page that waited in review, unless one of its identity was stored meanwhile. */
async function storeReviewed(
  deps: Deps,
  scope: Scope,
  { id, source, title, content, metadata }: NonNullable<ReviewItem['page']> & { content: string },
  requestedBy: string,
): Promise<string | null> {
  const page = { id: id ?? undefined, title, content, metadata, source: source ?? undefined };
  const { identity } = await draftPage(page, 0, 'pages', createTimeSlices());
  const [known] = await deps.documents.pages.find(scope, { where: { identity }, limit: 1 });
  if (known) return known.id;
  const { pages } = await storePages(deps, scope, [page], { requestedBy, source: 'review' });
  return pages[0]?.id ?? null;
}

/** Returns the first line with words in it, without heading marks, cut at a word. */
export function titleOf(content: string): string {
  const line = content
    .split('\n')
    .map((raw) => raw.replace(/^[#>*\-\s]+/, '').trim())
    .find((clean) => /[\p{L}\p{N}]/u.test(clean));
  if (line === undefined) return 'Reviewed text';
  if (line.length <= MAX_TITLE_CHARACTERS) return line;
  const cut = line.slice(0, MAX_TITLE_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');
  const space = cut.lastIndexOf(' ');
  return `${space > MAX_TITLE_CHARACTERS / 2 ? cut.slice(0, space) : cut}…`;
}
