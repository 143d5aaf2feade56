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
  reviewDecisions,
  IdParams,
  isId,
  MAX_ARTICLES,
  MiB,
  type ReviewDecision,
  type ReviewItem,
  type Submission,
  type SubmissionView,
  type Scope,
} from '@persona/contracts';
import type { Static } from 'typebox';
import { notFoundIn, type Access } from '../access.ts';
import { onceId } from '../edge/idempotency.ts';
import { readOptionalId } from '../ids.ts';
import { quotaTeller } from '../edge/rate-limit.ts';
import { bytesOfPages, checkContent } from '../pages/page-input.ts';
import type { Kit } from '../kit.ts';
import { emptyList, listPage } from '../paging.ts';
import type { Resources } from '../resources.ts';
import type { App } from '@persona/runtime';
import type { Request } from '../types.ts';

/** How long a submission waits for its checks; it is answered without them then. */
/** A submission is one document, and documents of MongoDB have 16 MiB at most. */
const MAX_BODY_BYTES = 15 * MiB;
const CHECKS_TIMEOUT_MS = 5000;
/** How many characters of a submission are checked; long texts are checked from their beginning. */
const MAX_CHECKED_CHARACTERS = 400_000;

const MESSAGES: Record<ReviewDecision, string> = {
  approve: 'Submission approved',
  reject: 'Submission rejected',
  'request-changes': 'Changes requested',
  withdraw: 'Submission withdrawn',
};

/** Proposals for the knowledge base, and the decisions on them (contract §8). */
export function reviewRoutes(app: App, resources: Resources, { access, quotas }: Kit): void {
  const { chat, config, documents, domain } = resources;
  const tags = ['Review'];
  const maxPageBytes = config.MAX_PAGE_MB * MiB;

  const missing = (id: string): AppError => notFoundIn('submissions', id);

  const find = async (request: Request, id: string): Promise<{ granted: Access; submission: Submission }> => {
    const granted = await access.of(request, 'submissions', id);
    const submission = await documents.submissions.get(granted.scope, id);
    if (!submission) throw missing(id);
    return { granted, submission };
  };

  /**
   * Adds what a reviewer should see beside each text; without the chat service the items stay as they are,
   * with a warning.
   */
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
    const share = Math.floor(MAX_CHECKED_CHARACTERS / items.length);
    const texts = items.map(({ article, reviews_td_id }) =>
      ((article === reviews_td_id ? contents.get(article) : undefined) ?? article)
        .slice(0, share)
        .toWellFormed(),
    );
    try {
      const signal = AbortSignal.timeout(CHECKS_TIMEOUT_MS);
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
      bodyLimit: MAX_BODY_BYTES,
      config: {
        scope: ['kb', 'review'],
        audit: 'submission.submit',
        jsonList: { path: ['review_data', 'articles'], max: MAX_ARTICLES },
        oversizeHint: 'submit fewer articles at a time',
      },
      schema: {
        tags,
        summary: 'Submit articles for review',
        body: SubmitReviewBody,
        response: { 200: SubmitReviewReply },
      },
    },
    async (request, reply) => {
      const { articles, notes = [], id } = request.body.review_data;
      for (const [n, article] of articles.entries()) {
        const path = `review_data.articles[${n}]`;
        if (typeof article === 'string') checkContent(article, path, maxPageBytes);
        else checkContent(article.text, `${path}.text`, maxPageBytes);
      }
      const granted = id === undefined ? await access.persona(request) : (await find(request, id)).granted;
      const { scope } = granted;
      const proposed = articles.flatMap((article) => {
        if (typeof article !== 'string') return article.text;
        return isId('td', article) ? [] : article;
      });
      const submission = await quotas.using(
        request.caller,
        amountsOf(proposed),
        quotaTeller(reply),
        async () => {
          const items = await withChecks(request, scope, await domain.reviewItems(scope, articles, notes));
          const content = { items, notes: notes.length === articles.length ? [] : notes };
          return id === undefined
            ? domain.createSubmission(scope, {
                id: onceId(request, 'rev'),
                ...content,
                submittedBy: request.caller.keyId,
              })
            : domain.resubmit(scope, id, content);
        },
      );
      if (!submission) throw missing(id ?? '');
      return {
        status: 'success' as const,
        message: 'Data submitted for review',
        review_id: submission.id,
        state: submission.state,
        items: itemsOf(submission),
      };
    },
  );

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
      // The pages that it is compared with change while it waits, so a waiting submission is checked at each
      // read.
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
        bodyLimit: MAX_BODY_BYTES,
        config: {
          scope: 'review',
          audit: `submission.${decision}`,
          jsonList: { path: ['articles'], max: MAX_ARTICLES },
        },
        schema: {
          tags,
          summary: `Decide on a submission: ${decision}`,
          params: IdParams,
          body: DecideReviewBody,
          response: { 200: DecideReviewReply },
        },
      },
      async (request, reply) => {
        const { granted, submission } = await find(request, request.params.id);
        const body = request.body ?? {};
        const edits = decision === 'approve' ? editsOf(body, submission, maxPageBytes) : [];
        const stored = edits.filter((edit) => edit !== null);
        const decided = await quotas.using(request.caller, amountsOf(stored), quotaTeller(reply), () =>
          domain.decideSubmission(granted.scope, submission, {
            decision,
            edits,
            note: body.note,
            decidedBy: request.caller.keyId,
          }),
        );
        if (!decided) throw missing(submission.id);
        return { status: 'success' as const, message: MESSAGES[decision], review_data: viewOf(decided) };
      },
    );
  }
}

const amountsOf = (texts: readonly string[]) => async () => ({
  pages: texts.length,
  bytes: await bytesOfPages(texts.map((content) => ({ content }))),
});

/** Returns what an approval stores instead of each article; null for the article itself. */
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
    if (edit !== null) checkContent(edit, text === undefined ? `articles[${n}]` : 'text', maxBytes);
  });
  return edits;
}

/** Items as they are shown: of a page in review its title stands beside its text. */
const itemsOf = ({ items }: Submission) =>
  items.map(({ page, ...item }) => ({ ...item, ...(page ? { title: page.title } : {}) }));

const viewOf = (submission: Submission): SubmissionView => ({
  id: submission.id,
  state: submission.state,
  items: itemsOf(submission),
  notes: submission.notes,
  submitted_by: submission.submitted_by,
  decided_by: submission.decided_by,
  decision_note: submission.decision_note,
  decided_at: submission.decided_at,
  version: submission.version,
  created_at: submission.created_at,
  updated_at: submission.updated_at,
});
