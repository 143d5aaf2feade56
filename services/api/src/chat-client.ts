import type { Readable } from 'node:stream';
import {
  AppError,
  INTERNAL_TOKEN_HEADER,
  errorTable,
  type ChatAnswer,
  type ChatCancel,
  type ChatCancelled,
  type ChatFollow,
  type ChatTurn,
  type CompleteRequest,
  type CompleteResponse,
  type EmbeddingsRequest,
  type EmbeddingsResponse,
  type ErrorBody,
  type GroupQuestionsRequest,
  type GroupQuestionsResponse,
  type ModelChecksResponse,
  type PassagesRequest,
  type PassagesResponse,
  type PromptsRequest,
  type PromptsResponse,
  type ReviewChecksRequest,
  type ReviewChecksResponse,
  type SearchRequest,
  type SearchResponse,
  type SpeechRequest,
  type TranscriptionRequest,
  type TranscriptionResponse,
} from '@persona/contracts';
import { Pool } from 'undici';

/**
 * The gateway's client of the chat service: the only HTTP that leaves this process. Errors of the service
 * keep their codes; while it is unavailable every call throws `not_ready`.
 */
export interface ChatClient {
  answer(turn: ChatTurn, signal?: AbortSignal): Promise<ChatAnswer>;
  /**
   * Returns the answer as server-sent events, byte for byte and as soon as the chat service writes them.
   * Errors before the first event throw; later ones are an `error` event in the stream.
   */
  stream(turn: ChatTurn, signal?: AbortSignal): Promise<Readable>;
  /** The events of an answer in progress or of a finished one, in the form of `stream`. */
  follow(asked: ChatFollow, signal?: AbortSignal): Promise<Readable>;
  cancel(asked: ChatCancel, signal?: AbortSignal): Promise<ChatCancelled>;
  /** What the model alone says to messages; `text` is null where none can. */
  complete(request: CompleteRequest, signal?: AbortSignal): Promise<CompleteResponse>;
  embeddings(request: EmbeddingsRequest, signal?: AbortSignal): Promise<EmbeddingsResponse>;
  /** The spoken text as the bytes of one file; a failure before the first bytes throws. */
  speech(request: SpeechRequest, signal?: AbortSignal): Promise<Readable>;
  transcribe(file: Readable, options: TranscriptionRequest): Promise<TranscriptionResponse>;
  search(request: SearchRequest, signal?: AbortSignal): Promise<SearchResponse>;
  groupQuestions(request: GroupQuestionsRequest, signal?: AbortSignal): Promise<GroupQuestionsResponse>;
  checkModels(signal?: AbortSignal): Promise<ModelChecksResponse>;
  passages(request: PassagesRequest, signal?: AbortSignal): Promise<PassagesResponse>;
  prompts(request: PromptsRequest, signal?: AbortSignal): Promise<PromptsResponse>;
  reviewChecks(request: ReviewChecksRequest, signal?: AbortSignal): Promise<ReviewChecksResponse>;
  /**
   * Rejects while no chat service answers. Whether the service can do its work is for a load balancer to
   * check.
   */
  ready(): Promise<void>;
  /** How full the index was when `ready` was last asked: `filling 40 %`; undefined when whole or unknown. */
  indexNote(): string | undefined;
  close(): Promise<void>;
}

export interface ChatClientOptions {
  /** Where the chat service listens. */
  url: string;
  token: string;
  /** The longest time to the first byte of a reply; a model may take long. */
  headersTimeoutMs?: number;
}

