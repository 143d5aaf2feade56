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
export function termsOf(text: string, language: string, same?: ReadonlyMap<string, string>): readonly Term[] {
  const terms = analysed(text, language);
  if (same === undefined || same.size === 0) return terms;
  return terms.map((term) => {
    const other = same.get(term.term);
    return other === undefined ? term : { ...term, term: other };
  });
}

/** A text is looked at several times for one question, and popular ones for many. */
const remembered = new Map<string, Map<string, readonly Term[]>>();
let rememberedTerms = 0;
/** Some 20 MB of memory in all. */
const MAX_REMEMBERED_TERMS = 200_000;

function analysed(text: string, language: string): readonly Term[] {
  let ofLanguage = remembered.get(language);
  const known = ofLanguage?.get(text);
  if (known) return known;
  const terms: Term[] = [];
  visitTerms(text, language, (term, role, start, end) => {
    if (role !== Role.functionWord)
      terms.push({ term: entryOf(term, language), word: role === Role.word, start, end });
  });
  if (rememberedTerms + terms.length > MAX_REMEMBERED_TERMS) {
    // Forgetting everything now and then keeps memory bounded and costs less than keeping order of use.
    remembered.clear();
    rememberedTerms = 0;
    ofLanguage = undefined;
  }
  if (!ofLanguage) remembered.set(language, (ofLanguage = new Map()));
  ofLanguage.set(text, terms);
  rememberedTerms += terms.length;
  return terms;
}

/** The terms that are whole words of a text. */
export const wordsOf = (text: string, language: string, same?: ReadonlyMap<string, string>): Set<string> =>
  new Set(termsOf(text, language, same).flatMap(({ term, word }) => (word ? [term] : [])));

const wordy = languagesWith('wordy');
/** Three words and more, written as a sentence is: "Never use polish." */
const saysShortly = /^\p{Lu}\p{Ll}*(?: \p{Ll}+){2,}[.!]$/u;

/**
 * Whether a text is a sentence, as far as can be told: output, commands and labels have no function words.
 */
export function isProse(text: string, language: string): boolean {
  if (!wordy.has(language) || saysShortly.test(text)) return true;
  let prose = false;
  visitTerms(text, language, (_, role) => {
    prose ||= role === Role.functionWord;
  });
  return prose;
}

/** Whether a line announces what follows it: "You need:". */
export const announces = (text: string): boolean => /[:：]\s*$/u.test(text);
