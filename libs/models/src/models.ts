import type { Sampling, Usage } from '@persona/contracts';

/**
 * The models a persona may use. Each is optional: what is not configured is `undefined` and the rest of the
 * system does without it.
 *
 * What every adapter promises
 * - The only host that is ever contacted is the configured one; redirects are refused.
 * - A failure is an AppError: `provider_timeout` when no answer came in time, else `provider_error`; its
 *   `extra.reason` is `provider_rate_limited`, `provider_refused` (our request or key is wrong: asking again
 *   will not help), `context_overflow` (the same with less may help) or `provider_down`.
 * - An aborted `signal` rejects with the signal's reason, nothing else does.
 */
export interface ChatModelMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

export interface ChatModelRequest {
  messages: readonly ChatModelMessage[];
  sampling?: Sampling | undefined;
  signal?: AbortSignal | undefined;
}

/** Texts in the order in which they were written, then exactly one `end`. */
export type ChatModelPart =
  | { type: 'text'; text: string }
  | {
      type: 'end';
      usage: Usage | null;
      /** The server's limit or ours cut the reply off. */
      truncated: boolean;
      /** The model does not take the sampling that was asked for, and answered without it. */
      samplingRefused?: boolean;
    };

export interface ChatModel {
  readonly name: string;
  /** Streams one reply; leaving the loop early ends the request. An empty reply is a `provider_error`. */
  stream(request: ChatModelRequest): AsyncIterable<ChatModelPart>;
}

/** What makes vectors of texts: a server, or a program of ours. */
export interface Embedder {
  /**
   * Returns one vector of unit length per text, in order. Batches by size, waits as `Retry-After` says, and
   * retries what can succeed later. Throws `provider_error` for a vector that is missing, zero, not finite or
   * of another dimension than those before.
   */
  embed(texts: readonly string[], options?: { signal?: AbortSignal | undefined }): Promise<Float32Array[]>;
  /** How many numbers a vector has. Asks once when no vector has shown it yet. */
  dimension(options?: { signal?: AbortSignal | undefined }): Promise<number>;
}

export interface EmbeddingModel extends Pick<Embedder, 'dimension'> {
  /** Names the vectors: equal names mean vectors that can be compared. */
  readonly name: string;
  /** Whether it takes this machine's processors, so that what can wait for its vectors should. */
  readonly runsHere: boolean;
  /** As an embedder does; `as` (default: passage) says which of the two the texts are: many models ask. */
  embed(
    texts: readonly string[],
    options?: { as?: 'query' | 'passage'; signal?: AbortSignal | undefined },
  ): Promise<Float32Array[]>;
  /** The model whose vectors have another name: that which was configured before. */
  sibling(name: string): EmbeddingModel;
}

export interface Reranker {
  readonly name: string;
  /** How well each text answers the query, in the order of the texts. Higher is better; there is no unit. */
  rerank(
    query: string,
    texts: readonly string[],
    options?: { signal?: AbortSignal | undefined },
  ): Promise<number[]>;
}

export interface Transcript {
  text: string;
  /** ISO 639 code, or null when the server does not say. */
  language: string | null;
  /**
   * In seconds from the start of the file. A server that gives no times yields one segment whose `end` is
   * null.
   */
  segments: { start: number; end: number | null; text: string }[];
  /** When each word is said, as far as the server tells. */
  words: SpokenWord[];
}

/** In seconds from the start of the file. */
export interface SpokenWord {
  start: number;
  end: number;
  text: string;
}

export interface Transcriber {
  readonly name: string;
  /** Transcribes the audio file at `path`. */
  transcribe(
    path: string,
    options?: { language?: string | undefined; signal?: AbortSignal | undefined },
  ): Promise<Transcript>;
}

export type SpeechFormat = 'mp3' | 'opus' | 'wav' | 'flac';

export interface Speech {
  readonly name: string;
  /** The spoken text, as the bytes of one audio file. */
  speak(
    text: string,
    options: { voice: string; format: SpeechFormat; signal?: AbortSignal | undefined },
  ): AsyncIterable<Uint8Array>;
}

export interface Models {
  chat: ChatModel | undefined;
  embedding: EmbeddingModel | undefined;
  reranker: Reranker | undefined;
  transcriber: Transcriber | undefined;
  speech: Speech | undefined;
}
