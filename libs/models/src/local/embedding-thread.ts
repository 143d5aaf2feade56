import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { Tokenizer } from '@huggingface/tokenizers';
import type { LocalFolder } from './local-folder.ts';
import { LOCAL_RUNTIME } from './local-models.ts';

/** What is used of the runtime; it is installed beside the models, so that its types are not here. */
interface Tensor {
  data: Float32Array;
  dims: readonly number[];
}
interface Session {
  inputNames: readonly string[];
  outputNames: readonly string[];
  run(feeds: Record<string, unknown>): Promise<Record<string, Tensor>>;
}
interface Runtime {
  Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => unknown;
  InferenceSession: { create(file: string, options: object): Promise<Session> };
}

/** A text to encode, and its vector of unit length or why there is none. */
export interface EmbeddingTask {
  id: number;
  text: string;
}
export type EmbeddingResult = { id: number; vector: Float32Array } | { id: number; error: string };

const { model, tokenizer: tokenizerFile, runtime } = workerData as LocalFolder;

interface TokenizerFile {
  truncation?: { max_length?: number } | null;
}
const description = JSON.parse(readFileSync(tokenizerFile, 'utf8')) as TokenizerFile;
/** The most tokens of a text: models of this kind have places for 512 and were taught with fewer. */
const MAX_TOKENS = 512;
const maxTokens = Math.min(MAX_TOKENS, description.truncation?.max_length ?? MAX_TOKENS);
const tokenizer = new Tokenizer(description, {});

const ort = createRequire(path.join(runtime, 'package.json'))(LOCAL_RUNTIME.name) as Runtime;
const session = await ort.InferenceSession.create(model, {
  executionProviders: ['cpu'],
  // One core for vectors leaves the others to whoever asks.
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
});

/** The mean of what the model says of each token, as a vector of unit length. */
async function embed(text: string): Promise<Float32Array> {
  let ids: number[] = tokenizer.encode(text).ids;
  // The last token ends every text.
  if (ids.length > maxTokens) ids = [...ids.slice(0, maxTokens - 1), ids.at(-1) as number];
  const tensor = (value: (id: number) => number) =>
    new ort.Tensor(
      'int64',
      BigInt64Array.from(ids, (id) => BigInt(value(id))),
      [1, ids.length],
    );
  const inputs: Record<string, unknown> = {
    input_ids: tensor((id) => id),
    attention_mask: tensor(() => 1),
    token_type_ids: tensor(() => 0),
  };
  const output = await session.run(
    Object.fromEntries(session.inputNames.map((name) => [name, inputs[name]])),
  );
  const { data, dims } = output[session.outputNames[0] ?? ''] as Tensor;
  const dimension = dims.at(-1) ?? 0;
  const vector = new Float32Array(dimension);
  for (let i = 0; i < data.length; i++) vector[i % dimension] = (vector[i % dimension] ?? 0) + (data[i] ?? 0);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

const port = parentPort;
if (!port) throw new Error('this runs in a thread');
let last: Promise<void> = Promise.resolve();
port.on('message', ({ id, text }: EmbeddingTask) => {
  const before = last;
  last = (async () => {
    await before;
    try {
      const vector = await embed(text);
      port.postMessage({ id, vector } satisfies EmbeddingResult, [vector.buffer as ArrayBuffer]);
    } catch (error) {
      port.postMessage({ id, error: (error as Error).message } satisfies EmbeddingResult);
    }
  })();
});
