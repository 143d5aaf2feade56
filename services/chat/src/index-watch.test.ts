import { grantScope } from '@persona/contracts';
import { createMetrics } from '@persona/runtime';
import { eventually } from '@persona/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
