import { Type, type Static } from 'typebox';
import {
  ConsideredPassage,
  ConsideredSentence,
  DroppedSentences,
  Suggestion,
  UnderstoodQuestion,
  answerTypes,
  modelOutcomes,
} from '../chat-entities.ts';
import { ClientId, Nullable, Success, Timestamp } from './common.ts';

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
