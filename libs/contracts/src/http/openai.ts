import { Type, type Static, type TOptional, type TUnsafe } from 'typebox';
import { Sampling } from '../chat.ts';
import { DroppedSentences, Suggestion } from '../chat-entities.ts';
import { FreeObject, Nullable } from './common.ts';

/**
 * OpenAI's chat completions, as far as a persona can honour them. Fields that are not declared are named in
 * `warnings`; those that a persona cannot give are refused by name where they are read.
 */
const Part = Type.Object(
  { type: Type.String(), text: Type.Optional(Type.String()) },
  { additionalProperties: true },
);
export const CompletionMessage = Type.Object(
  {
    role: Type.Enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
    content: Type.Optional(Type.Union([Type.String(), Type.Array(Part), Type.Null()])),
  },
  { additionalProperties: true },
);
export type CompletionMessage = Static<typeof CompletionMessage>;

const tokens = (description: string) => Type.Optional(Nullable(Type.Integer({ minimum: 1, description })));
const anything = (description: string) => Type.Optional(Type.Unsafe<unknown>({ description }));
/** What a persona never gives: declared, so that it is refused or told of in its own words. */
const unused = {
  tools: anything('A persona calls no functions: it answers without them, and says so in `warnings`.'),
  tool_choice: anything('`auto` and `none` have no effect; a call that must be made is refused.'),
  functions: anything('As `tools`.'),
  function_call: anything('As `tool_choice`.'),
  modalities: anything('Only `text`; audio is refused.'),
};

export const CompletionBody = Type.Object({
  model: Type.String({
    minLength: 1,
    maxLength: 256,
    description: 'A persona: its instance id or its name.',
  }),
  messages: Type.Array(CompletionMessage, { minItems: 1 }),
  stream: Type.Optional(Nullable(Type.Boolean())),
  stream_options: Type.Optional(
    Type.Union([Type.Object({ include_usage: Type.Optional(Type.Boolean()) }), Type.Null()]),
  ),
  max_completion_tokens: tokens(
    'About so many tokens (four characters each) of whole sentences; then `finish_reason` is `length`.',
  ),
  max_tokens: tokens('The older name of `max_completion_tokens`.'),
  stop: Type.Optional(
    Type.Union(
      [
        Type.String({ minLength: 1 }),
        Type.Array(Type.String({ minLength: 1 }), { maxItems: 16 }),
        Type.Null(),
      ],
      { description: 'The reply ends before any of these.' },
    ),
  ),
  n: tokens('1: a persona gives one answer. More is refused.'),
  ...(Object.fromEntries(
    Object.entries(Sampling.properties).map(([name, schema]) => [name, Type.Optional(Nullable(schema))]),
  ) as { [N in keyof typeof Sampling.properties]: TOptional<TUnsafe<number | null>> }),
  response_format: Type.Optional(
    Type.Union([
      Type.Object(
        {
          type: Type.Enum(['text', 'json_object', 'json_schema'], {
            description:
              '`json_object`: the reply is `{"answer", "sources": [{"index", "title", "quote", "url"}]}`. `json_schema` is refused: no passage proves the values of a form of the caller’s own.',
          }),
        },
        { additionalProperties: true },
      ),
      Type.Null(),
    ]),
  ),
  inline_citations: Type.Optional(
    Nullable(
      Type.Boolean({
        description: 'true: `[1]` behind what is cited, and a list of sources at the end of the text.',
      }),
    ),
  ),
  user: Type.Optional(Type.String({ maxLength: 256, description: 'Who is talking.' })),
  metadata: Type.Optional(
    Type.Union([FreeObject({ description: '`chat_id` continues a chat that is kept here.' }), Type.Null()]),
  ),
  ...unused,
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
      finish_reason: Type.Enum(['stop', 'length']),
    }),
  ),
  usage: CompletionUsage,
  chat_id: Type.Optional(Type.String({ description: 'Missing where nothing is kept.' })),
  message_id: Type.String(),
  answer_type: Type.String(),
  confidence: Type.Optional(Type.Number()),
  suggestions: Type.Optional(Type.Array(Suggestion)),
  dropped: Type.Optional(Type.Array(DroppedSentences)),
  instance_id: Type.String(),
  warnings,
});

/** The model of the install, which has one for each task. */
const installModel = Type.Optional(
  Type.String({ maxLength: 256, description: "The install's model, or leave it out." }),
);
export const EmbeddingsBody = Type.Object({
  model: installModel,
  input: Type.Union([
    Type.String({ minLength: 1, maxLength: 32_768 }),
    Type.Array(Type.String({ minLength: 1, maxLength: 32_768 }), { minItems: 1, maxItems: 128 }),
  ]),
  encoding_format: Type.Optional(Type.Enum(['float', 'base64'])),
  dimensions: Type.Optional(Type.Integer({ description: 'Refused unless it is what the model has.' })),
});
export const EmbeddingsReply = Type.Object({
  object: Type.Literal('list'),
  data: Type.Array(
    Type.Object({
      object: Type.Literal('embedding'),
      index: Type.Integer(),
      embedding: Type.Union([
        Type.Array(Type.Number()),
        Type.String({ description: 'base64 of 32-bit floats, little-endian' }),
      ]),
    }),
  ),
  model: Type.String(),
  usage: Type.Object({ prompt_tokens: Type.Integer(), total_tokens: Type.Integer() }),
  warnings,
});

export const SpeechBody = Type.Object({
  model: installModel,
  input: Type.String({ minLength: 1, maxLength: 4096 }),
  voice: Type.String({ minLength: 1, maxLength: 256 }),
  response_format: Type.Optional(Type.Enum(['mp3', 'opus', 'wav', 'flac'])),
  speed: Type.Optional(Type.Number({ minimum: 1, maximum: 1, description: 'Only 1.' })),
});

export const TranscriptionData = Type.Object({
  file: Type.String(),
  model: installModel,
  language: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z]{2,8})?$' })),
  response_format: Type.Optional(Type.Enum(['json', 'text', 'verbose_json'])),
  timestamp_granularities: Type.Optional(
    Type.Array(Type.Enum(['segment', 'word']), {
      description: 'What has times in verbose_json; segments always have.',
    }),
  ),
});
export const TranscriptionBody = Type.Object({ transcription: TranscriptionData });
export const TranscriptionReply = Type.Object({
  text: Type.String(),
  language: Type.Optional(Nullable(Type.String())),
  segments: Type.Optional(
    Type.Array(
      Type.Object({
        id: Type.Integer(),
        start: Type.Number(),
        end: Nullable(Type.Number()),
        text: Type.String(),
      }),
    ),
  ),
  words: Type.Optional(
    Type.Array(Type.Object({ word: Type.String(), start: Type.Number(), end: Type.Number() })),
  ),
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
