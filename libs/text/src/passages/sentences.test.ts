import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sentences } from './sentences.ts';

const split = (text: string, language = 'en'): string[] =>
  sentences(text, language).map(({ start, end }) => text.slice(start, end));

describe('sentences', () => {
  test.each([
    [
      'en',
      [
        'Dr. Smith met J. R. Hartley at 5 p.m. yesterday.',
        'It cost $3.50!',
        'Really?',
        '"Yes."',
        'See e.g. Fig. 3 for more.',
      ],
    ],
    ['en', ['The U.S. Army came.', 'Use fs.readFile or node.js here.', 'Wait… what?', 'Done.']],
    ['en', ['They sold apples, pears, etc.', 'Then they left.']],
    ['de', ['Am 3. Oktober kam z.B. Herr Dr. Maier.', 'Das war gut.']],
    ['fr', ['M. Dupont est parti.', 'Où est-il ?', '« Ici. »']],
    ['es', ['¿Dónde está?', '¡Aquí!', 'El Sr. Ruiz llegó.']],
    ['hi', ['यह पहला वाक्य है।', 'यह दूसरा है।']],
    ['ru', ['Он родился в 1980 г. в Москве.', 'Потом уехал.']],
  ])('%s: %j', (language, expected) => {
    expect(split(expected.join(' '), language)).toEqual(expected);
  });

  test('scripts without spaces', () => {
    expect(split('黑豹队只丢了308分。真的吗？是的！', 'zh')).toEqual([
      '黑豹队只丢了308分。',
      '真的吗？',
      '是的！',
    ]);
    expect(split('「はい。」と彼は言った。', 'ja')).toEqual(['「はい。」', 'と彼は言った。']);
  });

  test('a line break ends a sentence', () => {
    expect(split('One item\nAnother item. And more')).toEqual(['One item', 'Another item.', 'And more']);
  });

  test('nothing but white space is lost, nothing overlaps', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('a', 'B', '.', '!', '?', ' ', '\n', '"', '。', '1', ')'),
          maxLength: 200,
          size: 'max',
        }),
        (text) => {
          let last = 0;
          let kept = '';
          for (const { start, end } of sentences(text)) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            kept += text.slice(start, end);
            last = end;
          }
          expect(kept.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        },
      ),
    );
  });
});
