import { languagesWith } from '@persona/languages';
import { entryOf, Role, visitTerms } from '@persona/text';

/**
 * The terms of a text with their surfaces, all forms of a word as one term; function words are left out.
 */
export interface Term {
  term: string;
  /** False for another way to look for a word beside it: a part of an identifier, a pair of characters. */
  word: boolean;
  start: number;
  end: number;
}

/** … and where `same` tells of a term that it says what another does, that other one. */
export function termsOf(text: string, language: string, same?: ReadonlyMap<string, string>): Term[] {
  const terms: Term[] = [];
  visitTerms(text, language, (term, role, start, end) => {
    if (role !== Role.functionWord) {
      const entry = entryOf(term, language);
      terms.push({ term: same?.get(entry) ?? entry, word: role === Role.word, start, end });
    }
  });
  return terms;
}

/** The terms that are whole words of a text. */
export const wordsOf = (text: string, language: string, same?: ReadonlyMap<string, string>): Set<string> =>
  new Set(termsOf(text, language, same).flatMap(({ term, word }) => (word ? [term] : [])));

const wordy = languagesWith('wordy');

/**
 * Whether a text is a sentence, as far as can be told: output, commands and labels have no function words.
 */
export function isProse(text: string, language: string): boolean {
  if (!wordy.has(language)) return true;
  let prose = false;
  visitTerms(text, language, (_, role) => {
    prose ||= role === Role.functionWord;
  });
  return prose;
}

/** Whether a line announces what follows it: "You need:". */
export const announces = (text: string): boolean => /[:：]\s*$/u.test(text);
