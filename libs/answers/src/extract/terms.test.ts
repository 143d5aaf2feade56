import { expect, test } from 'vitest';
import { termsOf } from './terms.ts';

test('what one question says by another word is not remembered for the next', () => {
  const text = 'I sold the dinghy.';
  const terms = (same?: Map<string, string>) => termsOf(text, 'en', same).map(({ term }) => term);
  const before = terms();
  expect(before).toContain('dinghi');
  expect(terms(new Map([['dinghi', 'boat']]))).toContain('boat');
  expect(terms()).toEqual(before);
});
