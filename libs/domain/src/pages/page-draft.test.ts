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
