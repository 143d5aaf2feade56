import { createPace } from '@persona/contracts';
import { assert, asyncProperty, dictionary, jsonValue, string } from 'fast-check';
import { expect, test } from 'vitest';
import { draftPage } from './page-draft.ts';
import { showsText } from './shows-text.ts';

test('equal pages have equal fingerprints whatever the order of their keys and the form of their characters', async () => {
  const draft = (input: Parameters<typeof draftPage>[0]) => draftPage(input, 0, 'pages', createPace());
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
