import { Type, type Static } from 'typebox';
import { ReviewCheck, reviewStates } from '../entities.ts';
import { ClientId, Nullable, PagingQuery, PagingReply, Success, Timestamp } from './common.ts';

/** The most articles of a submission, which is stored as one document. */
export const MAX_ARTICLES = 100;

/** What a page that is live shall say. */
export const ProposedText = Type.Object({
  td_id: ClientId('The page.'),
  text: Type.String({ minLength: 1 }),
});
export type ProposedText = Static<typeof ProposedText>;

export const SubmitReviewBody = Type.Object({
  instance_id: Type.Optional(ClientId('The persona.')),
  review_data: Type.Object({
    instance_id: Type.Optional(ClientId('The persona.')),
    id: Type.Optional(
      ClientId('A submission whose reviewer asked for changes: these articles replace its own.'),
    ),
    articles: Type.Array(Type.Union([Type.String({ minLength: 1 }), ProposedText]), {
      minItems: 1,
      maxItems: MAX_ARTICLES,
      description:
        'Each the td_ id of a page that is live, to review that page, or a text that is proposed; with td_id and text, as the new text of that page.',
    }),
    notes: Type.Optional(
      Type.Array(Type.String({ maxLength: 16_384 }), {
        maxItems: MAX_ARTICLES,
        description: 'As many as articles: one for each; else they belong to the whole.',
      }),
    ),
  }),
});

export const ReviewItemView = Type.Object({
  n: Type.Integer(),
  article: Type.String(),
  edited: Nullable(Type.String({ description: 'What the reviewer made of it.' })),
  note: Nullable(Type.String()),
  reviews_td_id: Nullable(Type.String({ description: 'The page under review.' })),
  td_id: Nullable(Type.String({ description: 'The page it became when it was approved.' })),
  checks: Type.Array(ReviewCheck),
  message_id: Type.Optional(Type.String({ description: 'The answer that it corrects.' })),
  title: Type.Optional(Type.String({ description: 'Of a page that was sent into review.' })),
});
export const SubmissionView = Type.Object({
  id: Type.String(),
  state: Type.Enum([...reviewStates]),
  items: Type.Array(ReviewItemView),
  notes: Type.Array(Type.String()),
  submitted_by: Type.String(),
  decided_by: Nullable(Type.String()),
  decision_note: Nullable(Type.String()),
  decided_at: Nullable(Type.String()),
  version: Type.Integer(),
  created_at: Timestamp(),
  updated_at: Timestamp(),
});
export type SubmissionView = Static<typeof SubmissionView>;

export const SubmitReviewReply = Success({
  message: Type.String(),
  review_id: Type.String(),
  state: Type.Enum([...reviewStates]),
  items: Type.Array(ReviewItemView),
});
export const ListReviewsQuery = Type.Object({
  ...PagingQuery,
  instance_id: Type.Optional(ClientId('The persona.')),
  id: Type.Optional(ClientId('Only this one.')),
  state: Type.Optional(Type.Enum([...reviewStates])),
});
export const ListReviewsReply = Success({ review_data: Type.Array(SubmissionView), ...PagingReply });
export const ReviewReply = Success({ review_data: SubmissionView });

export const reviewDecisions = ['approve', 'reject', 'request-changes', 'withdraw'] as const;
export type ReviewDecision = (typeof reviewDecisions)[number];
export const DecideReviewBody = Type.Optional(
  Type.Object({
    instance_id: Type.Optional(Type.String()),
    id: Type.Optional(Type.String()),
    note: Type.Optional(Type.String({ maxLength: 16_384, description: 'Why.' })),
    text: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'approve: what shall be stored instead, for a submission of one article.',
      }),
    ),
    articles: Type.Optional(
      Type.Array(Type.Union([Type.String({ minLength: 1 }), Type.Null()]), {
        maxItems: MAX_ARTICLES,
        description: 'approve: what shall be stored instead, one for each article; null keeps it as it is.',
      }),
    ),
  }),
);
export type DecideReviewBody = Static<typeof DecideReviewBody>;
export const DecideReviewReply = Success({ message: Type.String(), review_data: SubmissionView });
