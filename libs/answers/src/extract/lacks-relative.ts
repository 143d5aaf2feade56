import { languagesWith } from '@persona/languages';
import { swappedWords } from '@persona/text';
import type { Evidence } from '../evidence.ts';
import { expectedAnswerTypes, offers, showsNames } from '../question/expected-answer-types.ts';
import { askedMeasures, tellsMeasure } from '../question/measures.ts';
import { peopleOf, peopleWithin } from '../question/people.ts';
import { personalFact } from '../question/personal-facts.ts';
import { asPersona } from '../question/persons.ts';
import { readQuestion } from '../question/read-question.ts';
import { isSelfWord, speaksOfSelf, wordPattern } from '../question/self-words.ts';
import { refersBack } from './back-reference.ts';
import type { ExtractiveQuestion } from './extractive-question.ts';
import { valueTypes } from './label-match.ts';
import { wordsOf } from './terms.ts';
import type { Candidate } from './candidates.ts';

/** Sentences before one in which somebody may be named whom it goes on speaking of. */
const MAX_BEFORE = 2;
/** Share of a question for a time that has to stand in and around a sentence about somebody. */
const MIN_AROUND = 0.8;
/** "Your old father": words between whose and who. */
const MAX_BETWEEN_WORDS = 1;

const unspaced = languagesWith('unspaced');
/**
 * Whom of the persona's a question asks about, each by the words that an answer may have: "husband" of "What
 * does your husband do?"
 */
