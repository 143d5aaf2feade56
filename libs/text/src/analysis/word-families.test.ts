import { known, languages } from '@persona/languages';
import { describe, expect, test } from 'vitest';
import { entryOf, otherForms, swappedWords } from './word-families.ts';
import { Role, visitTerms } from './terms.ts';

/** The entry of a word as it is written. */
function wordOf(word: string, language: string): string {
  let found = '';
  visitTerms(word, language, (term, role) => {
    if (role !== Role.functionWord) found ||= entryOf(term, language);
  });
  return found;
}

describe('forms of one word', () => {
  test.each([
    ['en', 'sold', 'selling'],
    ['en', 'taught', 'teaches'],
    ['en', 'children', 'child'],
    ['en', 'ninety', '90'],
    ['en', '9th', 'ninth'],
    ['en', 'seven', '7'],
    ['de', 'ging', 'gehen'],
    ['de', 'gemietet', 'mieten'],
    ['de', 'eingekauft', 'einkaufen'],
    ['fr', 'née', 'naissance'],
    ['es', 'nací', 'nacimiento'],
    ['it', 'scelto', 'scegliere'],
    ['sv', 'såld', 'såld'],
    ['nl', 'kochten', 'kochten'],
    ['ru', 'живёт', 'жить'],
  ])('%s: %s is a form of the same word as %s', (language, form, other) =>
    expect(wordOf(form, language)).toBe(wordOf(other, language)),
  );

  test.each([
    ['en', 'wound', 'wind'],
    ['en', 'boring', 'born'],
    ['en', 'one', '1'],
    ['de', 'gelb', 'elb'],
    ['de', 'sagen', 'mieten'],
    ['fr', 'soldat', 'sold'],
  ])('%s: %s is none of %s', (language, form, other) =>
    expect(wordOf(form, language)).not.toBe(wordOf(other, language)),
  );

  test('are known from each of them', () => {
    expect(otherForms('sold', 'en')).toContain('sell');
    expect(otherForms('sell', 'en')).toContain('sold');
    expect(otherForms('clock', 'en')).toEqual([]);
    expect(otherForms('sold', 'fr')).toEqual([]);
    // Scraps are read as English.
    expect(otherForms('sell', 'und')).toContain('sold');
  });
});

describe('words that people swap', () => {
  test('are known by the entries they are forms of', () => {
    expect(swappedWords('price', 'en')).toContain('cost');
    expect(swappedWords('sold', 'en')).toContain('sale');
    expect(swappedWords('price', 'en')).not.toContain('price');
    expect(swappedWords('clockwork', 'en')).toBeUndefined();
  });

  test('of WordNet are among them', () => {
    expect(swappedWords(wordOf('abolish', 'en'), 'en')).toContain(wordOf('abolition', 'en'));
  });
});

test.each(languages.filter(({ irregularForms }) => known(irregularForms) !== undefined))(
  'no form of $name is listed in two families of it',
  ({ irregularForms }) => {
    const families = (known(irregularForms) ?? '').split(',').map((family) => family.trim().split(/\s+/));
    const listed = new Map<string, string>();
    const twice = families.flatMap((words) =>
      words.filter((word) => {
        const other = listed.get(word);
        listed.set(word, words[0] ?? '');
        return other !== undefined;
      }),
    );
    expect(twice).toEqual([]);
  },
);
