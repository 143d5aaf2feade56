import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readQuestion } from '../question/read-question.ts';
import { evidenceOf } from '../testing/evidence.ts';
import { bm25, partsOf, shareOf, termsOfPassage, weigher } from './passage-terms.ts';

const passagesOf = (...contents: string[]) =>
  evidenceOf(contents.map((content) => ({ title: 'Page', content }))).map((passage) =>
    termsOfPassage(passage, { same: new Map(), told: undefined }),
  );

describe('weigher', () => {
  test('what is rarer among the passages weighs more, and nothing weighs nothing', () => {
    const weigh = weigher(passagesOf('fog lamp tower', 'fog lamp', 'fog', 'fog'));
    const weights = ['quay', 'tower', 'lamp', 'fog'].map((word) => weigh(word));
    expect(weights).toEqual(weights.toSorted((a, b) => b - a));
    expect(new Set(weights).size).toBe(4);
    expect(weights.at(-1)).toBeGreaterThan(0);
  });

  test('weights stay above 0 however many passages hold a word', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (count) => {
        const passages = Array.from({ length: count }, () => ({
          counts: new Map([['fog', 1]]),
          length: 1,
          title: new Set<string>(),
          written: '',
        }));
        expect(weigher(passages)('fog')).toBeGreaterThan(0);
      }),
    );
  });
});

describe('bm25', () => {
  test('grows with each further time a word stands there, and its share stays below 1', () => {
    const question = readQuestion('fog tower', '', 'en');
    const [once, often] = ['fog and sea and quay', 'fog and fog and fog'].map((content) => {
      const [passage] = passagesOf(content);
      if (!passage) throw new Error('a page without a passage');
      return bm25(passage, question, () => 1, passage.length);
    });
    expect(often?.score).toBeGreaterThan(once?.score ?? Infinity);
    expect(often?.share).toBeLessThan(1);
    expect(once?.share).toBeGreaterThan(0);
  });
});

describe('partsOf', () => {
  const here = new Set(['leuchtturmwart', 'tor', 'haus']);
  test('finds long words in longer ones, in both directions, and short ones at their end', () => {
    expect(partsOf(['leuchtturm', 'turmleuchte', 'wart', 'turm'], here)).toEqual(['leuchtturm', 'wart']);
    expect(partsOf(['leuchtturmwartin'], here)).toEqual(['leuchtturmwartin']);
  });
  test('a word that stands there itself is no part', () => {
    expect(partsOf(['leuchtturmwart'], here)).toEqual([]);
  });
});

test('shareOf weighs what is held; of no terms nothing is held', () => {
  const weigh = (term: string) => term.length;
  expect(shareOf(['aaa', 'b'], (term) => term === 'aaa', weigh)).toBe(0.75);
  expect(shareOf([], () => true, weigh)).toBe(0);
});
