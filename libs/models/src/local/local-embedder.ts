import { Worker } from 'node:worker_threads';
import type { Embedder } from '../models.ts';
import { providerError } from '../provider-error.ts';
import type { EmbeddingResult, EmbeddingTask } from './embedding-thread.ts';
import { isInstalled, localFolder } from './local-folder.ts';
import { LOCAL_PREFIX } from './local-models.ts';

/** Texts that are in the thread at once: so few wait no longer than a blink when their caller goes away. */
const MAX_IN_THREAD = 8;

interface Waiting {
  resolve: (vector: Float32Array) => void;
  reject: (error: Error) => void;
}

/**
 * An embedding model that runs in a thread of this process, from a folder in which `npm run persona -- models
 * add` has put it. The thread starts with the first text. Throws an Error where the model is not installed.
 */
export function createLocalEmbedder(models: string, name: string): Embedder {
  const folder = localFolder(models, name);
  if (!isInstalled(folder))
    throw new Error(
      `EMBEDDING_MODEL=${LOCAL_PREFIX}${name} is not in ${models}: run "npm run persona -- models add ${name}", then start again.`,
    );
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let count = 0;

  const start = (): Worker => {
    const worker = new Worker(new URL('./embedding-thread.ts', import.meta.url), {
      name: 'embedding',
      workerData: folder,
    });
    let failure: unknown;
    worker.on('message', (result: EmbeddingResult) => {
      const task = waiting.get(result.id);
      waiting.delete(result.id);
      if (waiting.size === 0) worker.unref();
      if ('vector' in result) task?.resolve(result.vector);
      else task?.reject(failed(name, new Error(result.error)));
    });
    worker.on('error', (error) => (failure = error));
    worker.on('exit', () => {
      if (thread === worker) thread = undefined;
      for (const { reject } of waiting.values()) reject(failed(name, failure));
      waiting.clear();
    });
    return worker;
  };

  const embedOne = (text: string): Promise<Float32Array> => {
    const { promise, resolve, reject } = Promise.withResolvers<Float32Array>();
    thread ??= start();
    const id = ++count;
    waiting.set(id, { resolve, reject });
    // Only what is waited for keeps the process alive.
    thread.ref();
    const task: EmbeddingTask = { id, text };
    thread.postMessage(task, []);
    return promise;
  };

  let dimension: number | undefined;
  const embedder: Embedder = {
    async dimension(options) {
      dimension ??= (await embedder.embed(['dimension'], options))[0]?.length ?? 0;
      return dimension;
    },
    async embed(texts, { signal } = {}) {
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += MAX_IN_THREAD) {
        signal?.throwIfAborted();
        vectors.push(...(await Promise.all(texts.slice(from, from + MAX_IN_THREAD).map(embedOne))));
      }
      return vectors;
    },
  };
  return embedder;
}

const failed = (name: string, cause: unknown) =>
  providerError(
    `The embedding model ${LOCAL_PREFIX}${name} failed${cause instanceof Error ? ` (${cause.message})` : ''}.`,
    'provider_down',
    cause,
  );
