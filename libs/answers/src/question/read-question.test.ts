import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readQuestion } from './read-question.ts';

describe('readQuestion', () => {
  test('names and numbers count most, asking words least', () => {
    const { factors, words, names } = readQuestion('How many lamps had Skerrow in 1871?', '', 'en');
    expect(factors.get('skerrow')).toBe(1.4);
    expect(factors.get('1871')).toBe(1.4);
    expect(factors.get('lamp')).toBe(1);
    expect(factors.get('mani') ?? factors.get('many') ?? 0.2).toBe(0.2);
    expect([...words].toSorted()).toEqual(['1871', 'lamp', 'skerrow']);
    expect([...names.keys()].toSorted()).toEqual(['1871', 'skerrow']);
  });

  test('the first word of a question is not taken for a name', () => {
    expect(readQuestion('Lamps of Skerrow', '', 'en').names.has('lamp')).toBe(false);
  });

  test('neighbouring words are pairs, in their order', () => {
    expect(readQuestion('bilge fan motor', '', 'en').pairs).toEqual([
      ['bilg', 'fan'],
      ['fan', 'motor'],
    ]);
  });

  test('an earlier question counts half, and never more than what the question says itself', () => {
    const { factors, words } = readQuestion('and the fan?', 'How loud is the fan of the Petrel?', 'en');
    expect(factors.get('fan')).toBe(1);
    expect(factors.get('petrel')).toBe(0.5);
    expect(words.has('petrel')).toBe(false);
  });

  test('a name is looked for as it begins to be written', () => {
    const form = (question: string, language: string) => [
      ...readQuestion(question, '', language).names.values(),
    ];
    expect(form('Where are the Petrels?', 'en')).toEqual(['petrel']);
    expect(form('Где живёт Наталью?', 'ru')).toEqual(['натал']);
    expect(form('Wo liegt Skerrows Leuchtturm?', 'de')).toContain('skerro');
  });

  test('whatever is asked: every word has a factor, names are words, and factors lie between 0 and 1.4', () => {
    const word = fc.constantFrom(
      'lamp',
      'Skerrow',
      '1871',
      'how many',
      'x_y',
      '灯塔',
      'प्रकाश',
      'İ',
      '😀',
      'der Turm',
    );
    const text = fc.array(word, { maxLength: 8 }).map((list) => list.join(' '));
    fc.assert(
      fc.property(
        text,
        text,
        fc.constantFrom('en', 'de', 'zh', 'hi', 'tr', 'und'),
        (question, before, language) => {
          const { factors, words, pairs, names } = readQuestion(question, before, language);
          for (const factor of factors.values()) {
            expect(factor).toBeGreaterThan(0);
            expect(factor).toBeLessThanOrEqual(1.4);
          }
          for (const one of [...words, ...names.keys(), ...pairs.flat()]) expect(factors.has(one)).toBe(true);
          for (const name of names.keys()) expect(words.has(name)).toBe(true);
        },
      ),
    );
  });
});
