import { known, packOf, type AnswerType } from '@persona/languages';
import { swappedWords, type Unit } from '@persona/text';
import { expectedAnswerTypes, offers } from '../question/expected-answer-types.ts';
import { askedMeasures, measureLabels } from '../question/measures.ts';
import { askedOfPersona } from '../question/asked-of-persona.ts';
import type { ReadQuestion } from '../question/read-question.ts';
import { wordsOf } from './terms.ts';

/** What of the page the label stands in. */
export interface LabelContext {
  /** Terms of the page's title and the headings above. */
  title: ReadonlySet<string>;
  /** Whether a term stands in the unit or the title. */
  holds: (term: string) => boolean;
}

/** What a label that says only the kind of its value ("Price") must have of the question around it. */
const MIN_SHARED_CONTEXT = 0.6;
/** The match of a question of the same words in another form: it may ask for something else. */
const NOT_VERBATIM = 0.99;
/** What is left of a match with a question to somebody where not all that is asked about is there. */
const HALF_NAMED = 0.6;
/** The match of a row whose name holds all that is asked for, and more: "Guinea fowl with its gravy". */
const PART_OF_NAME = 0.6;

/**
 * How much labels and a question are the same, 0–1. A question answers one that asks the same: as many words
 * of each stand in the other, and it is of the same kind. A label is called by its name, whatever else is
 * asked of it, or by the kind of what is asked for, when the page is about the rest; a row by its first cell,
 * and the better when a column is named too.
 */
export function labelMatcher(
  { question, language: asked }: { question: string; language: string },
  { words, names, same, addresses }: ReadQuestion,
  wants: ReadonlySet<AnswerType>,
  language: string,
): (unit: Unit, context: LabelContext) => number {
  const matches = new Map<string, number>();
  const kinds = new Set([
    ...wants.values().flatMap((want) => [language, asked].flatMap((of) => [...kindWords(want, of)])),
    ...askedMeasures(question, asked)
      .values()
      .flatMap((measure) => wordsOf(measureLabels(measure, language), language)),
  ]);
  const wantsNone = wantsNoKind(wants, asked);
  const folded = fold(question);
  const joining = known(packOf(asked)?.compoundQuestions)?.conjunctions.split(' ');
  const isJoined = joining !== undefined && folded.split(' ').some((word) => joining.includes(word));

  const isSaid = (word: string, others: ReadonlySet<string>): boolean =>
    hasLike(others, word) || !(swappedWords(word, language)?.isDisjointFrom(others) ?? true);
  const share = (some: ReadonlySet<string>, others: ReadonlySet<string>): number =>
    some.size === 0 ? 0 : count(some, (word) => isSaid(word, others)) / some.size;
  const asLabel = (label: string, column: number | undefined, title: ReadonlySet<string>): number => {
    // What stands in brackets tells it from another of the same name: "Phone (work)".
    const name = label.replace(/\s*[(（][^()（）]*[)）]\s*$/u, '');
    const own = wordsOf(name === '' ? label : name, language, same);
    const rest = new Set(own.values().filter((word) => words.has(word) || !kinds.has(word)));
    const around = count(words, (word) => hasLike(own, word) || title.has(word));
    const context = words.size === 0 ? 0 : around / words.size;
    // It says only the kind of thing, or asks for it ("Where: …"): the page must be about what is asked of.
    const asksSame = own.size === 0 && !expectedAnswerTypes(label, language).isDisjointFrom(wants);
    if (rest.size === 0)
      return (own.size > 0 || asksSame) && context >= MIN_SHARED_CONTEXT ? 0.5 + 0.5 * context : 0;
    const named = share(rest, words);
    const asked = share(words, own);
    if (column !== undefined) return named ** 2 * Math.min(1, 0.5 + 0.35 * asked + 0.25 * column);
    return named ** 2 * (0.45 + 0.55 * Math.max(asked, named === 1 ? context : 0));
  };
  const asQuestion = (label: string): number => {
    if (fold(label) === folded) return 1;
    const own = wordsOf(askedOfPersona(label, language), language, same);
    const named = share(own, words);
    const asked = share(words, own);
    return named + asked === 0 ? 0 : Math.min(NOT_VERBATIM, (2 * named * asked) / (named + asked));
  };
  const match = ({ label = '', labelled }: Unit, title: ReadonlySet<string>): number => {
    if (labelled === 'question') return asQuestion(label);
    if (labelled !== 'columns') return asLabel(label, undefined, title);
    const [key = '', ...columns] = label.split(' | ');
    const named = (name: string): number => {
      const own = wordsOf(name, language, same);
      return own.size === 0 ? 0 : count(own, (word) => hasLike(words, word) || kinds.has(word)) / own.size;
    };
    return asLabel(key, Math.max(0, ...columns.map(named)), title);
  };
  return (unit, { title, holds }) => {
    const { label, labelled, value } = unit;
    if (label === undefined) return 0;
    const key = `${labelled} ${label}`;
    let found = matches.get(key);
    if (found === undefined) matches.set(key, (found = match(unit, title)));
    if (labelled === 'question')
      return found <= NOT_VERBATIM && !isOfKind(label, wants, language) ? found / 2 : found;
    // What is asked of somebody by name is not answered by what is called so for anybody.
    const own = wordsOf(label, language, same);
    if (!names.keys().every((name) => holds(name) || hasLike(own, name))) return 0;
    // The size that a page speaks of is not that of somebody's shoes.
    const isNamed = (word: string) => holds(word) || hasLike(own, word);
    const saysKindOnly = own.values().every((word) => kinds.has(word));
    // Nor does a count of cars tell which one somebody drives.
    const isCount = wantsNone && isBareCount(unit);
    if (addresses && (saysKindOnly || isCount) && !isJoined && !words.values().every(isNamed))
      return HALF_NAMED * found;
    const isPriced =
      wants.has('price') && value !== undefined && offers('price', unit.text.slice(value), language, words);
    if (isPriced && words.size > 0 && countLike(words, own) === words.size)
      return Math.max(found, PART_OF_NAME);
    return found;
  };
}