function askedRelatives(question: string, language: string): string[][] {
  const within = peopleWithin(language);
  if (within)
    return [...question.matchAll(new RegExp(`(?<=[你您妳]的?)${within.source}`, 'gu'))].map(([word]) => [
      word,
      ...(swappedWords(word, language) ?? []),
    ]);
  const people = peopleOf(language);
  if (!people) return [];
  const { text, addresses, own: selves } = asPersona(question, language);
  if (!addresses) return [];
  // One word may be "you" and "your": "je".
  const saysWhose = selves.some((self) => isSelfWord(self, language, ['possessive']));
  // Whether somebody has a husband is told in other words.
  const fact = personalFact(question, language);
  const told = new Set(wordsIn(fact?.asked ?? ''));
  const own = wordsIn(text);
  return own.flatMap((word, n) => {
    const whose = own.slice(Math.max(0, n - 1 - MAX_BETWEEN_WORDS), n);
    const isOwn = whose.some((one) => isSelfWord(one, language, saysWhose ? undefined : ['possessive']));
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
  { unit, passage, at, asked: shares }: Pick<Candidate, 'unit' | 'passage' | 'at' | 'asked'>,
  { question, evidence }: ExtractiveQuestion,
): boolean {
  const source = evidence[passage] as Evidence;
  const relatives = askedRelatives(question, source.language);
  const things = relatives.length > 0 ? [] : askedThings(question, source.language);
  const asked = relatives.length > 0 ? relatives : things.length > 0 ? [things] : [];
  if (asked.length === 0) return false;
  // Who speaks of oneself does not go on speaking of another.
  const from = speaksOfSelf(unit.text, source.language) ? at : Math.max(0, at - MAX_BEFORE);
  const fact = personalFact(question, source.language);
  // What one does is said of the one who is named, or goes on with that: "She is a nurse."
  const goesOn = refersBack(unit.text, source.language);
  const isAlone = !goesOn && (unspaced.has(source.language) || (relatives.length > 0 && fact?.isOnlyTold));
  const before = isAlone ? [] : source.units.slice(from, at).map(({ text }) => text);
  const around = [source.title, ...source.headings, unit.label ?? '', ...before, unit.text].join('\n');
  const isSaid = fact?.told?.test(unit.text) ?? false;
  if (unspaced.has(source.language)) return !asked.flat().some((one) => around.includes(one));
  const here = wordsIn(around);
  const isNamed = asked.every((words) =>
    words.some((person) => here.some((word) => isSamePerson(person, word, source.language))),
  );
  if (!isNamed && (things.length > 0 || !isSaid || isAlone)) return true;
  // When somebody died is not told by what names somebody.
  const asksTime = expectedAnswerTypes(question, source.language).has('time');
  if (relatives.length > 0 && asksTime && !isSaid && shares.within < MIN_AROUND) return true;
  return isSaidOfAnother(unit.text, asked.flat(), question, source.language);
}

/**
 * Whose age is asked for where it is no relative of the persona's: "Anna", "the mill". Empty where that is
 * not asked for.
 */
function askedThings(question: string, language: string): string[] {
  const { addresses } = asPersona(question, language);
  if (addresses || !askedMeasures(question, language).has('age')) return [];
  const { words, told, names } = readQuestion(question, '', language);
  if (unspaced.has(language)) return [...words].filter((word) => word !== told?.word);
  // A name is nothing else; a thing is called by many words.
  const own = wordsIn(question).filter((word) => {
    const [term] = wordsOf(word, language);
    return term !== undefined && words.has(term) && term !== told?.word;
  });
  const named = own.filter((word) =>
    wordsOf(word, language)
      .values()
      .some((term) => names.has(term)),
  );
  const begins = showsNames(language) && /^[¿¡\s]*\p{Lu}/u.test(question) && own[0] !== undefined;
  if (named.length > 0) return named;
  return begins &&
    question
      .toLowerCase()
      .trimStart()
      .startsWith(own[0] as string)
    ? own.slice(0, 1)
    : [];
}

/**
 * Whether the value that is asked for stands in a sentence where somebody else is spoken of: "Our daughter is
 * 27, and our son is 24." What stands behind a person is said of that one, up to the next.
 */
function isSaidOfAnother(
  text: string,
  asked: readonly string[],
  question: string,
  language: string,
): boolean {
  const told = personalFact(question, language)?.told;
  const measures = askedMeasures(question, language);
  const wants = [...expectedAnswerTypes(question, language)].filter(
    // A name stands before what somebody is, or behind it.
    (want) => valueTypes.has(want) && want !== 'person',
  );
  if (measures.size === 0 && wants.length === 0 && !told) return false;
  const terms = wordsOf(question, language);
  const asksAge = measures.has('age');
  const tellsValue = (part: string): boolean =>
    measures.size > 0
      ? tellsMeasure(measures, part, language) || (asksAge && bareAge.test(part))
      : wants.length > 0 && wants.every((want) => offers(want, part, language, terms));
  const all = personsIn(text, asked, language);
  const isKnown = all.some(({ isAsked }) => isAsked);
  // Who is meant without a name may be "I" too; and "I am married to …" tells it of both.
  const others = all.filter(({ isSelf }) => !isSelf);
  // "My wife is a teacher": what one is may be a word for a person too, and begins in what is said of her.
  const tellsFact = (part: string, rest: string): boolean =>
    told !== undefined && rest.search(told) >= 0 && rest.search(told) < part.length;
  if (isSaidIn(text, others, tellsFact)) return false;
  const isMeant = (part: string, rest: string): boolean => tellsValue(part) || tellsFact(part, rest);
  return isMeant(text, text) && !isSaidIn(text, isKnown ? all : others, isMeant);
}

/**
 * Whether what a sentence says of those who are asked about, not of the others in it, tells something: a part
 * of it, with what follows that part.
 */
function isSaidIn(
  text: string,
  people: readonly { at: number; isAsked: boolean }[],
  tells: (part: string, rest: string) => boolean,
): boolean {
  if (people.every(({ isAsked }) => isAsked)) return tells(text, text);
  const own = people.flatMap(({ at, isAsked }, n) => {
    const end = people[n + 1]?.at;
    // Before the first one it may be said of that one.
    return isAsked ? [n === 0 ? 0 : at, at].map((from) => [from, end] as const) : [];
  });
  // Who is not named is spoken of before somebody else is.
  const parts = own.length > 0 ? own : [[0, people[0]?.at] as const];
  return parts.some(([from, end]) => tells(text.slice(from, end), text.slice(from)));
}

/** What stands between somebody and the name of the same: "our twin girls, Maeve". */
const namesFollow = /^(?:[\p{L}\p{M}’']+,? ?){1,3}$/u;

/** An age that only stands behind who has it: "Inga, 27, …", "Inga (27)". */
const bareAge = /^[\p{L}\p{M}’' -]+[,(]\s*\p{Nd}{1,3}\s*(?:[,;.)]|$)/u;

/** The persons that a sentence speaks of in turn: those that are asked about, relatives, names and "I". */
function personsIn(
  text: string,
  asked: readonly string[],
  language: string,
): { at: number; isAsked: boolean; isSelf: boolean }[] {
  const people = peopleOf(language);
  const found: { at: number; isAsked: boolean; isSelf: boolean }[] = [];
  let end = 0;
  for (const { index: at, 0: word } of text.matchAll(wordPattern)) {
    const gap = text.slice(end, at);
    const lower = word.toLowerCase();
    const isRelative = people?.test(lower) ?? false;
    const isAsked = asked.some((one) => isSamePerson(one, lower, language));
    // "Our daughter Inga" is one person, named or not.
    const isName = showsNames(language) && /^\p{Lu}\p{Ll}/u.test(word) && !isSelfWord(word, language);
    const begins = isName && found.length > 0 && /[,;:–—]\s*$/u.test(gap);
    const isSelf = isSelfWord(word, language, ['subject']);
    end = at + word.length;
    if (!isAsked && !isRelative && !isSelf && !begins) continue;
    const last = found.at(-1);
    const between = last && text.slice(last.at, at);
    const continues =
      between !== undefined && (isName ? namesFollow : /^[\p{L}\p{M}’']+,? ?$/u).test(between);
    if (continues && last && !isSelf) {
      last.isAsked ||= isAsked;
      continue;
    }
    found.push({ at, isAsked, isSelf });
  }
  return found;
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
