import { expect, test } from 'vitest';
import { withCodeUnits } from './code-units.ts';
import { knownTerm, numberTerms, type KnownTerm } from './known-terms.ts';
import { visitKnownTerms } from './terms.ts';

function termsOf(text: string): KnownTerm[] {
  const terms: KnownTerm[] = [];
  visitKnownTerms(text, 'en', (term) => terms.push(term));
  return terms;
}

test('terms are numbered in the order in which a numbering meets them, each numbering anew', () => {
  const first = numberTerms();
  expect(termsOf('harbour lamp harbour').map(first.numberOf)).toEqual([0, 1, 0]);
  const second = numberTerms();
  expect(termsOf('lamp harbour').map(second.numberOf)).toEqual([0, 1]);
  expect(second.terms).toEqual(['lamp', 'harbour']);
});

test('a thread that knows too many terms begins anew, and then reads words as the terms it knows now', () => {
  const [before] = termsOf('harbour');
  for (let n = 0; n <= 200_000; n++) knownTerm(`t${n}`);
  const { numberOf, terms } = numberTerms();
  const [after] = termsOf('harbour');
  expect(after).not.toBe(before);
  expect([after as KnownTerm, knownTerm('harbour')].map(numberOf)).toEqual([0, 0]);
  expect(terms).toEqual(['harbour']);
});

test('who reads a text may read another meanwhile', () => {
  const read = (text: string, inside: () => void = () => undefined): string => {
    let seen = '';
    withCodeUnits(text, { start: 0, end: text.length }, ({ units }) => {
      inside();
      seen = String.fromCharCode(...units.subarray(0, text.length));
    });
    return seen;
  };
  expect(read('outer', () => expect(read('inner text')).toBe('inner text'))).toBe('outer');
});
