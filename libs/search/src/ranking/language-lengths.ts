import { inverseAverageLength } from './bm25.ts';

/** The number of passages in each language and of their words, from which average lengths follow. */
export interface LanguageLengths {
  /** Returns the number of a language, and assigns one to a new language. */
  numberOf(language: string): number;
  /** Counts a passage of so many words in the language of this number. */
  add(number: number, words: number): void;
  remove(number: number, words: number): void;
  /** 1 / average length in words, by language number. */
  inverseAverages(): Float64Array;
  /** Number of passages by language; languages without one are left out. */
  passages(): Record<string, number>;
  /** Languages by number. */
  names(): string[];
}

/** A language's number takes one byte. */
const MAX_NUMBER = 255;

export function createLanguageLengths(): LanguageLengths {
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  const lengths: number[] = [];
  const count = (number: number, words: number, by: 1 | -1): void => {
    counts[number] = (counts[number] ?? 0) + by;
    lengths[number] = (lengths[number] ?? 0) + by * words;
  };
  return {
    numberOf(language) {
      const known = numbers.get(language);
      if (known !== undefined) return known;
      // Beyond 255 languages, which no index has, the rest share the last number.
      const number = Math.min(MAX_NUMBER, numbers.size);
      numbers.set(language, number);
      counts[number] ??= 0;
      lengths[number] ??= 0;
      return number;
    },
    add: (number, words) => count(number, words, 1),
    remove: (number, words) => count(number, words, -1),
    inverseAverages: () =>
      Float64Array.from(lengths, (words, number) => inverseAverageLength(counts[number] ?? 0, words)),
    passages: () =>
      Object.fromEntries(
        Array.from(numbers, ([language, number]) => [language, counts[number] ?? 0] as const).filter(
          ([, passages]) => passages > 0,
        ),
      ),
    names() {
      const names: string[] = [];
      for (const [language, number] of numbers) names[number] = language;
      return names;
    },
  };
}
