import { AppError, type Scope } from '@persona/contracts';
import type { EmbeddingModel } from '@persona/models';
import type { Metrics } from '@persona/runtime';
import {
  type EncodedPage,
  encodingHash,
  encodingText,
  type Passage,
  type SearchIndex,
  type VectorSpace,
} from '@persona/search';
import { Counter } from 'prom-client';

/**
 * Vectors for passages: from the index where it has them, from memory, else from the model. A fault of the
 * model is its AppError.
 */
export interface PassageEmbedder {
  /** The space of the configured model's vectors. */
  space(signal: AbortSignal): Promise<VectorSpace>;
  embed(
    scope: Scope,
    passages: readonly Pick<Passage, 'title' | 'headings' | 'text' | 'units'>[],
    signal: AbortSignal,
  ): Promise<Float32Array[]>;
  /**
   * Returns the same pages, each with its vectors; without any where a model that runs here would have to
   * make more than a few: these pages go live by their words, and get their vectors in the background.
   */
  addTo(scope: Scope, pages: readonly EncodedPage[], signal: AbortSignal): Promise<EncodedPage[]>;
}

/**
 * How many hashes are looked up in the index at once, and how many texts are sent to the model before their
 * vectors are kept: a fault loses no more.
 */
const LOOKUP_BATCH_SIZE = 256;
const EMBED_BATCH_SIZE = 32;
/** How many passages of pages that wait a model that runs here encodes at once: about 0.2 s. */
const MAX_WAITED_FOR = 4;
/** How many vectors are kept in memory until they are in the index. */
const MAX_KEPT_VECTORS = 2_000;

export function createPassageEmbedder(
  embedding: EmbeddingModel,
  search: SearchIndex,
  { registry }: Pick<Metrics, 'registry'>,
): PassageEmbedder {
  const embedded = new Counter({
    name: 'persona_passages_embedded_total',
    help: 'Passages that the embedding model was asked for.',
    registers: [registry],
  });
  const kept = new Map<string, Float32Array>();
  /** The server's last error with a Retry-After, and until when that holds. */
  let retryLater: { error: AppError; until: number } | undefined;

  /** Asks the server, unless it has asked to wait: then many jobs wait for one answer. */
  const ask = async <T>(work: () => Promise<T>): Promise<T> => {
    const left = ((retryLater?.until ?? 0) - Date.now()) / 1000;
    if (retryLater && left > 0) {
      const { code, message, extra } = retryLater.error;
      throw new AppError(code, message, { cause: retryLater.error, extra, retryAfter: Math.ceil(left) });
    }
    try {
      return await work();
    } catch (error) {
      if (error instanceof AppError && error.retryAfter !== undefined)
        retryLater = { error, until: Date.now() + error.retryAfter * 1000 };
      throw error;
    }
  };

  const space = async (signal: AbortSignal): Promise<VectorSpace> => ({
    model: embedding.name,
    dimension: await ask(() => embedding.dimension({ signal })),
  });

  const keep = (hash: string, vector: Float32Array): void => {
    kept.set(hash, vector);
    if (kept.size > MAX_KEPT_VECTORS) kept.delete(kept.keys().next().value ?? '');
  };

  /** The vectors of passages, or undefined where more than `max` would have to be made. */
  const embedUpTo = async (
    scope: Scope,
    passages: Parameters<PassageEmbedder['embed']>[1],
    max: number,
    signal: AbortSignal,
  ): Promise<Float32Array[] | undefined> => {
    const hashes = passages.map(encodingHash);
    const wanted = new Map(hashes.map((hash, i) => [hash, passages[i]]));
    const found = new Map<string, Float32Array>();
    const names = [...wanted.keys()];
    const own = await space(signal);
    for (let from = 0; from < names.length; from += LOOKUP_BATCH_SIZE)
      for (const [hash, vector] of await search.vectors(
        scope,
        own,
        names.slice(from, from + LOOKUP_BATCH_SIZE),
      ))
        found.set(hash, vector);
    for (const name of names) {
      const vector = kept.get(name);
      if (vector) found.set(name, vector);
    }
    const missing = names.filter((name) => !found.has(name));
    if (missing.length > max) return undefined;
    for (let from = 0; from < missing.length; from += EMBED_BATCH_SIZE) {
      signal.throwIfAborted();
      const sent = missing.slice(from, from + EMBED_BATCH_SIZE);
      const texts = sent.map((hash) => encodingText(wanted.get(hash) as (typeof passages)[number]));
      const vectors = await ask(() => embedding.embed(texts, { signal }));
      embedded.inc(sent.length);
      for (const [i, hash] of sent.entries()) {
        const vector = vectors[i] as Float32Array;
        keep(hash, vector);
        found.set(hash, vector);
      }
    }
    return hashes.map((hash) => found.get(hash) as Float32Array);
  };

  return {
    space,
    embed: async (scope, passages, signal) =>
      (await embedUpTo(scope, passages, Infinity, signal)) as Float32Array[],
    async addTo(scope, pages, signal) {
      const passages = pages.flatMap(({ title, passages: own }) =>
        own.map(({ headings, text, units }) => ({ title, headings, text, units })),
      );
      const max = embedding.runsHere ? MAX_WAITED_FOR : Infinity;
      const vectors = await embedUpTo(scope, passages, max, signal);
      if (!vectors) return [...pages];
      const own = await space(signal);
      let from = 0;
      return pages.map((page) => ({
        ...page,
        vectors: { space: own, values: vectors.slice(from, (from += page.passages.length)) },
      }));
    },
  };
}
