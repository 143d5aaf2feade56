import { createTimeSlices } from '@persona/queues';
import { showsText } from '@persona/text';
import { assert, asyncProperty, dictionary, jsonValue, string } from 'fast-check';
import { expect, test } from 'vitest';
import { draftPage } from './page-draft.ts';

test('equal pages have equal fingerprints whatever the order of their keys and the form of their characters', async () => {
  const draft = (input: Parameters<typeof draftPage>[0]) => draftPage(input, 0, 'pages', createTimeSlices());
  await assert(
    asyncProperty(
      string({ unit: 'grapheme', minLength: 1 }).filter(showsText),
      dictionary(string(), jsonValue()),
      async (text, metadata) => {
        const shuffled = Object.fromEntries(Object.entries(metadata).toReversed());
        const one = await draft({ title: 'T', content: text.normalize('NFC'), metadata });
        const content = ` ${text.normalize('NFD')}\r\n`;
        const two = await draft({ title: 'T', content, metadata: shuffled });
        expect(two.content_sha256).toBe(one.content_sha256);
        expect(two.identity).toBe(one.identity);
      },
    ),
  );
});

test('what was learnt of a content is taken over for it, and for no other', async () => {
  const draft = (input: Parameters<typeof draftPage>[0]) => draftPage(input, 0, 'pages', createTimeSlices());
  const content = '<p>Tea</p>';
  const shown = { content, warnings: ['gallery'] } as const;
  expect((await draft({ title: 'T', content, shown })).shown).toBe(shown);
  expect((await draft({ title: 'T', content: 'Tea', shown })).shown).toEqual({ content: 'Tea' });
  await expect(draft({ title: 'T', content: '<p></p>', shown })).rejects.toThrow('shows no text');
});
