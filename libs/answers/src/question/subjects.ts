import { known, packOf, type SubjectWords } from '@persona/languages';
import type { Evidence } from '../evidence.ts';
import { termsOf } from '../extract/terms.ts';
import { showsNames } from './expected-answer-types.ts';
import type { ReadQuestion } from './read-question.ts';
import { peopleOf, peopleWithin } from './people.ts';
import { isSelfWord, otherWords, selfWordsOf, wordPattern } from './self-words.ts';

/** Whom a sentence speaks of from a place on, up to the next: the persona or somebody else. */
export interface Subject {
  at: number;
  isSelf: boolean;
  /** Whether it is called by its name. */
  isNamed?: boolean;
}

/** Names, each in lower case: of the persona, and of others that its pages tell of. */
export interface KnownPeople {
  own: ReadonlySet<string>;
  others: ReadonlySet<string>;
}

interface Words {
  thirds: ReadonlySet<string>;
  relatives: ReadonlySet<string>;
  prepositions: ReadonlySet<string>;
  joins: ReadonlySet<string>;
  /** Whether a word for a person has the form of one who does something, where forms tell. */
  isDoer: (word: string) => boolean;
}

const compiled = new Map<string, Words>();

function wordsFor(language: string): Words {
  let words = compiled.get(language);
  if (!words) {
    const subjects = known(packOf(language)?.persons)?.subjects;
    const set = (kind: Exclude<keyof SubjectWords, 'form'>) =>
      new Set(subjects?.[kind].split(' ').filter(Boolean));
    const form = subjects?.form === undefined ? undefined : new RegExp(subjects.form, 'u');
    words = {
      thirds: set('thirds'),
      relatives: set('relatives'),
      prepositions: set('prepositions'),
      joins: set('joins'),
      isDoer: (word) => form?.test(word) ?? true,
    };
    compiled.set(language, words);
  }
  return words;
}

/** Whether a sentence begins with "he" or "she". */
export const beginsWithThird = (text: string, language: string): boolean =>
  wordsFor(language).thirds.has(wordsIn(text)[0] ?? '');

/** Whether a question speaks of somebody by "he" or "she". */
export const speaksOfThird = (text: string, language: string): boolean =>
  wordsIn(text).some((word) => wordsFor(language).thirds.has(word));

/** What ends a clause. */
const boundary = /[,;:–—()]/u;

/** Forms of a verb that only "I" and "we" have; "vive" and "писал" are also those of "she" and "he". */
const isOwnVerb = (word: string): boolean => !/(?:[aeл]|ла|лся|лась)$/u.test(word);

/** The subjects of a sentence's clauses in turn, where words are written apart. */
export function subjectsOf(
  text: string,
  language: string,
  { own, others }: KnownPeople,
  {
    ownForms,
    same,
    isAsked,
  }: Pick<ReadQuestion, 'ownForms' | 'same'> & { isAsked: (term: string) => boolean },
): Subject[] {
  const people = peopleOf(language);
  const { thirds, relatives, prepositions, joins, isDoer } = wordsFor(language);
  const { articles, ownVerbs, verbsTell } = otherWords(language);
  const isPlain = (word: string) => articles.has(word) || isSelfWord(word, language, ['possessive']);
  const tellsSelf = (word: string) =>
    verbsTell && (ownVerbs.has(word) || (ownForms.has(word) && isOwnVerb(word)));
  let found: Subject[] = [];
  /** Where the clause begins, and how many subjects stand before it. */
  let clause = { start: 0, subjects: 0 };
  let end = 0;
  /** Whether "I" did something in this clause: who is named behind it is whom it was done to. */
  let isOpen = false;
  /** Whether the word before is somebody who is asked about: "my husband Davie". */
  let isAskedPerson = false;
  let before: string[] = [];
  const add = (at: number, isSelf: boolean): void => {
    found.push({ at: found.length === clause.subjects ? clause.start : at, isSelf });
    isOpen = isSelf;
  };
  for (const { index: at, 0: word } of text.matchAll(wordPattern)) {
    const lower = word.toLowerCase();
    const gap = text.slice(end, at);
    const isBehindBoundary = boundary.test(gap);
    end = at + word.length;
    if (isBehindBoundary || joins.has(lower)) {
      clause = { start: at, subjects: found.length };
      isOpen = false;
    }
    if (isBehindBoundary) before = [];
    // What is said in brackets is said of nothing else.
    const last = gap.includes(')') ? found.findLast((one) => one.at < text.lastIndexOf('(', at)) : undefined;
    if (last) found.push({ ...last, at });
    const isName =
      !isAskedPerson && (others.has(lower) || (at === 0 && showsNames(language) && isFullName(text)));
    isAskedPerson = termsOf(word, language, same).some(({ term }) => isAsked(term));
    if (own.has(lower)) found.push({ at, isSelf: true, isNamed: true });
    else if (isSelfWord(word, language, ['subject'])) add(at, true);
    // "Anna taught me", "con mi hermana vendo": all of the clause is about the persona too.
    else if (isSelfWord(word, language, ['object']) || tellsSelf(lower)) {
      found = found.slice(0, clause.subjects);
      add(clause.start, true);
    } else if (
      (thirds.has(lower) && !(at > 0 && isCapital(word))) ||
      (relatives.has(lower) && isBehindBoundary && found.length > 0)
    )
      add(at, false);
    else if (!isOpen && !isAskedPerson) {
      const { at: place, word: last } = wordBefore(before, isPlain);
      // "Two daughters" may be whom somebody has.
      const isPerson = people?.test(lower) && isDoer(lower) && (place < before.length - 1 || place < 0);
      const begins = place < 0 && clause.start === 0;
      const isKnown = isPerson || (isName && showsNames(language)) || (isName && begins);
      if (isKnown && !prepositions.has(last ?? '') && (begins || goesOn.test(text.slice(end))))
        add(at, false);
    }
    before.push(lower);
  }
  return found;
}

