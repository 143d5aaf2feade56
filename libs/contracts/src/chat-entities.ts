import { Type, type Static } from 'typebox';
import { Failure, JsonObject, NullableString, NullableTime, Rendition, entity } from './entities.ts';

/** The entities of chats: what was said, and what explains it. */
export const Chat = entity({
  user_id: Type.String(),
  title: Type.String(),
  /**
   * The number of stored messages, which is also the next ordinal, so that two turns can't take the same
   * place.
   */
  message_count: Type.Integer(),
  /** The user message that is being answered, or null. A claim older than its lease may be taken over. */
  busy_with: NullableString,
  busy_until: NullableTime,
  deleted_at: NullableTime,
});
export type Chat = Static<typeof Chat>;

export const Citation = Type.Object({
  index: Type.Integer({ minimum: 1 }),
  td_id: Type.String(),
  version: Type.Integer(),
  title: Type.String(),
  /** A verbatim part of that version of the page. */
  quote: Type.String(),
  score: Type.Number(),
  /** The place in `response` of the statement that the quote supports (UTF-16 code units). */
  spans: Type.Array(Type.Object({ start: Type.Integer(), end: Type.Integer() })),
  /** The place of the quote in the page's content. */
  locator: Type.Optional(
    Type.Object({
      start: Type.Integer(),
      end: Type.Integer(),
      headings: Type.Array(Type.String()),
      /** Where the quote is heard, when the page holds what is said in a recording; in milliseconds. */
      media_id: Type.Optional(Type.String()),
      start_ms: Type.Optional(Type.Integer()),
      end_ms: Type.Optional(Type.Integer()),
      language: Type.Optional(NullableString),
      track: Type.Optional(Type.String()),
      speaker: Type.Optional(NullableString),
    }),
  ),
  url: Type.Optional(Type.String()),
  /** When it was written, as far as the page or its entry says: `2024`, `2024-05` or `2024-05-01`. */
  date: Type.Optional(Type.String()),
  metadata: JsonObject,
  /** In a chat's history: the page was deleted since, so nothing of it is shown any more. */
  deleted: Type.Optional(Type.Boolean()),
});
export type Citation = Static<typeof Citation>;

export const answerTypes = ['grounded', 'no_answer', 'general'] as const;
export type AnswerType = (typeof answerTypes)[number];

export const Usage = Type.Object({
  prompt_tokens: Type.Integer(),
  completion_tokens: Type.Integer(),
  total_tokens: Type.Integer(),
});
export type Usage = Static<typeof Usage>;

/** A page near to what was asked, offered where the persona does not know the answer. */
export const Suggestion = Type.Object({
  /** The offer, as the persona says it. */
  text: Type.String(),
  td_id: Type.String(),
  title: Type.String(),
});
export type Suggestion = Static<typeof Suggestion>;

/** Sentences of a model's reply that no passage proves, which are not said. */
export const DroppedSentences = Type.Object({
  reason: Type.String({
    description:
      'What is not proven: a `number`, `name`, `quote`, `link`, `markup`, a `negation`, anything of it (`unrelated`); `cut` short; `private` in small talk.',
  }),
  count: Type.Integer({ minimum: 1 }),
});
export type DroppedSentences = Static<typeof DroppedSentences>;

export const feedbackRatings = ['up', 'down'] as const;
/** What somebody said to an answer. Corrections are submissions, of which it has the newest. */
export const Feedback = Type.Object({
  rating: Type.Union([Type.Enum([...feedbackRatings]), Type.Null()]),
  review_id: NullableString,
  /** A key id. */
  by: Type.String(),
  at: Type.String({ format: 'date-time' }),
});
export type Feedback = Static<typeof Feedback>;

export const speechSources = ['recording', 'model', 'synthesiser'] as const;
/** What speaks: the persona's own recordings, a speech model in its voice, or the machine's synthesiser. */
export type SpeechSource = (typeof speechSources)[number];

/** An answer as it is heard. Its files go with the message, and are made again when they are asked for. */
export const SpokenAnswer = Type.Object({
  state: Type.Enum(['making', 'ready', 'failed']),
  source: Type.Union([Type.Enum([...speechSources]), Type.Null()]),
  audio: Type.Union([Rendition, Type.Null()]),
  /** Who says what when, as WebVTT. */
  captions: Type.Union([Rendition, Type.Null()]),
  /** The recordings and the voice that it was made of: it goes when one of them does. */
  media_ids: Type.Array(Type.String()),
  /** Starts of making it, counted before the work. */
  starts: Type.Integer(),
  error: Type.Union([Failure, Type.Null()]),
  asked_at: Type.String({ format: 'date-time' }),
  finished_at: NullableTime,
});
export type SpokenAnswer = Static<typeof SpokenAnswer>;

