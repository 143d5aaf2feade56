import { Type, type Static } from 'typebox';
import { Citation, DroppedSentences, Suggestion, Usage, answerTypes } from './chat-entities.ts';
import { ReviewCheck } from './entities.ts';

/**
 * The HTTP interface between the gateway and the chat service. The gateway has authenticated the caller,
 * chosen the persona and checked the user; the chat service trusts it by the install's shared token and by
 * nothing else.
 */
export const INTERNAL_TOKEN_HEADER = 'x-internal-token';

export const SearchFilters = Type.Record(
  Type.String(),
  Type.Union([
    Type.String(),
    Type.Number(),
    Type.Boolean(),
    Type.Array(Type.Union([Type.String(), Type.Number(), Type.Boolean()]), { maxItems: 100 }),
  ]),
  { description: 'Equality or any-of on td_id, source or metadata.<key>.' },
);
export type SearchFilters = Static<typeof SearchFilters>;

export const MAX_TOP_K = 50;
export const MAX_CONTEXT_BYTES = 16 * 1024;

/** The key that asks: the keys share the chat service, one after the other. */
const Caller = Type.String();

/** How a model chooses its words, in OpenAI's names; without a model it has no effect. */
export const Sampling = Type.Object({
  temperature: Type.Optional(Type.Number({ minimum: 0, maximum: 2 })),
  top_p: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  seed: Type.Optional(Type.Integer()),
  frequency_penalty: Type.Optional(Type.Number({ minimum: -2, maximum: 2 })),
  presence_penalty: Type.Optional(Type.Number({ minimum: -2, maximum: 2 })),
});
export type Sampling = Static<typeof Sampling>;

/** POST /internal/chat; answered as ChatAnswer, or as SSE of ChatEvents with `Accept: text/event-stream`. */
export const ChatTurn = Type.Object({
  instance_id: Type.String(),
  user_id: Type.String(),
  /** null: a new chat. */
  chat_id: Type.Union([Type.String(), Type.Null()]),
  /** null when any user's chat may be continued, else the user the key is pinned to. */
  pinned_user_id: Type.Union([Type.String(), Type.Null()]),
  message: Type.String(),
  message_id: Type.Union([Type.String(), Type.Null()]),
  context: Type.Union([Type.String(), Type.Null()]),
  top_k: Type.Union([Type.Integer({ minimum: 1, maximum: MAX_TOP_K }), Type.Null()]),
  filters: Type.Union([SearchFilters, Type.Null()]),
  /**
   * The conversation so far, from a client that keeps its chats itself; without it, the messages of this
   * chat.
   */
  history: Type.Optional(
    Type.Array(Type.Object({ role: Type.Enum(['user', 'assistant']), text: Type.String() })),
  ),
  sampling: Type.Optional(Sampling),
  /** The id of the last event that the caller has received, after which the answer continues. */
  last_event_id: Type.Optional(Type.String()),
  caller: Type.Optional(Caller),
  /** Of the visitors of a widget key, which is the caller, the one that asks. */
  visitor: Type.Optional(Type.String()),
  request_id: Type.String(),
});
export type ChatTurn = Static<typeof ChatTurn>;

export const ChatAnswer = Type.Object({
  chat_id: Type.String(),
  message_id: Type.String(),
  response: Type.String(),
  answer_type: Type.Enum([...answerTypes]),
  citations: Type.Array(Citation),
  confidence: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 1,
      description: 'How sure it is that the pages answer the question; missing for small talk.',
    }),
  ),
  suggestions: Type.Optional(
    Type.Array(Suggestion, {
      description: 'With `no_answer`: pages near to the question, as offers, never as the answer.',
    }),
  ),
  dropped: Type.Optional(
    Type.Array(DroppedSentences, {
      description: 'Sentences of the model that no passage proves and that were left out.',
    }),
  ),
  finish_reason: Type.Optional(
    Type.Enum(['stop', 'length'], {
      description: '`length`: a limit cut the model off; what it had proven by then is the answer.',
    }),
  ),
  usage: Type.Union([Usage, Type.Null()]),
  /** The model that wrote the answer; `extractive` where the persona's own sentences answer. */
  model: Type.String(),
  instance_id: Type.String(),
  /** What of the request was not used; not stored with the answer. */
  warnings: Type.Optional(Type.Array(Type.String())),
});
export type ChatAnswer = Static<typeof ChatAnswer>;

/** POST /internal/chat-events: the answer in progress in a chat, or the last one, as SSE of ChatEvents. */
export const ChatFollow = Type.Object({
  instance_id: Type.String(),
  chat_id: Type.String(),
  pinned_user_id: ChatTurn.properties.pinned_user_id,
  last_event_id: Type.Optional(Type.String()),
});
export type ChatFollow = Static<typeof ChatFollow>;

