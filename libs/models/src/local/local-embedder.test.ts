import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@persona/contracts';
import { tempFolder } from '@persona/testing';
import { afterAll, expect, test } from 'vitest';
import { createModels } from '../create-models.ts';
import { localFolder, runtimePackage } from './local-folder.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

// Stands in for the runtime, which is not installed with the project: it "computes" one vector a token, whose
// direction is the token's number, and fails or dies at a word.
const RUNTIME = `
class Tensor { constructor(type, data, dims) { Object.assign(this, { type, data, dims }); } }
const session = {
  inputNames: ['input_ids', 'attention_mask'],
  outputNames: ['last_hidden_state'],
  async run(feeds) {
    if (Object.keys(feeds).join() !== 'input_ids,attention_mask') throw new Error('other inputs');
    const ids = [...feeds.input_ids.data].map(Number);
    if (ids.includes(6)) throw new Error('it fails');
    if (ids.includes(7)) process.exit(3);
    const data = new Float32Array(ids.length * 8);
    ids.forEach((id, i) => (data[i * 8 + id] = 1));
    return { last_hidden_state: { data, dims: [1, ids.length, 8] } };
  },
};
exports.Tensor = Tensor;
exports.InferenceSession = { create: async () => session };
`;
const TOKENIZER = {
  version: '1.0',
  truncation: { max_length: 4 },
  added_tokens: ['[PAD]', '[CLS]', '[SEP]', '[UNK]'].map((content, id) => ({ id, content, special: true })),
  normalizer: null,
  pre_tokenizer: { type: 'Whitespace' },
  post_processor: { type: 'BertProcessing', sep: ['[SEP]', 2], cls: ['[CLS]', 1] },
  decoder: null,
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: { '[PAD]': 0, '[CLS]': 1, '[SEP]': 2, '[UNK]': 3, cat: 4, dog: 5, fault: 6, end: 7 },
  },
};

function install(name: string): void {
  const { model, tokenizer, runtime } = localFolder(folder.path, name);
  for (const one of [path.dirname(model), runtimePackage(runtime)]) mkdirSync(one, { recursive: true });
  writeFileSync(model, 'read by the stand-in');
  writeFileSync(tokenizer, JSON.stringify(TOKENIZER));
  writeFileSync(path.join(runtime, 'package.json'), '{}');
  writeFileSync(path.join(runtimePackage(runtime), 'index.js'), RUNTIME);
}

const modelOf = (name: string) => {
  const { embedding } = createModels({ EMBEDDING_MODEL: `local:${name}`, MODELS_DIR: folder.path });
  if (!embedding) throw new Error('no model');
  return embedding;
};

const unit = (counts: number[]) => {
  const length = Math.hypot(...counts);
  return counts.map((count) => expect.closeTo(count / length, 5) as number);
};

test('a model that is not installed is an error that says how to install it', () => {
  expect(() => modelOf('none-such')).toThrow(/local:none-such is not in .*models add none-such/);
  expect(() => modelOf('../outside')).toThrow(/no name of a model/);
});

test('texts become vectors of unit length, in order, the mean of their tokens, and long ones are cut', async () => {
  install('tiny');
  const model = modelOf('tiny');
  expect(model.name).toBe('local:tiny');
  const [cat, both, long] = await model.embed(['cat', 'cat dog', 'cat cat dog dog dog']);
  expect([...(cat as Float32Array)]).toEqual(unit([0, 1, 1, 0, 1, 0, 0, 0]));
  expect([...(both as Float32Array)]).toEqual(unit([0, 1, 1, 0, 1, 1, 0, 0]));
  // Four tokens at most, of which the first and the last are not words.
  expect([...(long as Float32Array)]).toEqual(unit([0, 1, 1, 0, 2, 0, 0, 0]));
  expect(await model.dimension()).toBe(8);
  expect(await model.embed(Array.from({ length: 40 }, () => 'house'))).toHaveLength(40);
});

test('a fault of one text is an error of its call, and the next call is answered', async () => {
  install('tiny');
  const model = modelOf('tiny');
  const failed = await model.embed(['cat', 'fault']).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(AppError);
  expect(failed).toMatchObject({ code: 'provider_error', extra: { reason: 'provider_down' } });
  expect(await model.embed(['dog'])).toHaveLength(1);
});

test('a thread that ends fails what it was asked, and a new one answers the next', async () => {
  install('tiny');
  const model = modelOf('tiny');
  const ended = await Promise.allSettled([model.embed(['end']), model.embed(['cat'])]);
  expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await model.embed(['cat'])).toHaveLength(1);
});

test('who goes away is not worked for', async () => {
  install('tiny');
  const stop = new AbortController();
  stop.abort(new Error('gone'));
  await expect(modelOf('tiny').embed(['cat'], { signal: stop.signal })).rejects.toThrow('gone');
});
