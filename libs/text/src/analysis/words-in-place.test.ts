import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWordCache, createWordFinder, unitsOf } from './words-in-place.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'ü', '漢', ' '), maxLength: 4 });

describe('words that are looked up where they stand', () => {
  test('a finder finds what a map holds, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.array(word),
        fc.string({ unit: fc.constantFrom('a', 'b', 'ü', '漢', ' ') }),
        (words, text) => {
          const map = new Map(words.map((one, n) => [one, n]));
          const find = createWordFinder(map);
          for (let from = 0; from <= text.length; from++)
            for (let to = from; to <= text.length; to++)
              expect(find(unitsOf(text), from, to)).toBe(map.get(text.slice(from, to)));
        },
      ),
    );
  });

  test('a cache gives what is made of a word, whatever it forgets on the way', () => {
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 1, max: 600 }), (words, max) => {
        const made: string[] = [];
        const of = createWordCache<string>(max);
        const make = (one: string): string => {
          made.push(one);
          return `${one}!`;
        };
        for (const one of [...words, ...words])
          expect(of(unitsOf(` ${one} `), 1, one.length + 1, make)).toBe(`${one}!`);
        if (new Set(words).size < max) expect(made.length).toBe(new Set(made).size);
      }),
    );
  });

  test('thousands of words are each made once while there is room, and again when there was none', () => {
    const of = createWordCache<string>(20_000);
    let made = 0;
    const make = (one: string): string => (made++, one);
    const words = Array.from({ length: 15_000 }, (_, n) => `w${n}`);
    for (const one of [...words, ...words]) expect(of(unitsOf(one), 0, one.length, make)).toBe(one);
    // Now and then a word finds no room near its place.
    expect(made).toBeLessThan(words.length * 1.1);
    for (const one of words.map((each) => `x${each}`)) of(unitsOf(one), 0, one.length, make);
    expect(made).toBeGreaterThan(words.length * 1.9);
  });
});
