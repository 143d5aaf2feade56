import {
  AppError,
  DecideReviewBody,
  DecideReviewReply,
  ListReviewsQuery,
  ListReviewsReply,
  ReviewReply,
  SubmitReviewBody,
  SubmitReviewReply,
  bodyId,
  isId,
  reviewDecisions,
  type ReviewDecision,
  type ReviewItem,
  type ReviewState,
  type Submission,
  type SubmissionView,
  type Scope,
} from '@persona/contracts';
import { Type, type Static } from 'typebox';
import type { Access } from '../access.ts';
import type { Kit } from '../app.ts';
import { onceId } from '../edge/idempotency.ts';
import { readOptionalId } from '../ids.ts';
import { checkContent } from '../pages/page-input.ts';
import { emptyList, listPage } from '../paging.ts';
import type { Resources } from '../resources.ts';
import type { App, Request } from '../types.ts';

const MiB = 1024 * 1024;
/** A submission is answered whether or not its checks are there by then. */
const CHECKS_PATIENCE_MS = 5000;
/** Characters of a submission that are checked; long texts are checked from their beginning. */
const CHECKED_CHARS = 400_000;
const IdParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 256 }) });

const OUTCOME: Record<ReviewDecision, ReviewState> = {
  approve: 'approved',
  reject: 'rejected',
  'request-changes': 'changes_requested',
  withdraw: 'withdrawn',
};
const SAID: Record<ReviewDecision, string> = {
  approve: 'Submission approved',
  reject: 'Submission rejected',
  'request-changes': 'Changes requested',
  withdraw: 'Submission withdrawn',
};

