import type { Evidence } from '../evidence.ts';
import { topicsOf, type ReadQuestion } from '../question/read-question.ts';
import type { AnswerType } from '@persona/languages';
import { personaStatements } from '../question/persona-statements.ts';
import type { KnownPeople } from '../question/subjects.ts';
import { toldOfOthers } from '../question/told-of-others.ts';
import { refersBack } from './back-reference.ts';
import { dateOf } from './dating.ts';
import { isOfKind, labelMatcher, shareLike } from './label-match.ts';
import {
  compounding,
  partsOf,
  saidOtherwise,
  spokenText,
  type PassageTerms,
  type Weigh,
} from './passage-terms.ts';
import type { Unit } from '@persona/text';
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
  /**
   * Shares of what is asked about, without the words that ask ("how many"): found in the unit; in it, in
   * title, headings or the two sentences before; in the heading right above.
   */
  asked: { own: number; within: number; heading: number };
  /** Share of the question's neighbouring words that stand together here too. */
  phrases: number;
  /** Share of the question's weight in the heading right above. */
  headingShare: number;
  /** Share of that heading that the question names. */
  headingNamed: number;
  /** How much the unit's label and the question are the same, 0–1; 0 without a label. */
  labelMatch: number;
  /** When it was written, as far as anybody says. */
  date: string | undefined;
  /** How many words it has that the question has not. */
  news: number;
  /** Whether the persona is asked about, and the unit speaks of it. */
  ofPersona: boolean;
  /** Whether what is asked of the persona is told there of somebody else. */
  ofOther: boolean;
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
/** What a word of a question to the persona weighs at least, as a share of its rarest word. */
const MIN_WEIGHT_SHARE = 0.4;
/** … and for a word that people say for it. */
const SWAPPED_CREDIT = 0.7;

export function candidatesOf(
  place: number,
  passage: Evidence,
  { title }: PassageTerms,
  asking: { question: string; language: string; read: ReadQuestion; wants: ReadonlySet<AnswerType> },
  weigh: Weigh,
  names: readonly string[] = [],
  people?: KnownPeople,
): Candidate[] {
  const { read, wants } = asking;
  const { factors, pairs, words, same } = read;
  const speaksOfPersona = personaStatements(read, passage, names);
  const tellsOfOther = people ? toldOfOthers(read, passage, people) : () => false;
  const matchOf = labelMatcher(asking, read, wants, passage.language);
  // On a page that is about it, the thing that somebody is asked about stands everywhere.
  const least = read.addresses ? MIN_WEIGHT_SHARE * Math.max(...words.values().map(weigh)) : 0;
  const weights = [...factors].map(
    ([term, factor]) => [term, factor * Math.max(weigh(term), words.has(term) ? least : 0)] as const,
  );
  const all = weights.reduce((sum, [, weight]) => sum + weight, 0) || 1;
  const pairWeights = pairs.map(([a, b]) => [`${a} ${b}`, (weigh(a) + weigh(b)) / 2] as const);
  const allPairs = pairWeights.reduce((sum, [, weight]) => sum + weight, 0) || 1;
  const above = passage.headings.at(-1) ?? '';
  const heading = new Set(termsOf(above, passage.language, same).map(({ term }) => term));
  if (compounding.has(passage.language))
    for (const word of partsOf(factors.keys(), heading)) heading.add(word);
  const headingNamed = shareLike(wordsOf(above, passage.language, same), words);
  const headingShare =
    weights.reduce((sum, [term, weight]) => sum + (heading.has(term) ? weight : 0), 0) / all;
  const topics = topicsOf(read);
  const topicWeights = weights.filter(([term]) => topics.has(term));
  const allTopics = topicWeights.reduce((sum, [, weight]) => sum + weight, 0) || 1;
  const headingAsked =
    topicWeights.reduce((sum, [term, weight]) => sum + (heading.has(term) ? weight : 0), 0) / allTopics;
  const titled = new Set(saidOtherwise(words, title, passage.language));
  let before = new Set<string>();
  let earlier = new Set<string>();
  return passage.units.map((unit, at) => {
    const here = new Set<string>();
    const together = new Set<string>();
    let last: string | undefined;
    let news = 0;
    // What answers a question of another kind is titled by its words and does not say them.
    const isAnswer = unit.labelled !== 'question' || isOfKind(unit.label ?? '', wants, passage.language);
    const spoken = isAnswer ? spokenText(unit, passage.language) : unit.text;
    for (const { term, word } of termsOf(spoken, passage.language, same)) {
      here.add(term);
      if (!word) continue;
      if (!factors.has(term)) news++;
      if (last !== undefined) together.add(`${last} ${term}`);
      last = term;
    }
    if (compounding.has(passage.language)) for (const word of partsOf(factors.keys(), here)) here.add(word);
    if (read.told?.form?.test(unit.text)) here.add(read.told.word);
    const swapped = new Set(saidOtherwise(words, here, passage.language));
    const pointsBack = refersBack(unit.text, passage.language);
    let own = 0;
    let covered = 0;
    const asked = { own: 0, within: 0, heading: headingAsked };
    for (const [term, weight] of weights) {
      if (topics.has(term)) {
        if (here.has(term) || swapped.has(term)) asked.own += weight / allTopics;
        const isAbove = title.has(term) || titled.has(term);
        if (here.has(term) || swapped.has(term) || isAbove || before.has(term) || earlier.has(term))
          asked.within += weight / allTopics;
      }
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
    const ofOther = tellsOfOther(at);
    earlier = before;
    // What was said of somebody else is not said of the persona by what follows.
    before = ofOther ? new Set() : here;
    return {
      passage: place,
      at,
      unit,
      own: own / all,
      covered: covered / all,
      asked,
      phrases: phrases / allPairs,
      headingShare,
      headingNamed,
      labelMatch: matchOf(unit, { title, holds: (term) => here.has(term) || title.has(term) }),
      date: dateOf(unit, passage),
      news,
      ofPersona: speaksOfPersona(at),
      ofOther,
    };
  });
}
