import {
  AppError,
  isId,
  type ProposedText,
  type ReviewItem,
  type Submission,
  type Scope,
} from '@persona/contracts';
import { createTimeSlices } from '@persona/queues';
import type { Deps } from '../deps.ts';
import type { PageInput } from '../domain.ts';
import { draftPage } from '../pages/page-draft.ts';
import type { NewSubmission } from './submission-actions.ts';

export async function reviewItems(
  { documents }: Deps,
  scope: Scope,
  articles: readonly (string | ProposedText)[],
  notes: readonly string[],
): Promise<ReviewItem[]> {
  const ids = articles.flatMap((article) => {
    if (typeof article !== 'string') return article.td_id;
    return isId('td', article) ? article : [];
  });
  const pages = ids.length > 0 ? await documents.pages.getMany(scope, ids) : [];
  const live = new Set(
    pages.filter((page) => page.deleted_at === null && page.live_version > 0).map(({ id }) => id),
  );
  return articles.map((article, n) => {
    const { td_id, text } = typeof article === 'string' ? { td_id: article, text: article } : article;
    if (typeof article !== 'string' && !live.has(td_id))
      throw new AppError('not_found', `There is no live page ${td_id} that a text could be proposed for.`, {
        param: `review_data.articles[${n}].td_id`,
      });
    return {
      n,
      article: text,
      edited: null,
      note: notes.length === articles.length ? (notes[n] ?? null) : null,
      reviews_td_id: live.has(td_id) ? td_id : null,
      td_id: null,
      checks: [],
    };
  });
}

export async function pageItems(
  { documents }: Deps,
  scope: Scope,
  pages: readonly PageInput[],
): Promise<ReviewItem[]> {
  const items: ReviewItem[] = [];
  const pause = createTimeSlices();
  for (const [n, input] of pages.entries()) {
    const draft = await draftPage(input, n, 'pages', pause);
    const byId = draft.td_id === null ? null : await documents.pages.get(scope, draft.td_id);
    const [known] =
      byId && byId.deleted_at === null
        ? [byId]
        : await documents.pages.find(scope, { where: { identity: draft.identity }, limit: 1 });
    items.push({
      n,
      article: input.content,
      edited: null,
      note: null,
      reviews_td_id: known?.id ?? null,
      td_id: null,
      checks: [],
      page: {
        id: input.id ?? null,
        title: draft.title,
        metadata: draft.metadata,
        source: input.source ?? null,
      },
    });
  }
  return items;
}

export async function createSubmission(
  { documents }: Deps,
  scope: Scope,
  { id, items, notes, submittedBy }: NewSubmission,
): Promise<Submission> {
  const now = new Date().toISOString();
  const submission: Submission = {
    id,
    instance_id: scope,
    version: 1,
    created_at: now,
    updated_at: now,
    state: 'pending',
    items,
    notes,
    submitted_by: submittedBy,
    decided_by: null,
    decision_note: null,
    decided_at: null,
    applied: false,
  };
  const [inserted] = await documents.submissions.insert(scope, [submission]);
  // If the row exists already, an earlier attempt of this request created it.
  return inserted === 'inserted'
    ? submission
    : ((await documents.submissions.get(scope, submission.id)) ?? submission);
}

export async function resubmit(
  { documents }: Deps,
  scope: Scope,
  id: string,
  { items, notes }: Pick<Submission, 'items' | 'notes'>,
): Promise<Submission | null> {
  const again = await documents.submissions.update(scope, id, {
    where: { state: 'changes_requested' },
    set: { state: 'pending', items, notes, updated_at: new Date().toISOString() },
    inc: { version: 1 },
  });
  if (again) return again;
  const current = await documents.submissions.get(scope, id);
  if (!current) return null;
  throw stateConflict(current, 'only one whose reviewer asked for changes can be submitted again');
}

/** The error for a step that the state of a submission forbids; `reason` ends the message. */
export const stateConflict = (submission: Submission, reason: string): AppError =>
  new AppError('review_state_conflict', `Submission ${submission.id} is ${submission.state}: ${reason}`, {
    param: 'id',
    extra: { state: submission.state },
  });
