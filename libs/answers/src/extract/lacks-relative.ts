import { known, packOf } from '@persona/languages';
import { swappedWords } from '@persona/text';
import type { Evidence } from '../evidence.ts';
import { personalFact } from '../question/personal-facts.ts';
import { asPersona } from '../question/persons.ts';
import { isSelfWord, speaksOfSelf, wordPattern } from '../question/self-words.ts';
import type { ExtractiveQuestion } from './extractive-question.ts';
import { wordsOf } from './terms.ts';
import type { RankedCandidate } from './rank.ts';

/** Sentences before one in which somebody may be named whom it goes on speaking of. */
const MAX_BEFORE = 2;
/** "Your old father": words between whose and who. */
const MAX_BETWEEN_WORDS = 1;

const compiled = new Map<string, RegExp | undefined>();

function peopleOf(language: string): RegExp | undefined {
  if (!compiled.has(language)) {
    const words = known(packOf(language)?.people)?.split(' ').join('|');
    compiled.set(language, words === undefined ? undefined : new RegExp(`^(?:${words})(?:e?s)?$`, 'iu'));
  }
  return compiled.get(language);
}

/**
 * Whom of the persona's a question asks about, each by the words that an answer may have: "husband" of "What
 * does your husband do?"
 */
function askedRelatives(question: string, language: string): string[][] {
  const people = peopleOf(language);
  if (!people) return [];
  const { text, addresses } = asPersona(question, language);
  if (!addresses) return [];
  // Whether somebody has a husband is told in other words.
  const fact = personalFact(question, language);
  const told = new Set(wordsIn(fact?.asked ?? ''));
  const own = wordsIn(text);
  return own.flatMap((word, n) => {
    const whose = own.slice(Math.max(0, n - 1 - MAX_BETWEEN_WORDS), n);
    const isOwn = whose.some((one) => isSelfWord(one, language, ['possessive']));
    if (!isOwn || !people.test(word)) return [];
    return [told.has(word) ? [word, ...(fact?.words ?? [])] : [word]];
  });
}

/**
 * Whether somebody of the persona's is asked about, and neither the unit, what stands above it nor the
 * sentences before it speak of them: what is said of a grandfather is not told of a grandmother, though one
 * stem serves both.
 */
export function lacksRelative(
  { unit, passage, at }: Pick<RankedCandidate, 'unit' | 'passage' | 'at'>,
  { question, evidence }: ExtractiveQuestion,
): boolean {
  const source = evidence[passage] as Evidence;
  const asked = askedRelatives(question, source.language);
  if (asked.length === 0) return false;
  // Who speaks of oneself does not go on speaking of another.
  const from = speaksOfSelf(unit.text, source.language) ? at : Math.max(0, at - MAX_BEFORE);
  const before = source.units.slice(from, at).map(({ text }) => text);
  const around = [source.title, ...source.headings, unit.label ?? '', ...before, unit.text].join('\n');
  if (personalFact(question, source.language)?.told?.test(unit.text)) return false;
  const here = wordsIn(around);
  return !asked.every((words) =>
    words.some((person) => here.some((word) => isSamePerson(person, word, source.language))),
  );
}

function isSamePerson(person: string, word: string, language: string): boolean {
  if (person === word) return true;
  const [[own], [other]] = [person, word].map((one) => [...wordsOf(one, language)]) as [string[], string[]];
  if (own === undefined || other === undefined) return false;
  if (own === other) return !hasOtherGender(person, word);
  return swappedWords(own, language)?.has(other) ?? false;
}

/** Of two forms of one stem, whether only the vowel that tells a woman from a man is another. */
const hasOtherGender = (one: string, other: string): boolean => {
  const [a = '', b = ''] = [one, other].map((word) => word.replace(/s$/u, ''));
  return (
    a.length === b.length &&
    a.slice(0, -1) === b.slice(0, -1) &&
    /^(?:ao|oa|óô|ôó)$/u.test(`${a.at(-1)}${b.at(-1)}`)
  );
};

const wordsIn = (text: string): string[] => text.toLowerCase().match(wordPattern) ?? [];
