import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { localFolder } from '@persona/models';
import { tempFolder } from '@persona/testing';
import { afterAll, expect, test } from 'vitest';
import { addModel, listModels } from './models.ts';
import { UserError } from './user-error.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const source = path.join(folder.path, 'source');
mkdirSync(source);
const options = { progress: () => undefined, installRuntime: () => Promise.resolve() };
const refused = (what: Promise<unknown>) =>
  what.then(
    () => {
      throw new Error('it was accepted');
    },
    (error: unknown) => error as Error,
  );

test('a model that is not known is taken from a folder only', async () => {
  const error = await refused(addModel(folder.path, 'my-model', options));
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toMatch(/not known here.*all-minilm-l6-v2.*--from FOLDER/s);
  const lacking = await refused(addModel(folder.path, 'my-model', { ...options, from: source }));
  expect(lacking.message).toMatch(/has no model\.onnx/);
});

test('a file that is not the one that was tried is refused, and nothing is changed', async () => {
  writeFileSync(path.join(source, 'model.onnx'), 'another model');
  writeFileSync(path.join(source, 'tokenizer.json'), '{}');
  const hash = createHash('sha256').update('another model').digest('hex');
  const error = await refused(addModel(folder.path, 'all-minilm-l6-v2', { ...options, from: source }));
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toContain(hash);
  const { model } = localFolder(folder.path, 'all-minilm-l6-v2');
  expect(readdirSync(path.dirname(model))).toEqual([]);
});

test('a model that does not run here is told as such', async () => {
  const error = await refused(addModel(folder.path, 'my-model', { ...options, from: source }));
  expect(error).toBeInstanceOf(UserError);
  expect(existsSync(localFolder(folder.path, 'my-model').model)).toBe(true);
});

test('names that would leave the folder are refused', async () => {
  const error = await refused(addModel(folder.path, '../elsewhere', { ...options, from: source }));
  expect(error.message).toMatch(/no name of a model/);
});

test('what could be added is listed', async () => {
  const names = (await listModels(folder.path)).map(({ name }) => name);
  expect(names).toEqual(['all-minilm-l6-v2', 'e5-small-v2']);
});