/** What is proposed for the knowledge base, and what was decided on it (contract §8). */
export function reviewRoutes(app: App, resources: Resources, { access }: Kit): void {
  const { chat, config, documents, domain } = resources;
  const tags = ['Review'];
  const maxPageBytes = config.MAX_PAGE_MB * MiB;

  const missing = (id: string): AppError =>
    new AppError('not_found', `There is no submission "${id}" that this key can reach.`, { param: 'id' });

  const find = async (request: Request, id: string): Promise<{ granted: Access; submission: Submission }> => {
    const granted = await access.of(request, 'submissions', id);
    const submission = await documents.submissions.get(granted.scope, id);
    if (!submission) throw missing(id);
    return { granted, submission };
  };

  /** The items of a submission: an article that is the id of a page that answers reviews that page, any other is a text. */
  const itemsOf = async (
    scope: Scope,
    articles: readonly string[],
    notes: readonly string[],
  ): Promise<ReviewItem[]> => {
    const ids = articles.filter((article) => isId('td', article));
    const pages = ids.length > 0 ? await documents.pages.getMany(scope, ids) : [];
    const live = new Set(
      pages.filter((page) => page.deleted_at === null && page.live_version > 0).map(({ id }) => id),
    );
    return articles.map((article, n) => ({
      n,
      article,
      edited: null,
      note: notes.length === articles.length ? (notes[n] ?? null) : null,
      reviews_td_id: live.has(article) ? article : null,
      td_id: null,
      checks: [],
    }));
  };

  /** What a reviewer should see beside each text; without the chat service the items stay as they are, with a warning. */
  const withChecks = async (
    request: Request,
    scope: Scope,
    items: readonly ReviewItem[],
  ): Promise<ReviewItem[]> => {
    const reviewed = items.flatMap(({ reviews_td_id }) => reviews_td_id ?? []);
    const pages = reviewed.length > 0 ? await documents.pages.getMany(scope, reviewed) : [];
    const bodies = await documents.pageBodies.getMany(
      scope,
      pages.map(({ id, version }) => bodyId(id, version)),
    );
    const contents = new Map(bodies.map(({ page_id, content }) => [page_id, content]));
    const share = Math.floor(CHECKED_CHARS / items.length);
    const texts = items.map(({ article, reviews_td_id }) =>
      (contents.get(reviews_td_id ?? '') ?? article).slice(0, share).toWellFormed(),
    );
    try {
      const signal = AbortSignal.timeout(CHECKS_PATIENCE_MS);
      const { checks } = await chat.reviewChecks({ instance_id: scope, texts }, signal);
      return items.map((item, n) => ({
        ...item,
        // A page is no duplicate of itself.
        checks: (checks[n] ?? []).filter(({ td_id }) => td_id === undefined || td_id !== item.reviews_td_id),
      }));
    } catch {
      request.warnings.push(
        'The checks could not be made, because the part that makes them is away; read the submission again later.',
      );
      return [...items];
    }
  };

  app.post(
    '/api/kb/review-data',
    {
      bodyLimit: 64 * MiB,
      config: { scope: ['kb', 'review'], oversizeHint: 'submit fewer articles at a time' },
      schema: {
        tags,
        summary: 'Submit articles for review',
        body: SubmitReviewBody,
        response: { 200: SubmitReviewReply },
      },
    },
    async (request) => {
      const { articles, notes = [], id } = request.body.review_data;
      articles.forEach((article, n) => checkArticle(article, `review_data.articles[${n}]`, maxPageBytes));
      const granted = id === undefined ? await access.persona(request) : (await find(request, id)).granted;
      const { scope } = granted;
      const items = await withChecks(request, scope, await itemsOf(scope, articles, notes));
      const whole = notes.length === articles.length ? [] : notes;
      const submission =
        id === undefined
          ? await submit(scope, items, whole, request)
          : await resubmit(scope, id, items, whole);
      return {
        status: 'success' as const,
        message: 'Data submitted for review',
        review_id: submission.id,
        state: submission.state,
        items: submission.items,
      };
    },
  );

  const submit = async (
    scope: Scope,
    items: ReviewItem[],
    notes: string[],
    request: Request,
  ): Promise<Submission> => {
    const now = new Date().toISOString();
    const submission: Submission = {
      id: onceId(request, 'rev'),
      instance_id: scope,
      version: 1,
      created_at: now,
      updated_at: now,
      state: 'pending',
      items,
      notes,
      submitted_by: request.caller.keyId,
      decided_by: null,
      decision_note: null,
      decided_at: null,
      applied: false,
    };
    const [inserted] = await documents.submissions.insert(scope, [submission]);
    // Being there already it was made by an earlier try of this request.
    return inserted === 'inserted'
      ? submission
      : ((await documents.submissions.get(scope, submission.id)) ?? submission);
  };

  /** Answers a reviewer who asked for changes. */
  const resubmit = async (
    scope: Scope,
    id: string,
    items: ReviewItem[],
    notes: string[],
  ): Promise<Submission> => {
    const again = await documents.submissions.update(scope, id, {
      where: { state: 'changes_requested' },
      set: { state: 'pending', items, notes, updated_at: new Date().toISOString() },
      inc: { version: 1 },
    });
    if (again) return again;
    const current = await documents.submissions.get(scope, id);
    if (!current) throw missing(id);
    throw conflict(current, 'only one whose reviewer asked for changes can be submitted again');
  };

  app.get(
    '/api/kb/review-data',
    {
      config: { scope: 'review' },
      schema: {
        tags,
        summary: 'List submissions, newest first',
        querystring: ListReviewsQuery,
        response: { 200: ListReviewsReply },
      },
    },
    async (request) => {
      const id = readOptionalId(request, ['id']);
      if (id !== undefined) {
        const review_data = [viewOf((await find(request, id)).submission)];
        return { status: 'success' as const, review_data, has_more: false, next_cursor: null };
      }
      const { state } = request.query;
      const granted = await access.personaIfAny(request);
      const where = state === undefined ? {} : { state };
      const { rows, ...paging } = granted
        ? await listPage(
            'reviews',
            documents.submissions,
            granted.scope,
            { where, direction: 'desc' },
            request.query,
          )
        : emptyList;
      return { status: 'success' as const, review_data: rows.map(viewOf), ...paging };
    },
  );

  app.get(
    '/api/kb/review-data/:id',
    {
      config: { scope: 'review' },
      schema: { tags, summary: 'Read a submission', params: IdParams, response: { 200: ReviewReply } },
    },
    async (request) => {
      const { granted, submission } = await find(request, request.params.id);
      // What it is compared with changes while it waits.
      const items =
        submission.state === 'pending'
          ? await withChecks(request, granted.scope, submission.items)
          : submission.items;
      return { status: 'success' as const, review_data: viewOf({ ...submission, items }) };
    },
  );

  for (const decision of reviewDecisions) {
    app.post(
      `/api/kb/review-data/:id/${decision}`,
      {
        bodyLimit: 64 * MiB,
        config: { scope: 'review' },
        schema: {
          tags,
          summary: `Decide on a submission: ${decision}`,
          params: IdParams,
          body: DecideReviewBody,
          response: { 200: DecideReviewReply },
        },
      },
      async (request) => {
        const { granted, submission } = await find(request, request.params.id);
        const body = request.body ?? {};
        const edits = decision === 'approve' ? editsOf(body, submission, maxPageBytes) : [];
        const decided = await decide(
          granted.scope,
          submission,
          decision,
          edits,
          body.note,
          request.caller.keyId,
        );
        const applied =
          decision === 'approve' ? await domain.applySubmission(granted.scope, decided.id) : null;
        const now = applied ?? (await documents.submissions.get(granted.scope, decided.id)) ?? decided;
        return { status: 'success' as const, message: SAID[decision], review_data: viewOf(now) };
      },
    );
  }

  /** The same decision twice is the first; another is a conflict. */
  const decide = async (
    scope: Scope,
    submission: Submission,
    decision: ReviewDecision,
    edits: readonly (string | null)[],
    note: string | undefined,
    keyId: string,
  ): Promise<Submission> => {
    for (let current = submission; ;) {
      if (current.state === OUTCOME[decision]) return current;
      const open =
        current.state === 'pending' || (current.state === 'changes_requested' && decision === 'withdraw');
      if (!open) throw conflict(current, `it can't become ${OUTCOME[decision]}`);
      const now = new Date().toISOString();
      const decided = await documents.submissions.update(scope, current.id, {
        where: { version: current.version },
        set: {
          state: OUTCOME[decision],
          items: current.items.map((item) => ({ ...item, edited: edits[item.n] ?? null })),
          decided_by: keyId,
          decision_note: note ?? null,
          decided_at: now,
          updated_at: now,
        },
        inc: { version: 1 },
      });
      if (decided) return decided;
      const again = await documents.submissions.get(scope, current.id);
      if (!again) throw missing(current.id);
      current = again;
    }
  };
}