/** What of the wanted can be seen in an answer, or asks for one of its own. */
const typesIn = (wants: ReadonlySet<AnswerType>): AnswerType[] =>
  [...wants].filter((want) => valueTypes.has(want) || want === 'reason');

/** Whether a page's question wants such a thing as is asked for, where that is of a kind. */
export function isOfKind(label: string, wants: ReadonlySet<AnswerType>, language: string): boolean {
  const typed = typesIn(wants);
  return typed.length === 0 || !expectedAnswerTypes(label, language).isDisjointFrom(new Set(typed));
}

/** A number that counts something: longer ones are those of phones and accounts. */
const countOnly = /^\W*\p{Nd}{1,3}\W*$/u;

/** Whether a value says only how many there are: "Cars: 32". */
export const isBareCount = ({ text, value }: Pick<Unit, 'text' | 'value'>): boolean =>
  value !== undefined && countOnly.test(text.slice(value));

/** Whether a question in forms that are known wants none of what can be seen in a text. */
export const wantsNoKind = (wants: ReadonlySet<AnswerType>, language: string): boolean =>
  known(packOf(language)?.questions) !== undefined && typesIn(wants).length === 0;

/** Kinds of answers that can be seen in a text. */
export const valueTypes: ReadonlySet<AnswerType> = new Set(['number', 'price', 'time', 'person', 'place']);

/** The words by which labels name what a question wants. */
export const kindWords = (want: AnswerType, language: string): Set<string> =>
  wordsOf(known(packOf(language)?.labelNames)?.[want] ?? '', language);

const fold = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

function count(words: ReadonlySet<string>, is: (word: string) => boolean): number {
  let found = 0;
  for (const word of words) if (is(word)) found++;
  return found;
}

/** Whether words have one, or another form of it. */
export const hasLike = (words: ReadonlySet<string>, word: string): boolean =>
  words.has(word) || words.values().some((other) => isFormOf(word, other));

/**
 * How many words have one like them among others: the same, or another form of it. Labels are too short to
 * ask for more.
 */
export const countLike = (words: ReadonlySet<string>, others: ReadonlySet<string>): number =>
  count(words, (word) => hasLike(others, word));

/** … and the share of them, 0 where there are no words. */
export const shareLike = (words: ReadonlySet<string>, others: ReadonlySet<string>): number =>
  words.size === 0 ? 0 : countLike(words, others) / words.size;

/** Share of the longer word that two forms of one word begin with alike, and how much that is at least. */
const MIN_SHARED_BEGINNING = 0.6;
const MIN_SHARED_CHARACTERS = 4;

function isFormOf(word: string, other: string): boolean {
  const maxLength = Math.max(word.length, other.length);
  let shared = 0;
  while (shared < word.length && word[shared] === other[shared]) shared++;
  // Of few letters, one has to be the beginning of the other: "bread" is no form of "break".
  if (shared === MIN_SHARED_CHARACTERS && shared < Math.min(word.length, other.length)) return false;
  return shared >= MIN_SHARED_CHARACTERS && shared >= MIN_SHARED_BEGINNING * maxLength;
}