export function createChatClient({ url, token, headersTimeoutMs = 180_000 }: ChatClientOptions): ChatClient {
  const base = new URL(url);
  const pool = new Pool(base.origin, {
    connect: { timeout: 3000 },
    connections: 512,
    headersTimeout: headersTimeoutMs,
    // A stream pings every 15 s, so one that is silent for longer is dead.
    bodyTimeout: 60_000,
    keepAliveTimeout: 30_000,
    pipelining: 1,
  });
  let indexNote: string | undefined;
  const prefix = base.pathname.replace(/\/$/, '');

  const send = async (
    path: string,
    body: string | Readable,
    type: string,
    accept = 'application/json',
    signal?: AbortSignal,
  ) => {
    let response;
    try {
      response = await pool.request({
        method: 'POST',
        path: `${prefix}${path}`,
        headers: { 'content-type': type, accept, [INTERNAL_TOKEN_HEADER]: token },
        body,
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      throw signal?.aborted ? error : unavailable(error);
    }
    if (response.statusCode >= 400) throw await errorOf(response);
    return response;
  };
  const call = (path: string, body: unknown, accept: string, signal?: AbortSignal) =>
    send(path, JSON.stringify(body), 'application/json', accept, signal);
  const json = async <T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> => {
    const response = await call(path, body, 'application/json', signal);
    try {
      return (await response.body.json()) as T;
    } catch (error) {
      throw signal?.aborted ? error : unavailable(error);
    }
  };

  return {
    answer: (turn, signal) => json('/internal/chat', turn, signal),
    stream: async (turn, signal) => (await call('/internal/chat', turn, 'text/event-stream', signal)).body,
    follow: async (asked, signal) =>
      (await call('/internal/chat-events', asked, 'text/event-stream', signal)).body,
    cancel: (asked, signal) => json('/internal/chat-cancel', asked, signal),
    complete: (request, signal) => json('/internal/complete', request, signal),
    embeddings: (request, signal) => json('/internal/embeddings', request, signal),
    speech: async (request, signal) => (await call('/internal/speech', request, '*/*', signal)).body,
    transcribe: async (file, options) => {
      const query = new URLSearchParams(Object.entries(options)).toString();
      const response = await send(`/internal/transcription?${query}`, file, 'application/octet-stream');
      return (await response.body.json()) as TranscriptionResponse;
    },
    search: (request, signal) => json('/internal/search', request, signal),
    groupQuestions: (request, signal) => json('/internal/group-questions', request, signal),
    checkModels: (signal) => json('/internal/model-checks', {}, signal),
    passages: (request, signal) => json('/internal/passages', request, signal),
    prompts: (request, signal) => json('/internal/prompts', request, signal),
    reviewChecks: (request, signal) => json('/internal/review-checks', request, signal),
    ready: async () => {
      const response = await pool.request({
        method: 'GET',
        path: `${prefix}/healthz`,
        headersTimeout: 2000,
        bodyTimeout: 2000,
      });
      const { index = 'ok' } = (await response.body.json()) as { index?: string };
      indexNote = index === 'ok' ? undefined : index;
      if (response.statusCode !== 200) throw new AppError('not_ready', 'The chat service does not answer.');
    },
    indexNote: () => indexNote,
    close: () => pool.destroy(),
  };
}

const unavailable = (cause: unknown): AppError =>
  new AppError('not_ready', 'The part that answers is starting or unreachable; try again in a moment.', {
    cause,
    retryAfter: 2,
  });

/** The chat service uses our error body; any other reply is its fault, not the caller's. */
async function errorOf(response: {
  statusCode: number;
  headers: Record<string, unknown>;
  body: { json(): Promise<unknown> };
}) {
  const body = (await response.body.json().catch(() => null)) as Partial<ErrorBody> | null;
  const code = body?.error?.code;
  if (!code || !(code in errorTable))
    return unavailable(new Error(`the chat service answered ${response.statusCode}`));
  const {
    message,
    param,
    details,
    type: _type,
    retryable: _retryable,
    request_id: _id,
    code: _code,
    ...extra
  } = body.error as ErrorBody['error'] & Record<string, unknown>;
  const retryAfter = Number(response.headers['retry-after']);
  return new AppError(code, message, {
    param: param ?? undefined,
    details,
    extra,
    ...(Number.isFinite(retryAfter) && retryAfter > 0 ? { retryAfter } : {}),
  });
}
