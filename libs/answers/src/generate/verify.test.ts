import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../testing/evidence.ts';
import { createMarkerStream } from './marker-stream.ts';
import { verifyReply } from './verify.ts';

const pages = [
  {
    title: 'The light',
    content: 'The lighthouse at Skerrow Head was built in 1871. Its lamp stands 46 metres above the water.',
  },
  { title: 'Die Fähre', content: 'Die Petrel trägt 120 Fahrgäste. Morag Teale ist ihre Kapitänin.' },
  { title: '灯塔', content: '灯塔建于1871年。它有164级台阶。' },
];
const evidence = evidenceOf(pages);
function verify(reply: string, language = 'en', personaName = 'Ada Moreau') {
  const stream = createMarkerStream();
  stream.push(reply);
  stream.end();
  const { text, markers } = stream;
  return { text, ...verifyReply({ text, markers, language }, evidence, personaName) };
}

describe('verifyReply', () => {
  test.each([
    ['en', 'The lighthouse at Skerrow Head was built in 1871 [1].', 'td_0'],
    ['de', 'Die Petrel trägt 120 Fahrgäste [2].', 'td_1'],
    ['zh', '灯塔有164级台阶 [3]。', 'td_2'],
    ['en', 'Morag Teale steers a ferry for 120 people [2].', 'td_1'],
    ['en', 'I am Ada Moreau, and my lamp stands 46 metres above the water [1].', 'td_0'],
  ])('%s: keeps "%s"', (language, reply, page) => {
    const { citations, droppedCitations } = verify(reply, language);
    expect(citations.map(({ td_id }) => td_id)).toEqual([page]);
    expect(droppedCitations).toEqual({});
  });

  test.each([
    ['The lamp stands 46 metres above the water [4].', { not_issued: 1 }],
    ['The lamp stands 47 metres above the water [1].', { number: 1 }],
    ['Robert Stevenson built it: no, Robert Stevenson did [1].', { name: 1 }],
    ['A sign says "no entry" [1].', { quote: 1 }],
    ['Cheese melts slowly over warm bread [1].', { unrelated: 1 }],
    ['Die Petrel trägt 99 Fahrgäste [2].', { number: 1 }],
  ])('drops %s', (reply, dropped) => {
    expect(verify(reply)).toMatchObject({ citations: [], droppedCitations: dropped, grounded: 0 });
  });

  test('counts sentences, and those that keep a citation', () => {
    expect(verify('It was built in 1871 [1]. It is red. It has 9 doors [1].')).toMatchObject({
      sentences: 3,
      grounded: 1,
    });
  });

  test('quotes the part of the passage that supports the sentence', () => {
    const { citations } = verify('The lamp stands 46 metres above the water [1].');
    expect(citations[0]?.quote).toBe('Its lamp stands 46 metres above the water.');
  });

  test('one citation a quote, with all the sentences it supports', () => {
    const { text, citations } = verify(
      'The lamp stands 46 metres high [1]. Above the water it stands 46 metres [1].',
    );
    expect(citations).toHaveLength(1);
    expect(citations[0]?.spans.map(({ start, end }) => text.slice(start, end).trim())).toEqual([
      'The lamp stands 46 metres high.',
      'Above the water it stands 46 metres.',
    ]);
  });

  test('whatever a model says: quotes are verbatim, spans are sentences of the reply, all markers are accounted for', () => {
    const piece = fc.constantFrom(
      'It was built in 1871',
      'The lamp stands 46 metres',
      'Morag Teale',
      '120 Fahrgäste',
      '灯塔有164级台阶',
      '"no entry"',
      '[1]',
      '[2]',
      '[3]',
      '[7]',
      '[1, 2]',
      '.',
      '。',
      '\n',
      '😀',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(' ')),
        (reply) => {
          const { text, citations, sentences, grounded } = verify(reply);
          expect(grounded).toBeLessThanOrEqual(sentences);
          expect(grounded > 0).toBe(citations.length > 0);
          for (const [i, { index, td_id, quote, locator, spans }] of citations.entries()) {
            expect(index).toBe(i + 1);
            expect(quote).not.toBe('');
            const content = pages[Number(td_id.slice(3))]?.content;
            expect(content?.slice(locator?.start, locator?.end)).toBe(quote);
            for (const { start, end } of spans) {
              expect(start).toBeGreaterThanOrEqual(0);
              expect(end).toBeGreaterThan(start);
              expect(end).toBeLessThanOrEqual(text.length);
            }
          }
        },
      ),
    );
  });
});
