import { newId, grantScope } from '@persona/contracts';
import { createModels } from '@persona/models';
import { encodePage, openSearchIndex } from '@persona/search';
import { startModelServer, tempFolder } from '@persona/testing';
import { expect, test } from 'vitest';
import { checkVectors } from './check-vectors.ts';

test('doctor tells how far the vectors of another model are, and when it is unavailable', async () => {
  using folder = tempFolder();
  await using opened = new AsyncDisposableStack();
  const server = await startModelServer();
  const search = opened.adopt(await openSearchIndex(`sqlite:${folder.path}`), (one) => one.close());
  const settings = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'any', EMBEDDING_MODEL: 'new' };
  const { embedding } = createModels(settings);
  const scope = grantScope(newId('ins'));
  const space = { model: 'new', dimension: await embedding!.dimension() };
  const old = { model: 'old', dimension: 2 };
  const pages = ['The lamp burns oil.', 'The door is red.'].map((content, n) => {
    const page = encodePage({ page_id: `td_${n}`, version: 1, title: '', content });
    return { ...page, vectors: { space: old, values: page.passages.map(() => Float32Array.of(1, 0)) } };
  });
  await search.put(scope, pages);
  const check = () =>
    checkVectors(
      (async function* () {
        yield scope;
      })(),
      search,
      embedding!,
    );
  const encode = async (max: number) => {
    const passages = await search.withoutVector(scope, space, max);
    await search.addVectors(scope, space, passages, await embedding!.embed(passages.map(({ text }) => text)));
  };

  await encode(1);
  const half = await check();
  expect(half.state).toBe('note');
  expect(half.text).toContain('50 %  1 of 2 passages; 1 personas are searched by the model before');
  await encode(10);
  expect((await check()).text).toContain('100 %');
  await search.activateVectorSpace(scope, space);
  expect(await check()).toMatchObject({ state: 'ok' });

  await server.close();
  const { embedding: unavailable } = createModels(settings);
  expect(await checkVectors((async function* () {})(), search, unavailable!)).toMatchObject({
    state: 'wrong',
  });
});
