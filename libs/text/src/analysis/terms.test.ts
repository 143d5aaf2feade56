import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Role, visitTerms } from './terms.ts';

/** Terms as one line: function words in brackets, extras with a plus. */
function read(text: string, language: string): string {
  const shown: string[] = [];
  visitTerms(text, language, (term, role) =>
    shown.push(role === Role.functionWord ? `(${term})` : role === Role.extra ? `+${term}` : term),
  );
  return shown.join(' ');
}

const same = (language: string, ...texts: string[]): void => {
  const [first, ...others] = texts.map((text) => read(text, language).replaceAll(/ ?\+\S+/g, ''));
  for (const other of others) expect(other).toBe(first);
};

describe('terms', () => {
  test.each([
    ['en', 'The keepers were painting', '(the) keeper (were) paint'],
    ['en', "don't the ship's", '(don) (the) ship'],
    ['en', 'ACL-CAT', 'acl cat +aclcat'],
    ['en', 'fs.readFile', 'fs readfil +read +file +readfile +fsreadfile'],
    [
      'en',
      'max_connections maxConnections',
      'max connect +maxconnections maxconnect +max +connect +maxconnections',
    ],
    ['en', 'std::vector a/b v2.0.1', 'std vector +stdvector (a) b +ab v2 +2 0 1 +v2.0.1'],
    ['en', 'C++ and C#', '+c++ c (and) +c# c'],
    ['en', '1,000 1000 3.14', '1000 1000 3.14'],
    ['en', 'ask IT about it', 'ask it (about) (it)'],
    ['it', "dell'acqua l'ONU", '(dell) acqua onu'],
    ['fr', 'l’école', 'ecol'],
    ['zh', '黑豹队。', '+黑 +豹 +队 +黑豹 +豹队'],
    ['zh', '灯塔的光', '灯塔 (的) +光 +塔的 +的光'],
    ['ja', '灯台', '灯台'],
    ['ko', '등대를', '등대 +대를'],
    ['und', 'naïve', 'naiv'],
  ])('%s: %s', (language, text, terms) => {
    expect(read(text, language)).toBe(terms);
  });

  test('one word however it is written', () => {
    same('en', 'Café', 'cafe\u0301', 'CAFE', 'ｃａｆé');
    same('de', 'Müller', 'Mueller', 'MÜLLER');
    same('de', 'Straße', 'STRASSE', 'Stra\u00adße');
    same('de', 'Häuser', 'Haus');
    same('ru', 'ёлки', 'елка');
    same('el', 'ΟΔΟΣ', 'οδός');
    same('ar', 'مَكْتَبَة', 'مكتبة', 'مكتبـة');
    same('fa', 'کتاب', 'كتاب');
    same('hi', 'डिफ़ेंस', 'डिफेन्स', 'डिफेंस');
    same('hi', '१९७३', '1973', '１９７３');
    same('tr', 'IŞIK', 'ışık');
    same('sv', 'Malmö', 'MALMÖ');
    same('zh', '臺灣的圖書館', '台湾的图书馆');
  });

  test('letters that are letters of their own stay apart', () => {
    expect(read('får', 'sv')).not.toBe(read('far', 'sv'));
    expect(read('йод', 'ru')).not.toBe(read('иод', 'ru'));
  });

  test('a combining mark never ends a word', () => {
    expect(read('हिन्दी', 'hi').split(' ')).toHaveLength(1);
    expect(read('முதல்வர்', 'ta').split(' ')).toHaveLength(1);
  });

  test('any text: in order, inside the text, no empty term, no white space or line break in a term', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('en', 'de', 'tr', 'zh', 'th', 'hi', 'xx'), (input, language) => {
        let last = 0;
        visitTerms(input, language, (term, _role, start, end) => {
          expect(term).toMatch(/^\S+$/);
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(input.length);
          last = start;
        });
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['a word without end', 'a'.repeat(1_000_000), 'en'],
    ['a chain without end', 'a.'.repeat(500_000), 'en'],
    ['Chinese without end', '漢字'.repeat(100_000), 'zh'],
    ['marks without end', `a${'\u0301'.repeat(500_000)}`, 'en'],
    [
      'words that are all different',
      Array.from({ length: 150_000 }, (_, n) => `w${n.toString(36)}`).join(' '),
      'en',
    ],
  ])('%s is read in linear time', (_name, text, language) => {
    let count = 0;
    visitTerms(text, language, () => count++);
    expect(count).toBeGreaterThan(0);
  });
});
