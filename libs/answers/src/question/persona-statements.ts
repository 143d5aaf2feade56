import { known, languagesWith, packOf } from '@persona/languages';
import type { Evidence } from '../evidence.ts';
import { refersBack } from '../extract/back-reference.ts';
import { announces, termsOf, type Term } from '../extract/terms.ts';
import type { ReadQuestion } from './read-question.ts';
import { isSelfWord, otherWords, wordPattern } from './self-words.ts';
import { tellsPossession } from './possession.ts';
import { swappedWords } from '@persona/text';

const unspaced = languagesWith('unspaced');
const MIN_NAME_CHARACTERS = 3;
/** How far "I" is before what a single word asks at most: "I have two children". */
const MAX_DISTANCE_WORDS = 6;
/** … where the sentence begins with it and turns to nobody else: "We live with a tree and two cats." */
const MAX_SENTENCE_WORDS = 18;
/** … and behind it, "the boat that I sailed": farther on, it is of another clause. */
const MAX_DISTANCE_BEHIND_WORDS = 3;
/** … and "my": "our two children". */
const MAX_OWN_DISTANCE_WORDS = 2;
/** … and how far "I" or "my" is before a part of what is called by two words: "I wear shoes of size 39". */
const MAX_WHOSE_DISTANCE_WORDS = 4;

/**
 * Returns whether the unit at a place of a passage speaks of the persona: in the first person, by one of its
 * names, or with "she" after its name. Where a single word is asked for, that has to be said of the persona,
 * and not of something else in the same sentence. Nothing does for a question that does not address the
 * persona.
 */
export function personaStatements(
  {
    addresses,
    ownForms,
    words,
    same,
    told,
    owned,
    compound,
  }: Pick<ReadQuestion, 'addresses' | 'ownForms' | 'words' | 'same' | 'told' | 'owned' | 'compound'>,
  { units, language }: Pick<Evidence, 'units' | 'language'>,
  names: readonly string[],
): (at: number) => boolean {
  if (!addresses) return () => false;
  const swapped = new Set(words.values().flatMap((word) => swappedWords(word, language) ?? []));
  // A part of an identifier is not the thing; a single character may be.
  const isAsked = ({ term, word }: Term): boolean =>
    (word || unspaced.has(language)) && (words.has(term) || swapped.has(term));
  const isTheirs = (text: string): boolean =>
    termsOf(text, language, same).some((one) => {
      // Where words are not written apart, a term has no place of its own.
      const at = unspaced.has(language) ? text.indexOf(one.term) : one.start;
      return isAsked(one) && at > 0 && tellsPossession(text.slice(0, at), language);
    });
  const omitted = known(packOf(language)?.persons)?.omitted ?? false;
  const { articles, turns, ownVerbs } = otherWords(language);
  // Who knows a dog has none. Whose daughter it is, goes without saying where "my" is left out.
  if (owned && !(omitted && told))
    return (at) => {
      const text = units[at]?.text ?? '';
      return (told?.form?.test(text) ?? false) || (!announces(text) && isTheirs(text));
    };
  if (omitted) return () => true;
  const parts = new Set(
    names.flatMap((name) => wordsIn(name).filter((part) => part.length >= MIN_NAME_CHARACTERS)),
  );
  const named = new Map<number, boolean>();
  /** Where among its words a unit names the persona: at its beginning where "she" stands for it. */
  const namesIn = (at: number, all: readonly string[]): number[] => [
    ...all.flatMap((one, n) => (parts.has(one) ? [n] : [])),
    ...(at > 0 && refersBack(units[at]?.text ?? '', language) && isNamed(at - 1) ? [0] : []),
  ];
  const isNamed = (at: number): boolean => {
    let found = named.get(at);
    if (found === undefined) named.set(at, (found = namesIn(at, wordsIn(units[at]?.text ?? '')).length > 0));
    return found;
  };
  const [only] = words.size === 1 ? words : [];
  // "Where do you live?" is not answered by where my sister does.
  const ofWhose =
    only === undefined || ownForms.values().some((one) => isSelfWord(one, language, ['possessive']));
  const isSelf = (one: string) => isSelfWord(one, language, ofWhose ? undefined : ['subject', 'object']);
  // Of another word for what is asked only a verb that "I" may have: "lebe" for "wohnst", no noun.
  const ends = new Set(ownForms.values().map((form) => form.at(-1)));
  const isOwnForm = (one: string) => ends.has(one.at(-1));
  return (at) => {
    const all = wordsIn(units[at]?.text ?? '');
    const selves = all.flatMap((one, n) =>
      isSelf(one) || ownForms.has(one) || ownVerbs.has(one) ? [n] : [],
    );
    selves.push(...namesIn(at, all));
    if (told?.form?.test(units[at]?.text ?? '')) return true;
    if (only === undefined && !compound) return selves.length > 0;
    const asked = all.flatMap((one, n) =>
      termsOf(one, language, same).some(
        ({ term }) => words.has(term) || (swapped.has(term) && isOwnForm(one)),
      )
        ? [n]
        : [],
    );
    // "Your shoe size" is not told by what has the size of a shoe.
    if (only === undefined)
      return asked.some((n) => selves.some((self) => self < n && n - self <= MAX_WHOSE_DISTANCE_WORDS));
    // "My husband" tells that I am married, and "my friends with children" not that I have any.
    if (told?.word === only) {
      const whose = all.flatMap((one, n) => (isSelfWord(one, language, ['possessive']) ? [n] : []));
      if (asked.some((n) => whose.some((self) => n > self && n - self <= MAX_OWN_DISTANCE_WORDS)))
        return true;
      if (told.isOnly) return false;
    }
    // "The workshop is in Mill Street" is said of one's own.
    if (ofWhose && asked.some((n) => n <= 1 && articles.has(all[n - 1] ?? ''))) return true;
    const isNear = (n: number) =>
      selves.some(
        (self) =>
          self - n <= MAX_DISTANCE_BEHIND_WORDS &&
          (n - self <= MAX_DISTANCE_WORDS ||
            (self === 0 &&
              told === undefined &&
              turns.size > 0 &&
              n <= MAX_SENTENCE_WORDS &&
              !all.slice(0, n).some((one) => turns.has(one)))),
      );
    // "My work" answers for "your job"; what the persona does is not what it does otherwise.
    return asked.length === 0 ? ofWhose && selves.length > 0 : asked.some(isNear);
  };
}

const wordsIn = (text: string): string[] => text.toLowerCase().match(wordPattern) ?? [];
