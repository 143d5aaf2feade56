import { AppError } from '@persona/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDeadline } from './deadline.ts';
import type { Embedder } from './models.ts';
import type { ModelClient } from './openai-client.ts';
import { brokenReply, timeoutError } from './provider-error.ts';

export interface EmbedderOptions {
  /** The most texts of one request, and the most estimated tokens of them together. */
  maxBatchTexts?: number;
  maxBatchTokens?: number;
  /** The most estimated tokens of one text; a longer text is cut. */
  maxTextTokens?: number;
  /** Milliseconds for one request. */
  timeoutMs?: number | undefined;
  /**
   * Requests for one batch, the first included, before its error is thrown to the caller, who knows better
   * what may wait. Default: 2.
   */
  attempts?: number;
  /**
   * The longest wait in seconds for which a server's `Retry-After` is followed; a longer one is for the
   * caller to schedule. Default: 1.
   */
  maxWaitSeconds?: number;
  /** Undefined until it is known: the first reply sets it. */
  dimension?: number | undefined;
}

/** Every model can read a text of this many characters. */
const MIN_TEXT_CHARACTERS = 200;

/** An embedding model behind `/embeddings`. */
export function createOpenAiEmbedder(
  client: ModelClient,
  name: string,
  options: EmbedderOptions = {},
): Embedder {
  const {
    maxBatchTexts = 128,
    maxBatchTokens = 16_000,
    maxTextTokens = 8000,
    timeoutMs = 60_000,
    attempts = 2,
    maxWaitSeconds = 1,
  } = options;
  let dimension = options.dimension;

  const request = async (texts: string[], signal: AbortSignal | undefined): Promise<Float32Array[]> => {
    const deadline = createDeadline(timeoutMs, signal);
    try {
      const reply = await (
        await client.openai()
      ).embeddings.create(
        // Plain numbers: not every server knows base64.
        { model: name, input: texts, encoding_format: 'float' },
        { signal: deadline.signal, timeout: timeoutMs },
      );
      const vectors: Float32Array[] = [];
      for (const item of reply.data ?? []) vectors[item.index] = toUnitVector(item.embedding);
      for (let i = 0; i < texts.length; i++) {
        const vector = vectors[i];
        if (!vector) throw brokenReply(`${vectors.length} vectors for ${texts.length} texts`);
        dimension ??= vector.length;
        if (vector.length !== dimension) {
          throw brokenReply(
            `a vector of ${vector.length} dimensions where ${name} had ${dimension}; index again after a change of model`,
          );
        }
      }
      return vectors;
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw deadline.expired ? timeoutError(error) : client.toError(error);
    } finally {
      deadline.clear();
    }
  };

  const embedBatch = async (texts: string[], signal: AbortSignal | undefined): Promise<Float32Array[]> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await request(texts, signal);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const reason = error.extra?.['reason'];
        // Our guess of the server's limits may be wrong: halve the batch, then the text, before giving up.
        if ((reason === 'provider_refused' || reason === 'context_overflow') && texts.length > 1) {
          const half = texts.length >> 1;
          const first = await embedBatch(texts.slice(0, half), signal);
          return [...first, ...(await embedBatch(texts.slice(half), signal))];
        }
        const [text = ''] = texts;
        if (isTooMuch(error) && text.length > MIN_TEXT_CHARACTERS)
          return embedBatch([text.slice(0, text.length >> 1).toWellFormed()], signal);
        const wait = error.retryAfter ?? 0.25 * 2 ** attempt;
        if (reason === 'provider_refused' || attempt >= attempts || wait > maxWaitSeconds) throw error;
        await sleep(wait * 1000, undefined, signal ? { signal } : {});
      }
    }
  };

  const embedder: Embedder = {
    async dimension({ signal } = {}) {
      if (dimension === undefined) await embedder.embed(['dimension'], { signal });
      return dimension ?? 0;
    },
    async embed(texts, { signal } = {}) {
      const vectors: Float32Array[] = [];
      for (const batch of toBatches(texts, maxBatchTexts, maxBatchTokens, maxTextTokens)) {
        vectors.push(...(await embedBatch(batch, signal)));
      }
      return vectors;
    },
  };
  return embedder;
}

/** Whether a server refused a text for its length. A wrong key or model name has another status. */
const isTooMuch = ({ cause, extra }: AppError): boolean =>
  extra?.['reason'] === 'context_overflow' ||
  [400, 413, 422].includes((cause as { status?: number } | undefined)?.status ?? 0);

/**
 * Estimates a text's tokens, never too low: letters of Latin scripts share tokens, others may take one each.
 */
export function estimateTokens(text: string): number {
  let narrow = 0;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 0x250) narrow++;
  return Math.ceil(narrow / 3 + (text.length - narrow)) + 1;
}

function* toBatches(
  texts: readonly string[],
  maxTexts: number,
  maxTokens: number,
  maxTextTokens: number,
): Generator<string[]> {
  let batch: string[] = [];
  let tokens = 0;
  for (const text of texts) {
    const cut = cutToTokens(text, maxTextTokens);
    const size = estimateTokens(cut);
    if (batch.length > 0 && (batch.length === maxTexts || tokens + size > maxTokens)) {
      yield batch;
      batch = [];
      tokens = 0;
    }
    batch.push(cut);
    tokens += size;
  }
  if (batch.length > 0) yield batch;
}

function cutToTokens(text: string, maxTokens: number): string {
  let cut = text;
  while (cut.length > 1 && estimateTokens(cut) > maxTokens) {
    cut = cut.slice(0, Math.max(1, Math.floor((cut.length * maxTokens) / estimateTokens(cut)) - 1));
  }
  // Servers refuse an empty text and half a surrogate pair.
  return cut.toWellFormed() || ' ';
}

function toUnitVector(numbers: number[]): Float32Array {
  let square = 0;
  for (const number of numbers) square += number * number;
  const length = Math.sqrt(square);
  if (!Number.isFinite(length) || length === 0) throw brokenReply('a vector that is zero or not finite');
  return Float32Array.from(numbers, (number) => number / length);
}