/** POST /internal/chat-cancel: stops the answer in progress in a chat. */
export const ChatCancel = Type.Omit(ChatFollow, ['last_event_id']);
export type ChatCancel = Static<typeof ChatCancel>;
/** Whether there was one. */
export const ChatCancelled = Type.Object({ cancelled: Type.Boolean() });
export type ChatCancelled = Static<typeof ChatCancelled>;

/**
 * The events of an answer stream in their order: start, retrieval, delta*, citation*, then exactly one of
 * done or error.
 */
export type ChatEvent =
  | { event: 'start'; data: { chat_id: string; message_id: string; instance_id: string } }
  | { event: 'retrieval'; data: { passages: number; pages: { td_id: string; title: string }[] } }
  | { event: 'delta'; data: { text: string } }
  | { event: 'citation'; data: Citation }
  /** The gateway passes events on unchanged, so this is the whole documented reply. */
  | { event: 'done'; data: { status: 'success' } & ChatAnswer }
  | { event: 'error'; data: { code: string; message: string } };

/**
 * POST /internal/complete: messages that the model alone answers, for what a chat program asks for itself,
 * like a title. Nothing of the persona is put before the model, and nothing is stored.
 */
export const CompleteRequest = Type.Object({
  caller: Type.Optional(Caller),
  instance_id: Type.String(),
  messages: Type.Array(
    Type.Object({ role: Type.Enum(['system', 'user', 'assistant']), content: Type.String() }),
  ),
  request_id: Type.String(),
});
export type CompleteRequest = Static<typeof CompleteRequest>;

/** `text` is null where there is no model, or where it fails. */
export const CompleteResponse = Type.Object({
  text: Type.Union([Type.String(), Type.Null()]),
  usage: Type.Union([Usage, Type.Null()]),
  model: Type.String(),
});
export type CompleteResponse = Static<typeof CompleteResponse>;

/** POST /internal/embeddings. `model` names the one that is expected, if any. */
export const EmbeddingsRequest = Type.Object({
  caller: Caller,
  model: Type.Union([Type.String(), Type.Null()]),
  texts: Type.Array(Type.String()),
});
export type EmbeddingsRequest = Static<typeof EmbeddingsRequest>;
/** Each vector as base64 of 32-bit floats, little-endian. */
export const EmbeddingsResponse = Type.Object({
  model: Type.String(),
  dimension: Type.Integer(),
  tokens: Type.Integer(),
  vectors: Type.Array(Type.String()),
});
export type EmbeddingsResponse = Static<typeof EmbeddingsResponse>;

/** POST /internal/speech; answered as the bytes of one audio file. */
export const SpeechRequest = Type.Object({
  caller: Caller,
  model: Type.Union([Type.String(), Type.Null()]),
  text: Type.String(),
  voice: Type.String(),
  format: Type.Enum(['mp3', 'opus', 'wav', 'flac']),
});
export type SpeechRequest = Static<typeof SpeechRequest>;

/** Query of POST /internal/transcription, whose body is the file. */
export const TranscriptionRequest = Type.Object({
  model: Type.Optional(Type.String()),
  language: Type.Optional(Type.String()),
});
export type TranscriptionRequest = Static<typeof TranscriptionRequest>;
export const TranscriptionResponse = Type.Object({
  text: Type.String(),
  language: Type.Union([Type.String(), Type.Null()]),
  segments: Type.Array(
    Type.Object({
      start: Type.Number(),
      end: Type.Union([Type.Number(), Type.Null()]),
      text: Type.String(),
    }),
  ),
  words: Type.Array(Type.Object({ start: Type.Number(), end: Type.Number(), text: Type.String() })),
});
export type TranscriptionResponse = Static<typeof TranscriptionResponse>;

/** POST /internal/search */
export const SearchRequest = Type.Object({
  caller: Type.Optional(Caller),
  instance_id: Type.String(),
  query: Type.String(),
  top_k: Type.Integer({ minimum: 1, maximum: MAX_TOP_K }),
  filters: Type.Union([SearchFilters, Type.Null()]),
});
export type SearchRequest = Static<typeof SearchRequest>;

export const SearchResult = Type.Object({
  td_id: Type.String(),
  version: Type.Integer(),
  title: Type.String(),
  /** content.slice(start, end) of that version of the page, offsets in UTF-16 code units. */
  text: Type.String(),
  score: Type.Number(),
  start: Type.Integer(),
  end: Type.Integer(),
});
export const SearchResponse = Type.Object({
  results: Type.Array(SearchResult),
  warnings: Type.Optional(Type.Array(Type.String())),
});
export type SearchResponse = Static<typeof SearchResponse>;

