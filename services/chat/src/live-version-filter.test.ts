import { newId, grantScope } from '@persona/contracts';
import { encodePage } from '@persona/search';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestService, type TestService } from './testing/chat-service.ts';

describe('the live-version filter', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await openTestService();
  });
  afterAll(() => service.close());

  test('a deleted page and versions that are not live are never quoted, found or counted', async () => {
    const { seed, search, documents } = service;
    const ada = await seed.persona();
    const scope = grantScope(ada);
    const old = await seed.page(ada, { title: 'Height', content: 'The tower is 46 metres tall.' });
    const dead = await seed.page(ada, {
      title: 'Secret',
      content: 'The tower is 99 metres tall, says the deleted page.',
    });
    // A newer version is indexed, but not live yet; another page is deleted, but still indexed.
    const next = { page_id: old.id, version: 2, title: 'Height', content: 'The tower is 52 metres tall.' };
    await search.put(scope, [encodePage(next)]);
    await documents.pages.update(scope, dead.id, { set: { deleted_at: new Date().toISOString() } });
    const ask = async () =>
      (await service.chat({ instance_id: ada, message: 'How tall is the tower?' })).body;
    expect((await ask()).response).toBe('The tower is 46 metres tall.');
    await documents.pages.update(scope, old.id, {
      set: { live_version: 2, version: 2, metadata: { new: true } },
    });
    const body = await ask();
    expect(body.response).toBe('The tower is 52 metres tall.');
    expect(body.citations).toMatchObject([{ td_id: old.id, version: 2, metadata: { new: true } }]);
    const found = (
      await service.post('search', { instance_id: ada, query: 'tower', top_k: 10, filters: null })
    ).json<{
      results: { version: number; text: string }[];
    }>();
    expect(found.results.map(({ text }) => text)).toEqual(['The tower is 52 metres tall.']);
  });

  test('the topics that may be asked about are those of live pages that the filters let through', async () => {
    const { seed, documents, chat } = service;
    const ada = await seed.persona();
    const scope = grantScope(ada);
    const lamps = await seed.page(ada, {
      title: 'Lamps of the coast',
      content: 'Eleven lamps burn on the coast.',
      metadata: { shelf: 'light' },
    });
    await seed.page(ada, {
      title: 'Knots',
      content: 'A bowline does not slip.',
      metadata: { shelf: 'rope' },
    });
    const dead = await seed.page(ada, { title: 'Debts', content: 'I owe the chandler forty crowns.' });
    await documents.pages.update(scope, dead.id, { set: { deleted_at: new Date().toISOString() } });
    const turn = { instance_id: ada, message: 'What can I ask you?', message_id: 'topics' };
    const all = (await chat(turn)).body;
    expect(all.response).toContain('Knots · Lamps of the coast');
    expect(all.response).not.toContain('Debts');
    expect(all.citations.map(({ quote }) => quote)).toEqual([
      'A bowline does not slip.',
      'Eleven lamps burn on the coast.',
    ]);
    const some = (await chat({ ...turn, message_id: 'light', filters: { 'metadata.shelf': 'light' } })).body;
    expect(some.response).not.toContain('Knots');
    // What was said of a page goes with it.
    await documents.pages.update(scope, lamps.id, { set: { deleted_at: new Date().toISOString() } });
    const again = (await chat(turn)).body;
    expect(again.response).toContain('Knots');
    expect(JSON.stringify(again)).not.toContain('Lamps');
  });

  test('a page of that name is read whole, as it is live', async () => {
    const { seed, search, documents, chat } = service;
    const ada = await seed.persona();
    const scope = grantScope(ada);
    const content = 'My aunt made them.\n\n## Ingredients\n\n- 250 g flour\n- 4 eggs\n- a pinch of salt';
    const page = await seed.page(ada, { title: 'Pancakes', content });
    const newer = content.replace('4 eggs', '5 eggs');
    await search.put(scope, [
      encodePage({ page_id: page.id, version: 2, title: 'Pancakes', content: newer }),
    ]);
    const turn = { instance_id: ada, message: 'What do I need for the pancakes?' };
    expect((await chat(turn)).body.response).toBe('• 250 g flour\n• 4 eggs\n• a pinch of salt');
    await documents.pages.update(scope, page.id, { set: { live_version: 2, version: 2 } });
    expect((await chat(turn)).body.response).toContain('5 eggs');
  });

  test('an answer that is told again says nothing of a page that was deleted since, nor does the model hear it', async () => {
    const { seed, documents, chat, messages } = service;
    const ada = await seed.persona();
    const scope = grantScope(ada);
    const page = await seed.page(ada, {
      title: 'The safe',
      content: 'The safe opens with the word marmalade.',
    });
    const turn = { instance_id: ada, message: 'With which word does the safe open?', message_id: 'once' };
    const first = (await chat(turn)).body;
    expect(first.response).toContain('marmalade');
    await documents.pages.update(scope, page.id, { set: { deleted_at: new Date().toISOString() } });
    const again = (await chat(turn)).body;
    expect(again).toMatchObject({ message_id: first.message_id, response: '[…]' });
    expect(again.citations).toMatchObject([{ td_id: page.id, quote: '', deleted: true }]);
    expect(JSON.stringify(await service.events(turn))).not.toMatch(/marmalade|The safe"/);
    expect(await messages(ada, first.chat_id)).toHaveLength(2);
  });

  test('a page whose version is replaced between index and documents answers all the same', async () => {
    const { seed, search, documents } = service;
    const ada = await seed.persona();
    const scope = grantScope(ada);
    const page = await seed.page(ada, { title: 'Height', content: 'The tower is 46 metres tall.' });
    let asked = 0;
    const beside = {
      documents,
      search: {
        ...search,
        search: async (...request: Parameters<typeof search.search>) => {
          const hits = await search.search(...request);
          const version = 2 + asked++;
          if (version > 3) return hits;
          const content = `The tower is ${50 + version} metres tall.`;
          await search.put(scope, [encodePage({ page_id: page.id, version, title: 'Height', content })]);
          await documents.pages.update(scope, page.id, { set: { live_version: version, version } });
          await search.removeVersions(scope, [{ page_id: page.id, version: version - 1 }]);
          return hits;
        },
      },
    };
    const other = await openTestService({ beside });
    const reply = await other.post('search', { instance_id: ada, query: 'tower', top_k: 5, filters: null });
    await other.close();
    expect(reply.json<{ results: { text: string }[] }>().results.map(({ text }) => text)).toEqual([
      'The tower is 53 metres tall.',
    ]);
  });

  test('when what is found first is no longer live it asks once more', async () => {
    const ada = await service.seed.persona();
    const scope = grantScope(ada);
    const live = await service.seed.page(ada, {
      title: 'A',
      content: 'A note on the anchor, among many others.',
    });
    const stale = Array.from({ length: 40 }, (_, i) => ({
      page_id: newId('td'),
      version: 1,
      title: 'Anchor',
      content: `Anchor, anchor ${i}.`,
    }));
    await service.search.put(scope, stale.map(encodePage));
    const found = (
      await service.post('search', { instance_id: ada, query: 'anchor', top_k: 5, filters: null })
    ).json<{
      results: { td_id: string }[];
    }>();
    expect(found.results.map(({ td_id }) => td_id)).toEqual([live.id]);
    expect(await service.documents.pages.count(scope, {})).toBe(1);
  });

  test('a persona sees nothing of another', async () => {
    const [ada, eve] = [await service.seed.persona('Ada'), await service.seed.persona('Eve')];
    await service.seed.page(ada, { title: 'Diary', content: 'My safe opens with the word marmalade.' });
    const { body } = await service.chat({ instance_id: eve, message: 'With which word does the safe open?' });
    expect(body.answer_type).toBe('no_answer');
  });
});
