import { grantScope } from '@persona/contracts';
import { encodePage } from '@persona/search';
import { expect, onTestFinished, test } from 'vitest';
import { readPassages } from './read-passages.ts';
import { openTestService } from './testing/chat-service.ts';

test('a version that is replaced while it is read is not shown', async () => {
  const { seed, documents, search, close } = await openTestService();
  onTestFinished(close);
  const persona = await seed.persona();
  const scope = grantScope(persona);
  const page = await seed.page(persona, { title: 'Lamp', content: 'The lamp is out.' });
  const put = (version: number, content: string) =>
    search.put(scope, [encodePage({ page_id: page.id, version, title: 'Lamp', content })]);
  await put(2, 'The lamp burns.');
  const read = (replace: () => Promise<unknown>) =>
    readPassages(
      {
        documents,
        search: {
          ...search,
          read: async (...asked) => {
            const found = await search.read(...asked);
            await replace();
            return found;
          },
        },
      },
      { instance_id: persona, td_id: page.id, from: 0, limit: 10 },
    );
  const moveTo = (live_version: number) => documents.pages.update(scope, page.id, { set: { live_version } });
  const shown = await read(() => moveTo(2));
  expect(shown).toMatchObject({ version: 2, is_indexed: true, passages: [{ text: 'The lamp burns.' }] });

  // It is never shown what is replaced again and again.
  let version = 2;
  const never = await read(() => moveTo(++version));
  expect(never).toMatchObject({ is_indexed: false, passages: [] });
  await expect(
    read(() => documents.pages.update(scope, page.id, { set: { deleted_at: new Date().toISOString() } })),
  ).rejects.toMatchObject({ code: 'not_found' });
});
