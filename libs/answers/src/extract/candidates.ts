import type { Evidence } from '../evidence.ts';
import type { ReadQuestion } from '../question/read-question.ts';
import { refersBack } from './back-reference.ts';
import {
  compounding,
  partsOf,
  saidOtherwise,
  spokenText,
  type PassageTerms,
  type Weigh,
} from './passage-terms.ts';
import { swappedWords, type Unit } from '@persona/text';
import { termsOf, wordsOf } from './terms.ts';

/** A unit with what it shares with the question. */
export interface Candidate {
  /** Place of its passage among the evidence. */
  passage: number;
  /** Place in its passage. */
  at: number;
  unit: Unit;
  /**
   * Shares of the question's weight, 0–1: found in the unit; and with its title, headings and the sentence
   * before.
   */
  own: number;
  covered: number;
  /** Share of the question's neighbouring words that stand together here too. */
  phrases: number;
  /** Share of the question's weight in the heading right above. */
  headingShare: number;
  /** How much the unit's label and the question are the same, 0–1; 0 without a label. */
  labelMatch: number;
}

/** Share of the question that a heading must hold to be taken for the same question. */
export const MIN_HEADING_SHARE = 0.6;
/**
 * Credit for a term that stands not in the sentence but in the one before, or in the title or headings above
 * it.
 */
const BEFORE_CREDIT = 0.3;
/** … and for one in the sentence before when this one begins with a word that points there. */
const BACK_REFERENCE_CREDIT = 0.6;
const TITLE_CREDIT = 0.6;
/** … and for a word that people say for it. */
const SWAPPED_CREDIT = 0.7;

export function candidatesOf(
  place: number,
  passage: Evidence,
  { title }: PassageTerms,
  question: ReadQuestion,
  weigh: Weigh,
): Candidate[] {
  const { factors, words, pairs } = question;
  const matchOf = labelMatcher(question, passage.language);
  const weights = [...factors].map(([term, factor]) => [term, factor * weigh(term)] as const);
  const all = weights.reduce((sum, [, weight]) => sum + weight, 0) || 1;
  const pairWeights = pairs.map(([a, b]) => [`${a} ${b}`, (weigh(a) + weigh(b)) / 2] as const);
  const allPairs = pairWeights.reduce((sum, [, weight]) => sum + weight, 0) || 1;
  const heading = new Set(termsOf(passage.headings.at(-1) ?? '', passage.language).map(({ term }) => term));
  const headingShare =
    weights.reduce((sum, [term, weight]) => sum + (heading.has(term) ? weight : 0), 0) / all;
  let before = new Set<string>();
  return passage.units.map((unit, at) => {
    const here = new Set<string>();
    const together = new Set<string>();
    let last: string | undefined;
    for (const { term, word } of termsOf(spokenText(unit), passage.language)) {
      here.add(term);
      if (!word) continue;
      if (last !== undefined) together.add(`${last} ${term}`);
      last = term;
    }
    if (compounding.has(passage.language)) for (const word of partsOf(factors.keys(), here)) here.add(word);
    const swapped = new Set(saidOtherwise(words, here, passage.language));
    const pointsBack = refersBack(unit.text, passage.language);
    let own = 0;
    let covered = 0;
    for (const [term, weight] of weights) {
      if (here.has(term)) {
        own += weight;
        covered += weight;
      } else if (swapped.has(term)) {
        own += SWAPPED_CREDIT * weight;
        covered += SWAPPED_CREDIT * weight;
      } else if (title.has(term)) covered += TITLE_CREDIT * weight;
      else if (before.has(term)) covered += (pointsBack ? BACK_REFERENCE_CREDIT : BEFORE_CREDIT) * weight;
    }
    let phrases = 0;
    for (const [pair, weight] of pairWeights) if (together.has(pair)) phrases += weight;
    before = here;
    return {
      passage: place,
      at,
      unit,
      own: own / all,
      covered: covered / all,
      phrases: phrases / allPairs,
      headingShare,
      labelMatch: matchOf(unit, (term) => here.has(term) || title.has(term)),
    };
  });
}

/**
 * A question answers one that asks the same: as many words of each stand in the other. A label is called by
 * its name, whatever else is asked of it; a row by its first cell, and the better when a column is named too.
 */
function labelMatcher(
  { words, names }: ReadQuestion,
  language: string,
): (unit: Unit, holds: (term: string) => boolean) => number {
  const known = new Map<string, number>();
  const shareOf = (label: string): { named: number; asked: number } => {
    const own = wordsOf(label, language);
    const asked = words.size === 0 ? 0 : countLike(words, own, language) / words.size;
    return { named: own.size === 0 ? 0 : countLike(own, words, language) / own.size, asked };
  };
  const match = ({ label = '', labelled }: Unit): number => {
    if (labelled !== 'columns') {
      const { named, asked } = shareOf(label);
      if (named + asked === 0) return 0;
      return labelled === 'question'
        ? (2 * named * asked) / (named + asked)
        : named ** 2 * (0.5 + 0.5 * asked);
    }
    const [key = '', ...columns] = label.split(' | ');
    const { named, asked } = shareOf(key);
    const column = Math.max(0, ...columns.map((name) => shareOf(name).named));
    return named ** 2 * Math.min(1, 0.5 + 0.35 * asked + 0.25 * column);
  };
  return (unit, holds) => {
    if (unit.label === undefined) return 0;
    // What is asked of somebody by name is not answered by what is called so for anybody.
    if (unit.labelled !== 'question') {
      const own = wordsOf(unit.label, language);
      const isNamed = (name: string) => holds(name) || own.values().some((word) => isFormOf(name, word));
      if (!names.keys().every(isNamed)) return 0;
    }
    const key = `${unit.labelled} ${unit.label}`;
    let found = known.get(key);
    if (found === undefined) known.set(key, (found = match(unit)));
    return found;
  };
}

/**
 * How many words have one like them among others: the same, or another form of it. Labels are too short to
 * ask for more.
 */
function countLike(words: ReadonlySet<string>, others: ReadonlySet<string>, language: string): number {
  let count = 0;
  for (const word of words) {
    const swapped = swappedWords(word, language);
    if (others.has(word) || others.values().some((other) => isFormOf(word, other))) count++;
    else if (swapped !== undefined && !swapped.isDisjointFrom(others)) count += SWAPPED_CREDIT;
  }
  return count;
}

/** Share of the longer word that two forms of one word begin with alike, and how much that is at least. */
const MIN_SHARED_BEGINNING = 0.6;
const MIN_SHARED_CHARACTERS = 4;

function isFormOf(word: string, other: string): boolean {
  const maxLength = Math.max(word.length, other.length);
  let shared = 0;
  while (shared < word.length && word[shared] === other[shared]) shared++;
  return shared >= MIN_SHARED_CHARACTERS && shared >= MIN_SHARED_BEGINNING * maxLength;
}