export const passageKinds = ['text', 'list', 'table', 'code', 'heading'] as const;

/** A passage of a page as it is found, shown and quoted. */
export const PageExcerpt = Type.Object({
  n: Type.Integer({ minimum: 0, description: 'Its place in the page, from 0.' }),
  start: Type.Integer({ description: 'Where it begins in the content, in UTF-16 code units.' }),
  end: Type.Integer({ description: 'Where it ends.' }),
  text: Type.String({ description: '`content.slice(start, end)` of that version of the page.' }),
  kind: Type.Enum([...passageKinds], { description: 'What most of it is.' }),
  headings: Type.Array(Type.String(), { description: 'The headings above it, outermost first.' }),
  language: Type.String({ description: 'ISO 639 code; `und`: not known.' }),
});
export type PageExcerpt = Static<typeof PageExcerpt>;

/** POST /internal/passages: the passages of a page's live version, `limit` of them from ordinal `from` on. */
export const PassagesRequest = Type.Object({
  instance_id: Type.String(),
  td_id: Type.String(),
  from: Type.Integer({ minimum: 0 }),
  limit: Type.Integer({ minimum: 1 }),
});
export type PassagesRequest = Static<typeof PassagesRequest>;

/** `version` is 0 where no version is live; `is_indexed` is false while the index lacks the live one. */
export const PassagesResponse = Type.Object({
  version: Type.Integer(),
  is_indexed: Type.Boolean(),
  total: Type.Integer(),
  passages: Type.Array(PageExcerpt),
});
export type PassagesResponse = Static<typeof PassagesResponse>;

/** POST /internal/group-questions: which of these ask the same, as far as their words tell. */
export const GroupQuestionsRequest = Type.Object({ texts: Type.Array(Type.String()) });
export type GroupQuestionsRequest = Static<typeof GroupQuestionsRequest>;
/** Places in `texts`, each in one group, in their order; groups in the order of their first. */
export const GroupQuestionsResponse = Type.Object({ groups: Type.Array(Type.Array(Type.Integer())) });
export type GroupQuestionsResponse = Static<typeof GroupQuestionsResponse>;

/** What one real call to a model of the install showed. */
export const ModelCheck = Type.Object({
  /** `chat`, `embedding`, `rerank`, `transcription` or `speech`. */
  role: Type.String(),
  model: Type.String(),
  /** The address of its server, without secrets. */
  server: Type.String(),
  duration_ms: Type.Integer(),
  /** Null: it answers as it should. */
  problem: Type.Union([Type.Object({ text: Type.String(), todo: Type.String() }), Type.Null()]),
});
export type ModelCheck = Static<typeof ModelCheck>;

/** POST /internal/model-checks: one small real call to each model that has a server. */
export const ModelChecksResponse = Type.Object({ models: Type.Array(ModelCheck) });
export type ModelChecksResponse = Static<typeof ModelChecksResponse>;

/** POST /internal/prompts */
export const PromptsRequest = Type.Object({
  caller: Type.Optional(Caller),
  instance_id: Type.String(),
  topics: Type.Array(Type.String()),
  context: Type.Union([Type.String(), Type.Null()]),
  count: Type.Union([Type.Integer({ minimum: 1, maximum: 50 }), Type.Null()]),
});
export type PromptsRequest = Static<typeof PromptsRequest>;

export const PromptItem = Type.Object({
  prompt: Type.String(),
  topic: Type.String(),
  answerable: Type.Boolean(),
  evidence: Type.Array(Type.String()),
});
export const PromptsResponse = Type.Object({
  prompts: Type.Array(Type.String()),
  items: Type.Array(PromptItem),
  gaps: Type.Array(Type.String()),
  warnings: Type.Optional(Type.Array(Type.String())),
});
export type PromptsResponse = Static<typeof PromptsResponse>;

/** POST /internal/review-checks: what a reviewer should see beside each proposed text. */
export const ReviewChecksRequest = Type.Object({
  instance_id: Type.String(),
  texts: Type.Array(Type.String()),
});
export type ReviewChecksRequest = Static<typeof ReviewChecksRequest>;

/** A list of checks for each text, in the order of `texts`. */
export const ReviewChecksResponse = Type.Object({ checks: Type.Array(Type.Array(ReviewCheck)) });
export type ReviewChecksResponse = Static<typeof ReviewChecksResponse>;
