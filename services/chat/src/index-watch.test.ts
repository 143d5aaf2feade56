import { grantScope } from '@persona/contracts';
import { createMetrics } from '@persona/runtime';
import { ageIndexes, eventually, tempFolder } from '@persona/testing';
import path from 'node:path';
import { createSqliteDocumentStore } from '@persona/documents';
import { createSqliteSearchIndex, encodePage } from '@persona/search';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { watchIndex } from './index-watch.ts';
import { openTestService, type TestService } from './testing/chat-service.ts';

let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(() => service.close());

const asked = 'Where do the plovers breed?';
const answerOf = async (instance_id: string) => {
  const { body } = await service.chat({ instance_id, message: asked });
  return body as { answer_type: string; response: string; warnings?: string[] };
};

test('a reply warns of pages that are not searched, and does not plainly say that it knows nothing', async () => {
  const one = await service.seed.persona();
  await service.seed.page(one, {
    title: 'Plovers',
    content: 'The plovers breed on the shingle of the spit.',
  });
  await service.seed.page(one, { title: 'Terns', content: 'The terns fish off the bar at low water.' });
  const other = await service.seed.persona();
  await service.seed.page(other, { title: 'Gulls', content: 'The gulls follow the boats home.' });
  expect(await answerOf(one)).toMatchObject({ answer_type: 'grounded' });
  expect((await answerOf(one)).warnings).toBeUndefined();

  await service.search.removeInstance(grantScope(one));
  const lost = await answerOf(one);
  expect(lost).toMatchObject({ answer_type: 'no_answer', response: expect.stringMatching(/still reading/) });
  expect(lost.warnings).toEqual([expect.stringMatching(/^2 of 2 pages are not searched yet \(0 % are\)/)]);
  // Another persona is as sure of itself as before.
  const plain = await answerOf(other);
  expect(plain).toMatchObject({ answer_type: 'no_answer', response: expect.not.stringMatching(/still/) });
  expect(plain.warnings).toBeUndefined();
});

test('readiness tells how full the index is, over all personas', async () => {
  const persona = await service.seed.persona();
  const page = await service.seed.page(persona, { title: 'One', content: 'The first page of all.' });
  const metrics = createMetrics('test');
  const watch = watchIndex({ ...service, metrics });
  await watch.firstRound;
  const share = () => Number(/^filling (\d+) %$/.exec(watch.note() ?? '')?.[1] ?? 100);
  const before = share();
  await service.search.removePages(grantScope(persona), [page.id]);
  await eventually(() => share() < before);
  await eventually(async () => /^persona_pages_not_indexed\S* [1-9]/m.test(await metrics.registry.metrics()));
  await watch.stop();
});

test('after an upgrade the index of the version before answers as today’s does, until that one is whole', async () => {
  const folder = tempFolder();
  const documents = createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') });
  const searchFolder = path.join(folder.path, 'search');
  const openSearch = () => createSqliteSearchIndex({ folder: searchFolder });
  const openService = (search: ReturnType<typeof openSearch>) =>
    openTestService({ beside: { documents, search } });
  const contents = {
    Plovers:
      '# Birds\n\nThe plovers breed on the shingle of the spit.\n\n| bird | pairs |\n|--|--|\n| plover | 31 |\n',
    Terns: 'The terns fish off the bar at low water.',
    Gulls: 'The gulls follow the boats home.',
  };
  const questions = [
    asked,
    'Where do the terns fish?',
    'How many pairs of the plover are there?',
    'What do the gulls follow?',
  ];

  const searchBefore = openSearch();
  const before = await openService(searchBefore);
  const persona = await before.seed.persona();
  const scope = grantScope(persona);
  const pages = await Promise.all(
    Object.entries(contents).map(([title, content]) => before.seed.page(persona, { title, content })),
  );
  const answersOf = async ({ chat }: TestService) => {
    const answers = [];
    for (const message of questions) {
      const { body } = await chat({ instance_id: persona, message });
      answers.push({ response: body.response, type: body.answer_type, warnings: body.warnings ?? [] });
    }
    return answers;
  };
  const answers = await answersOf(before);
  expect(answers.map(({ type, warnings }) => [type, warnings])).toEqual(
    questions.map(() => ['grounded', []]),
  );
  await before.close();
  await searchBefore.close();

  ageIndexes(searchFolder);
  const search = openSearch();
  const after = await openService(search);
  onTestFinished(async () => {
    await after.close();
    await search.close();
    await documents.close();
    folder.remove();
  });
  const state = async () => {
    const watch = watchIndex({ documents, search, metrics: createMetrics('test') });
    await watch.firstRound;
    const note = watch.note();
    await watch.stop();
    return note;
  };
  expect(await state()).toBe('rebuilding 0 %');
  expect(await answersOf(after)).toEqual(answers);
  for (const [n, { id, title }] of pages.entries()) {
    const content = contents[title as keyof typeof contents];
    await search.put(scope, [encodePage({ page_id: id, version: 1, title, content })]);
    expect(await answersOf(after)).toEqual(answers);
    expect(await state()).toBe(['rebuilding 33 %', 'rebuilding 66 %', undefined][n]);
  }
  await search.removeOlder(scope);
  expect(await answersOf(after)).toEqual(answers);
});

test('an index of the version before answers for its pages also where today’s holds as many others', async () => {
  const folder = tempFolder();
  const documents = createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') });
  const searchFolder = path.join(folder.path, 'search');
  const searchBefore = createSqliteSearchIndex({ folder: searchFolder });
  const before = await openTestService({ beside: { documents, search: searchBefore } });
  const persona = await before.seed.persona();
  const scope = grantScope(persona);
  const birds = ['tern', 'plover', 'dunlin', 'gull'];
  const contentOf = (bird: string) => `The ${bird} sleeps behind the ${bird} stone.`;
  const pages: { id: string }[] = [];
  for (const bird of birds)
    pages.push(await before.seed.page(persona, { title: bird, content: contentOf(bird) }));
  // Workers of both versions have indexed them in turn.
  await searchBefore.removePages(
    scope,
    pages.slice(1, 3).map(({ id }) => id),
  );
  await before.close();
  await searchBefore.close();
  ageIndexes(searchFolder);
  const search = createSqliteSearchIndex({ folder: searchFolder });
  const after = await openTestService({ beside: { documents, search } });
  onTestFinished(async () => {
    await after.close();
    await search.close();
    await documents.close();
    folder.remove();
  });
  await search.put(
    scope,
    [1, 2].map((n) =>
      encodePage({
        page_id: String(pages[n]?.id),
        version: 1,
        title: String(birds[n]),
        content: contentOf(String(birds[n])),
      }),
    ),
  );
  expect([await search.countPages(scope), await search.countWithOlder(scope)]).toEqual([2, 2]);
  for (const bird of birds) {
    const { body } = await after.chat({ instance_id: persona, message: `Where does the ${bird} sleep?` });
    expect([bird, body.answer_type]).toEqual([bird, 'grounded']);
  }
});
