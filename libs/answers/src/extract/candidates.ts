import type { Evidence } from '../evidence.ts';
import type { ReadQuestion } from '../question/read-question.ts';
import { refersBack } from './back-reference.ts';
import { compounding, partsOf, type PassageTerms, type Weigh } from './passage-terms.ts';
import { termsOf, unitsOf, type Unit } from './units.ts';

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

export function candidatesOf(
  place: number,
  passage: Evidence,
  { title }: PassageTerms,
  { factors, pairs }: ReadQuestion,
  weigh: Weigh,
): Candidate[] {
  const weights = [...factors].map(([term, factor]) => [term, factor * weigh(term)] as const);
  const all = weights.reduce((sum, [, weight]) => sum + weight, 0) || 1;
  const pairWeights = pairs.map(([a, b]) => [`${a} ${b}`, (weigh(a) + weigh(b)) / 2] as const);
  const allPairs = pairWeights.reduce((sum, [, weight]) => sum + weight, 0) || 1;
  const heading = new Set(termsOf(passage.headings.at(-1) ?? '', passage.language).map(({ term }) => term));
  const headingShare =
    weights.reduce((sum, [term, weight]) => sum + (heading.has(term) ? weight : 0), 0) / all;
  let before = new Set<string>();
  return unitsOf(passage).map((unit, at) => {
    const here = new Set<string>();
    const together = new Set<string>();
    let last: string | undefined;
    for (const { term, word } of termsOf(unit.text, passage.language)) {
      here.add(term);
      if (!word) continue;
      if (last !== undefined) together.add(`${last} ${term}`);
      last = term;
    }
    if (compounding.has(passage.language)) for (const word of partsOf(factors.keys(), here)) here.add(word);
    const pointsBack = refersBack(unit.text, passage.language);
    let own = 0;
    let covered = 0;
    for (const [term, weight] of weights) {
      if (here.has(term)) {
        own += weight;
        covered += weight;
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
    };
  });
}
