import { assert, dictionary, jsonValue, property, string } from 'fast-check';
import { showsText } from '@persona/text';
import { expect, test } from 'vitest';
import { draftPage } from './page-draft.ts';

test('equal pages have equal fingerprints whatever the order of their keys and the form of their characters', () => {
  assert(
    property(
      string({ unit: 'grapheme', minLength: 1 }).filter(showsText),
      dictionary(string(), jsonValue()),
      (text, metadata) => {
        const shuffled = Object.fromEntries(Object.entries(metadata).toReversed());
        const one = draftPage({ title: 'T', content: text.normalize('NFC'), metadata }, 0, 'pages');
        const two = draftPage(
          { title: 'T', content: ` ${text.normalize('NFD')}\r\n`, metadata: shuffled },
          0,
          'pages',
        );
        expect(two.content_sha256).toBe(one.content_sha256);
        expect(two.identity).toBe(one.identity);
      },
    ),
  );
});
