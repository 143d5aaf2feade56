import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { isAbsent, known, languages, phraseKinds, type LanguagePack } from './index.ts';
import { languageTable } from './testing/language-table.ts';

const page = path.join(import.meta.dirname, '../../../docs/languages.md');

describe('languages', () => {
  test('docs/languages.md shows what is known of each', () => {
    const table = languageTable(languages);
    if (process.env['UPDATE']) writeFileSync(page, table);
    expect(readFileSync(page, 'utf8'), 'rewrite it: UPDATE=1 npx vitest run libs/languages').toBe(table);
  });

  test('every file of a language is in the list, under its code', () => {
    const files = readdirSync(import.meta.dirname).filter((name) => /^[a-z]{2,3}\.ts$/.test(name));
    expect(languages.map(({ code }) => `${code}.ts`).toSorted()).toEqual(files.toSorted());
  });
});

const english = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

describe.each(languages)('$name', (pack) => {
  test('has the code of a language', () => {
    expect(english.of(pack.code)).toBeDefined();
  });

  test('its patterns are regular expressions, and match as they are meant to', () => {
    const questions = Object.values(known(pack.questions) ?? {});
    const smallTalk = Object.values(known(pack.smallTalk) ?? {});
    for (const source of [...questions, ...smallTalk]) expect(() => new RegExp(source, 'u')).not.toThrow();
    for (const [mark, source] of Object.entries(known(pack.pageMarks) ?? {})) {
      // A mark of nothing would be found everywhere.
      expect(new RegExp(`^(?:${source})$`, 'iu').test(''), mark).toBe(false);
    }
    for (const [field, { flags }] of patternsOf(pack)) {
      const finds =
        ['classNouns', 'emptyWords', 'presently'].includes(field) || field.startsWith('modelInstructions');
      // With the flag g, a test for a match would continue from the last one.
      expect(flags.includes('g'), `${field} has the flag g`).toBe(finds);
    }
  });

  test('its lists are lists', () => {
    for (const field of ['quantities', 'sentenceOpeners', 'pointsUp', 'lightWords'] as const) {
      const words = known(pack[field]);
      if (words !== undefined) expect(words, field).toMatch(/^\S+(?: \S+)*$/);
    }
    for (const [part, words] of Object.entries(known(pack.persons)?.self ?? {}))
      expect(words, part).toMatch(/^(?:\S+(?: \S+)*)?$/);
    const persons = known(pack.persons);
    for (const pairs of [persons?.you ?? '', persons?.verbs ?? ''])
      expect(pairs).toMatch(/^(?:[^ =/]+=[^ =/]+(?:\/[^ =/]+)*(?: (?!$)|$))*$/);
    for (const [ending] of persons?.endings ?? [])
      expect(() => new RegExp(`(?:${ending})$`, 'u')).not.toThrow();
    expect(() => new RegExp(persons?.addressed ?? '', 'u')).not.toThrow();
    const numbers = known(pack.numberWords);
    if (numbers) {
      expect(numbers.words.split(' ')).toHaveLength(21);
      expect(numbers.words.split(' ')).toEqual(expect.arrayContaining(numbers.ambiguous.split(' ')));
    }
    const abbreviations = known(pack.abbreviations);
    for (const closing of abbreviations?.closing.split(' ').filter(Boolean) ?? [])
      expect(abbreviations?.words.split(' ')).toContain(closing);
  });

  test('its sentences have a place for the name or topic', () => {
    const phrases = known(pack.phrases);
    if (phrases) for (const kind of phraseKinds) expect(phrases[kind]).not.toBe('');
    if (phrases) expect(phrases.who).toContain('{name}');
    for (const sentence of [known(pack.topicQuestion), known(pack.offer)])
      if (sentence !== undefined) expect(sentence).toContain('{topic}');
  });

  test('what it lacks has a reason', () => {
    for (const ability of Object.values(pack))
      if (isAbsent(ability)) expect(ability.absent).toMatch(/\w+ \w+/);
  });
});

function patternsOf(pack: LanguagePack): [field: string, pattern: RegExp][] {
  return Object.entries(pack).flatMap(([field, value]: [string, unknown]) => {
    if (value instanceof RegExp) return [[field, value] as [string, RegExp]];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([part, inner]: [string, unknown]) =>
      inner instanceof RegExp ? [[`${field}.${part}`, inner] as [string, RegExp]] : [],
    );
  });
}