export const Message = entity({
  chat_id: Type.String(),
  n: Type.Integer({ minimum: 0 }),
  role: Type.Enum(['user', 'assistant']),
  text: Type.String(),
  /**
   * The caller's own message_id (hashed), which makes a retry harmless; on an answer, the id of the user
   * message that it answers.
   */
  client_id_sha256: NullableString,
  reply_to: NullableString,
  answer_type: Type.Union([Type.Enum([...answerTypes]), Type.Null()]),
  citations: Type.Array(Citation),
  usage: Type.Union([Usage, Type.Null()]),
  model: NullableString,
  /** Of an answer; missing in rows of before, and where nothing was looked up or nothing is near. */
  confidence: Type.Optional(Type.Number()),
  suggestions: Type.Optional(Type.Array(Suggestion)),
  /** Of an answer that a model wrote: the sentences of it that were left out. */
  dropped: Type.Optional(Type.Array(DroppedSentences)),
  /** Of an answer whose model was cut off by a limit. */
  truncated: Type.Optional(Type.Boolean()),
  /** Of an answer: how long it took, from the claim of its turn to the words. */
  took_ms: Type.Optional(Type.Integer({ minimum: 0 })),
  /** What somebody said to an answer, the newest. */
  feedback: Type.Optional(Feedback),
  /** Of an answer that somebody wanted to hear. */
  speech: Type.Optional(Type.Union([SpokenAnswer, Type.Null()])),
  /** A hash of what `speech` says and of what it is made: another one makes it anew. */
  speech_of: Type.Optional(NullableString),
});
export type Message = Static<typeof Message>;

export const questionOutcomes = [
  'answered',
  'nothing_found',
  'unsure',
  'lacks_what_is_asked',
  'withheld',
] as const;
export type QuestionOutcome = (typeof questionOutcomes)[number];
export const passageOutcomes = ['cited', 'not_chosen', 'not_read', 'not_own_words'] as const;
export type PassageOutcome = (typeof passageOutcomes)[number];
export const modelOutcomes = ['said', 'refused', 'unproven', 'said_nothing', 'failed'] as const;

/** A slice of a page version: its words are read where they are needed, so that they go with their page. */
const Slice = {
  td_id: Type.String(),
  version: Type.Integer(),
  n: Type.Integer({ description: 'The place of the passage in its page, from 0.' }),
  start: Type.Integer(),
  end: Type.Integer(),
};
export const ConsideredPassage = Type.Object({
  ...Slice,
  score: Type.Number({ description: 'Of the search; it orders the passages of one question.' }),
  relevance: Type.Optional(
    Type.Number({ description: 'How well its words match, 0–1, against the best of them.' }),
  ),
  outcome: Type.Enum([...passageOutcomes], {
    description:
      '`cited`; `not_chosen`: read, but nothing of it was said; `not_read`: too far behind the others; `not_own_words`: headings, menus or the words of others.',
  }),
});
export const ConsideredSentence = Type.Object({
  ...Slice,
  odds: Type.Number({ description: 'Log odds that it answers.' }),
  said: Type.Boolean(),
});
export const UnderstoodQuestion = Type.Object({
  text: Type.String({ description: 'As it was looked up, at most 500 characters.' }),
  language: Type.String(),
  confidence: Type.Number({ minimum: 0, maximum: 1 }),
  outcome: Type.Enum([...questionOutcomes], {
    description:
      'By the persona’s own sentences: `answered`; `nothing_found`; `unsure`: too little of the question stands in any passage; `lacks_what_is_asked`: no person, number or time where one is asked for; `withheld`: the words match, but hardly what is asked.',
  }),
});

/** What was computed for an answer; its id is the answer's. It goes with the chat. */
export const Explanation = entity({
  chat_id: Type.String(),
  questions: Type.Array(UnderstoodQuestion, { maxItems: 8 }),
  passages: Type.Array(ConsideredPassage, { maxItems: 30 }),
  sentences: Type.Array(ConsideredSentence, { maxItems: 12 }),
  /** null: no model was asked about passages. */
  model_outcome: Type.Union([Type.Enum([...modelOutcomes]), Type.Null()]),
});
export type Explanation = Static<typeof Explanation>;
/** What is known of an answer before it is stored. */
export type Explained = Pick<Explanation, 'questions' | 'passages' | 'sentences' | 'model_outcome'>;