/** "Sie" within a sentence is who reads it. */
const isCapital = (word: string): boolean => /^\p{Lu}/u.test(word);

/** What stands behind somebody who does something: a verb. One of several is followed by the next. */
const goesOn = /^(?: \p{Lu}[\p{L}\p{M}’']+){0,2} (?!(?:and|und|et|y|e|en|och|i|и|ve) )\p{Ll}/u;

/**
 * The place of the word before a noun with its article, or whose it is, and one word that describes it; −1
 * where these begin the clause.
 */
function wordBefore(
  before: readonly string[],
  isPlain: (word: string) => boolean,
): { at: number; word: string | undefined } {
  let at = before.length - 1;
  const last = before[at];
  const next = before[at - 1];
  if (last !== undefined && !isPlain(last) && next !== undefined && isPlain(next)) at--;
  while (at >= 0 && isPlain(before[at] as string)) at--;
  return { at, word: before[at] };
}

/** "Hugh Barlow keeps …" */
const isFullName = (text: string): boolean => /^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+(?!\p{L})/u.test(text);

/** The people that pages may speak of by name, the persona by `names`. */
export const peopleIn = (names: readonly string[], evidence: readonly Evidence[]): KnownPeople => ({
  own: new Set(names.flatMap(wordsIn)),
  get others() {
    return namesIn(evidence);
  },
});

const namesOfOthers = new WeakMap<readonly Evidence[], ReadonlySet<string>>();

/**
 * The names of people that pages tell of: what stands behind a word for a person ("my brother Jens"), and
 * where a capital shows names, the first of two in the middle of a sentence ("from Greta Holm").
 */
function namesIn(evidence: readonly Evidence[]): ReadonlySet<string> {
  let names = namesOfOthers.get(evidence);
  if (!names) {
    const found = new Set<string>();
    for (const { units, language } of evidence)
      for (const { text } of units) for (const name of namesOf(text, language)) found.add(name);
    namesOfOthers.set(evidence, (names = found));
  }
  return names;
}

function namesOf(text: string, language: string): string[] {
  const people = peopleOf(language);
  const found: string[] = [];
  let last: { word: string; end: number } | undefined;
  for (const { index: at, 0: word } of text.matchAll(wordPattern)) {
    const gap = last === undefined ? '' : text.slice(last.end, at);
    if (
      last &&
      /^\p{Lu}\p{Ll}/u.test(word) &&
      !isSelfWord(word, language) &&
      ((/^,? $/u.test(gap) && people?.test(last.word)) ||
        (/^[\p{L}\p{M}]?\s$/u.test(gap) && showsNames(language) && isFullName(text.slice(at))))
    )
      found.push(word.toLowerCase());
    last = { word, end: at + word.length };
  }
  return found;
}

const unspacedForms = new Map<string, UnspacedForms | undefined>();

interface UnspacedForms {
  /** Who is spoken of, as the group of that name, and "I"; both where the clause is about them. */
  other: RegExp;
  self: RegExp;
}

/** The subjects of a sentence's clauses in turn, where words are not written apart. */
export function unspacedSubjects(text: string, language: string, { own }: KnownPeople): Subject[] {
  const forms = unspacedFormsOf(language);
  if (!forms) return [];
  const found: Subject[] = [];
  for (const { index: at } of text.matchAll(forms.other)) found.push({ at, isSelf: false });
  for (const { index: at } of text.matchAll(forms.self)) found.push({ at, isSelf: true });
  for (const name of own) {
    const at = text.indexOf(name);
    if (at >= 0) found.push({ at, isSelf: true });
  }
  return found.sort((a, b) => a.at - b.at);
}

function unspacedFormsOf(language: string): UnspacedForms | undefined {
  if (!unspacedForms.has(language)) {
    const form = known(packOf(language)?.persons)?.subjects?.form;
    const people = peopleWithin(language)?.source;
    const self = selfWordsOf(language, 'subject').filter(Boolean).join('|');
    unspacedForms.set(
      language,
      form === undefined || people === undefined
        ? undefined
        : {
            other: new RegExp(form.replaceAll('#', people), 'gu'),
            self: new RegExp(`(?:${self})(?!的?${people})`, 'gu'),
          },
    );
  }
  return unspacedForms.get(language);
}

const wordsIn = (text: string): string[] => text.toLowerCase().match(wordPattern) ?? [];
