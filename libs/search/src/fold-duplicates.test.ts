import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldDuplicates } from './fold-duplicates.ts';

const fold = (texts: string[]): string[] => foldDuplicates(texts, (text) => text);
const long = (name: string): string =>
  `The ${name} is kept by two men who trim the lamp, wind the clockwork and write down every ship that passes the rock between dusk and dawn in all weathers.`;

test('folds what is said again word for word, or in part, and keeps the first', () => {
  const again = long('light').replace('two men', 'Two **men** —');
  const part = long('light').split(' and write')[0] ?? '';
  expect(fold([long('light'), 'Something else.', again, part])).toEqual([long('light'), 'Something else.']);
  expect(fold([part, long('light')])).toHaveLength(2);
});

test('keeps what has a name or a number of its own, however like the rest', () => {
  const prices = [
    'Plan A costs 5 pounds a month.',
    'Plan B costs 6 pounds a month.',
    'Plan A costs 6 pounds a month.',
  ];
  expect(fold(prices)).toEqual(prices);
  expect(fold([long('light'), long('bell')])).toHaveLength(2);
});

test('keeps the same words in another order', () => {
  expect(fold(['the dog bit the man', 'the man bit the dog'])).toHaveLength(2);
});

test('reads Chinese by character', () => {
  const text = '灯塔由两个人看守他们修剪灯芯给发条上弦并记录每一艘经过礁石的船只风雨无阻';
  expect(fold([text, `${text}。`, '渡轮每天往返于岛屿与大陆之间'])).toHaveLength(2);
});

/** The rule itself: no text that has all its words, and most of its three in a row, in an earlier one. */
function byTheRule(texts: readonly string[]): string[] {
  const wordsOf = (text: string): string[] =>
    text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const stretchesOf = (words: readonly string[]): Set<string> =>
    new Set(
      words.length > 2
        ? words.slice(2).map((_, at) => words.slice(at, at + 3).join(' '))
        : words.map((_, at) => words.slice(0, at + 1).join(' ')),
    );
  const kept: string[] = [];
  for (const text of texts) {
    const words = wordsOf(text);
    const own = stretchesOf(words);
    const isRepeated = kept.some((better) => {
      const others = wordsOf(better);
      if (!new Set(words).isSubsetOf(new Set(others))) return false;
      return own.intersection(stretchesOf(others)).size >= 0.85 * own.size;
    });
    if (!isRepeated) kept.push(text);
  }
  return kept;
}

test('what is passed over without reading its words would have stayed by its words', () => {
  const pieces = [
    'lamp',
    'LAMP',
    'öl',
    'o\u0308l',
    '灯塔',
    'a灯b',
    '1998',
    '𝒜𝒷',
    '𠮷',
    'ночь',
    '“keeper”',
    'keeper',
    '-',
    ' ',
  ];
  const text = fc
    .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 })
    .chain((drawn) => fc.constantFrom(drawn.join(' '), drawn.join(''), drawn.join('. ')));
  fc.assert(
    fc.property(fc.array(text, { minLength: 2, maxLength: 12 }), (texts) => {
      expect(fold(texts)).toEqual(byTheRule(texts));
    }),
    { numRuns: 1000 },
  );
});
