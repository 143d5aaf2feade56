import { Type, type Static } from 'typebox';
import { DroppedSentences, Suggestion } from '../entities.ts';
import { FreeObject, Nullable } from './common.ts';

/**
 * The part of OpenAI's chat completions that a persona supports; other fields that its clients send are
 * ignored.
 */
const TextPart = Type.Object({ type: Type.String(), text: Type.Optional(Type.String()) });
export const CompletionMessage = Type.Object({
  role: Type.Enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: Type.Optional(Type.Union([Type.String(), Type.Array(TextPart, { maxItems: 100 }), Type.Null()])),
});
export type CompletionMessage = Static<typeof CompletionMessage>;

export const CompletionBody = Type.Object({
  model: Type.String({
    minLength: 1,
    maxLength: 256,
    description: 'A persona: its instance id or its name.',
  }),
  messages: Type.Array(CompletionMessage, { minItems: 1, maxItems: 1000 }),
  stream: Type.Optional(Nullable(Type.Boolean())),
  stream_options: Type.Optional(
    Type.Union([Type.Object({ include_usage: Type.Optional(Type.Boolean()) }), Type.Null()]),
  ),
  user: Type.Optional(Type.String({ maxLength: 256, description: 'Who is talking.' })),
  metadata: Type.Optional(
    Type.Union([FreeObject({ description: '`chat_id` continues a chat that is kept here.' }), Type.Null()]),
  ),
});
export type CompletionBody = Static<typeof CompletionBody>;

export const Annotation = Type.Object({
  type: Type.Literal('url_citation'),
  url_citation: Type.Object({
    url: Type.String(),
    title: Type.String(),
    start_index: Type.Integer({ description: 'Where in the content the cited statement stands.' }),
    end_index: Type.Integer(),
    td_id: Type.String(),
    version: Type.Integer(),
    index: Type.Integer(),
    quote: Type.String({ description: 'Verbatim from that version of the page.' }),
  }),
});
export type Annotation = Static<typeof Annotation>;

const warnings = Type.Optional(Type.Array(Type.String()));
const CompletionUsage = Type.Object({
  prompt_tokens: Type.Integer(),
  completion_tokens: Type.Integer(),
  total_tokens: Type.Integer(),
});
export const CompletionReply = Type.Object({
  id: Type.String(),
  object: Type.Literal('chat.completion'),
  created: Type.Integer(),
  model: Type.String(),
  choices: Type.Array(
    Type.Object({
      index: Type.Integer(),
      message: Type.Object({
        role: Type.Literal('assistant'),
        content: Type.String(),
        refusal: Type.Null(),
        annotations: Type.Array(Annotation),
      }),
      logprobs: Type.Null(),
      finish_reason: Type.Literal('stop'),
    }),
  ),
  usage: CompletionUsage,
  chat_id: Type.String(),
  message_id: Type.String(),
  answer_type: Type.String(),
  confidence: Type.Optional(Type.Number()),
  suggestions: Type.Optional(Type.Array(Suggestion)),
  dropped: Type.Optional(Type.Array(DroppedSentences)),
  instance_id: Type.String(),
  warnings,
});

export const ModelView = Type.Object({
  id: Type.String(),
  object: Type.Literal('model'),
  created: Type.Integer(),
  owned_by: Type.String(),
  name: Type.String({ description: "The persona's name, which is accepted as a model too." }),
});
export type ModelView = Static<typeof ModelView>;
export const ModelReply = Type.Object({ ...ModelView.properties, warnings });
export const ListModelsReply = Type.Object({
  object: Type.Literal('list'),
  data: Type.Array(ModelView),
  warnings,
});
