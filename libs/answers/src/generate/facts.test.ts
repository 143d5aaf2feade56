import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contradictsCount, factsOf, factSource, holds } from './facts.ts';

const facts = (sentence: string, language = 'en') =>
  factsOf(sentence, language).map(({ kind, text }) => `${kind} ${text}`);
const holdsNumber = (source: string, text: string) => holds(factSource(source), { kind: 'number', text });

describe('factsOf', () => {
  test('numbers, quoted words and names', () => {
    expect(facts('In 1871 Joren Vik wrote "three flashes" at Skerrow.').toSorted()).toEqual(
      ['number 1871', 'number 3', 'quote three flashes', 'name Joren', 'name Vik', 'name Skerrow'].toSorted(),
    );
  });

  test.each([
    ['de', 'Der Turm hat zwölf Stufen.', ['number 12']],
    ['fr', 'La tour a douze marches.', ['number 12']],
    ['es', 'La torre tiene doce escalones.', ['number 12']],
    ['de', 'Er schrieb „drei Blitze“.', ['quote drei Blitze', 'number 3']],
    ['ja', '彼は「三回」と書いた。', ['quote 三回']],
    ['hi', 'यहाँ ४६ दीपक हैं।', ['number ४६']],
  ])('%s: %s', (language, sentence, expected) => {
    expect(facts(sentence, language)).toEqual(expected);
  });

  test('words that are as often something else are no numbers, nor are first words names', () => {
    expect(facts('Nobody has one lamp.')).toEqual([]);
    expect(facts('Vous avez un neuf.', 'fr')).toEqual([]);
    expect(facts('Lamps burn. They burn oil.')).toEqual([]);
  });
});

describe('holds', () => {
  test.each([
    ['It cost 1,234 crowns.', '1234'],
    ['It cost 1.234 Kronen.', '1,234'],
    ['It cost 1 234 crowns: 1\u00a0234.', '1234'],
    ['It weighs 3.50 kg.', '3.5'],
    ['Agent 007 came.', '7'],
    ['It has twelve panels.', '12'],
    ['Er hat zwölf Felder.', '12'],
    ['यहाँ ४६ दीपक हैं।', '46'],
    ['On 2024-05-01.', '2024'],
  ])('"%s" has %s', (source, number) => {
    expect(holdsNumber(source, number)).toBe(true);
  });

  test('has no other number', () => {
    expect(holdsNumber('It has 164 steps.', '16')).toBe(false);
    expect(holdsNumber('It weighs 3.5 kg.', '35000')).toBe(false);
  });

  test('a name may be inflected, a quote may not', () => {
    const source = factSource('Skerrows Leuchtturm. He said three flashes saved them.');
    expect(holds(source, { kind: 'name', text: 'Skerrow' })).toBe(true);
    expect(holds(source, { kind: 'name', text: 'Ellery' })).toBe(false);
    expect(holds(source, { kind: 'quote', text: 'Three flashes, saved' })).toBe(true);
    expect(holds(source, { kind: 'quote', text: 'three flash' })).toBe(false);
  });

  test('every sentence holds its own facts, in any language', () => {
    const word = fc.constantFrom(
      'Joren',
      'Vik',
      '1,234',
      '3.50',
      '2024-05-01',
      'twelve',
      'zwölf',
      '"three flashes"',
      '„drei Blitze“',
      '४६',
      '٤٦',
      "O'Neill",
      'ÉLAN',
      'Straße',
      'x.',
      '。',
      '「三回」',
    );
    const sentence = fc.array(word, { maxLength: 10 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(sentence, fc.constantFrom('en', 'de', 'fr', 'hi', 'ar', 'ja'), (text, language) => {
        const source = factSource(text);
        for (const fact of factsOf(text, language)) expect([fact, holds(source, fact)]).toEqual([fact, true]);
      }),
    );
  });
});

describe('contradictsCount', () => {
  test('another count of the same unit, unless the source has this one too', () => {
    expect(contradictsCount('The lamp stands 142 metres high.', 'It stands 37 metres high.')).toBe(true);
    expect(contradictsCount('The lamp stands 37 metres high.', 'It is 37 metres high, 5 metres wide.')).toBe(
      false,
    );
    expect(contradictsCount('It has 142 steps.', 'It stands 37 metres high.')).toBe(false);
  });

  test('a year counts nothing', () => {
    expect(contradictsCount('In 1931 lamps burnt oil.', 'In 1871 lamps burnt oil.')).toBe(false);
  });

  test('no text contradicts itself', () => {
    const part = fc.constantFrom(
      '37 metres',
      '142 metres',
      '1,234 kg',
      '1871',
      '5 lamps',
      '12 km',
      'and',
      '30%',
    );
    const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(text, (one) => {
        expect(contradictsCount(one, one)).toBe(false);
      }),
    );
  });
});
