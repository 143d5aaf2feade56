import { Type, type Static } from 'typebox';
import {
  ConsideredPassage,
  ConsideredSentence,
  DroppedSentences,
  Suggestion,
  UnderstoodQuestion,
  answerTypes,
  feedbackRatings,
  modelOutcomes,
} from '../chat-entities.ts';
import { ClientId, Nullable, PagingQuery, Success, Timestamp } from './common.ts';

export const MessageQuery = Type.Object({ instance_id: Type.Optional(ClientId('The persona.')) });

const text = Nullable(
  Type.String({
    description:
      'Its words; null when they are no more: the page was deleted, or this version is not kept. null also for a key without the scope `kb`.',
  }),
);

export const ExplainedPassage = Type.Object({
  ...ConsideredPassage.properties,
  title: Nullable(Type.String({ description: 'null like `text`.' })),
  text,
});
export const ExplainedSentence = Type.Object({ ...ConsideredSentence.properties, text });

/** Why an answer is as it is. */
export const ExplainMessageReply = Success({
  message_id: Type.String({ description: 'The answer.' }),
  chat_id: Type.String(),
  question: Type.String({ description: 'The message that it answers.' }),
  response: Type.String(),
  answer_type: Type.Enum([...answerTypes]),
  model: Type.String({ description: '`extractive`: the persona’s own sentences.' }),
  confidence: Nullable(Type.Number({ minimum: 0, maximum: 1 })),
  created_at: Timestamp(),
  took_ms: Nullable(Type.Integer({ description: 'How long the answer took.' })),
  is_kept: Type.Boolean({
    description: 'false: nothing was looked up for it, or it is older than explanations are kept.',
  }),
  questions: Type.Array(UnderstoodQuestion, { description: 'The questions of the message, as understood.' }),
  passages: Type.Array(ExplainedPassage, { description: 'What was found, best first; at most 30.' }),
  sentences: Type.Array(ExplainedSentence, {
    description: 'The sentences likeliest to answer, likeliest first; at most 12.',
  }),
  model_outcome: Type.Union([Type.Enum([...modelOutcomes]), Type.Null()], {
    description:
      'What became of the model’s reply: `said`, `refused`: it found no answer in the passages, `unproven`: no passage proves any of it, `said_nothing`, `failed`; null: no model was asked.',
  }),
  dropped: Type.Array(DroppedSentences, { description: 'Sentences of the model that nothing proves.' }),
  suggestions: Type.Array(Suggestion),
});
export type ExplainMessageReply = Static<typeof ExplainMessageReply>;

export const MAX_CORRECTION_CHARACTERS = 64 * 1024;
export const FeedbackBody = Type.Object({
  instance_id: Type.Optional(ClientId('The persona.')),
  rating: Type.Optional(Type.Enum([...feedbackRatings])),
  correction: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: MAX_CORRECTION_CHARACTERS,
      description:
        'What is true, as a text that the persona may say: it waits in review. It needs the scope `kb` or `review`.',
    }),
  ),
});
export const FeedbackReply = Success({
  message: Type.String(),
  message_id: Type.String({ description: 'The answer.' }),
  chat_id: Type.String(),
  rating: Type.Union([Type.Enum([...feedbackRatings]), Type.Null()]),
  review_id: Nullable(Type.String({ description: 'The submission of the newest correction.' })),
});

const Day = (description: string) => Type.Optional(Type.String({ format: 'date', description }));

export const UnansweredQuery = Type.Object({
  instance_id: Type.Optional(ClientId('The persona.')),
  limit: PagingQuery.limit,
  from: Day('Not before this day (UTC); the last 90 days unless told.'),
  corrected: Type.Optional(
    Type.Boolean({ description: 'true: also those to which a correction was sent already.' }),
  ),
});
/** Questions that mean the same, as far as their words tell, to which the persona knew no answer. */
export const UnansweredQuestion = Type.Object({
  question: Type.String({ description: 'As it was put last.' }),
  count: Type.Integer({ description: 'How often it was put.' }),
  phrasings: Type.Array(Type.String(), { description: 'How else it was put; at most 5.' }),
  message_ids: Type.Array(Type.String(), {
    description: 'The answers that said so, the newest first; at most 20.',
  }),
  nearest: Type.Union([Type.Object({ td_id: Type.String(), title: Type.String() }), Type.Null()], {
    description: 'The page that is nearest to it.',
  }),
  review_id: Nullable(Type.String({ description: 'The correction that was sent to one of them.' })),
  first_at: Timestamp(),
  last_at: Timestamp(),
});
export type UnansweredQuestion = Static<typeof UnansweredQuestion>;
export const UnansweredReply = Success({
  unanswered: Type.Array(UnansweredQuestion, { description: 'The most frequent first, then the newest.' }),
  is_complete: Type.Boolean({
    description: 'false: there were more silent answers than are looked through.',
  }),
});

export const MAX_STATS_DAYS = 92;
export const StatsQuery = Type.Object({
  instance_id: Type.Optional(ClientId('The persona.')),
  from: Day(`The first day (UTC); 30 days before the last unless told, at most ${MAX_STATS_DAYS}.`),
  to: Day('The last day (UTC); today unless told.'),
});
const counts = {
  pages: Type.Integer({ description: 'Pages stored first on that day that are still there.' }),
  questions: Type.Integer({ description: 'Questions that were answered or not; small talk is none.' }),
  answered: Type.Integer(),
  silent: Type.Integer({ description: 'Those to which the persona knew no answer.' }),
  small_talk: Type.Integer(),
};
export const DayStats = Type.Object({
  day: Type.String({ format: 'date' }),
  ...counts,
  latency_ms: Type.Union(
    [
      Type.Object({
        median: Type.Integer(),
        p95: Type.Integer(),
        of: Type.Integer({ description: 'How many answers it was measured on: the newest of the day.' }),
      }),
      Type.Null(),
    ],
    { description: 'How long answers took; null: none was measured.' },
  ),
});
export type DayStats = Static<typeof DayStats>;
export const StatsReply = Success({
  from: Type.String({ format: 'date' }),
  to: Type.String({ format: 'date' }),
  days: Type.Array(DayStats),
  total: Type.Object(counts),
});