/** What an approval wants stored instead of each article; null: the article itself. */
function editsOf(
  body: NonNullable<Static<typeof DecideReviewBody>>,
  submission: Submission,
  maxBytes: number,
): (string | null)[] {
  const { text, articles } = body;
  if (text === undefined && articles === undefined) return [];
  const many = submission.items.length;
  const param = text === undefined ? 'articles' : 'text';
  const edits = articles ?? [text ?? null];
  if (edits.length !== many) {
    const remedy = `send articles with ${many} entries, null for those that stay`;
    throw new AppError(
      'validation_error',
      `${param} does not fit the ${many} articles of the submission; ${remedy}`,
      {
        param,
      },
    );
  }
  edits.forEach((edit, n) => {
    if (edit !== null) checkArticle(edit, text === undefined ? `articles[${n}]` : 'text', maxBytes);
  });
  return edits;
}

function checkArticle(article: string, param: string, maxBytes: number): void {
  if (!/\S/.test(article)) throw new AppError('validation_error', `${param} must not be blank`, { param });
  checkContent(article, param, maxBytes);
}

const conflict = (submission: Submission, what: string): AppError =>
  new AppError('review_state_conflict', `Submission ${submission.id} is ${submission.state}: ${what}`, {
    param: 'id',
    extra: { state: submission.state },
  });

const viewOf = (submission: Submission): SubmissionView => ({
  id: submission.id,
  state: submission.state,
  items: submission.items,
  notes: submission.notes,
  submitted_by: submission.submitted_by,
  decided_by: submission.decided_by,
  decision_note: submission.decision_note,
  decided_at: submission.decided_at,
  version: submission.version,
  created_at: submission.created_at,
  updated_at: submission.updated_at,
});
