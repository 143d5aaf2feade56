import { known, packOf, type AnswerType, type RequestKind } from '@persona/languages';
import calibration from './calibration.json' with { type: 'json' };
import type { Evidence } from '../evidence.ts';
import { offers, showsNames } from '../question/expected-answer-types.ts';
import { isCrowded } from '../question/personal.ts';
import { topicsOf, type ReadQuestion } from '../question/read-question.ts';
import type { Candidate } from './candidates.ts';
import type { ExtractiveQuestion } from './extractive-question.ts';
import { hasLike, valueTypes } from './label-match.ts';
import { logistic } from './logistic.ts';
import type { Match } from './match.ts';
import { spokenText } from './passage-terms.ts';
import { COMPLETE, type RankedCandidate } from './rank.ts';
import { termsOf, wordsOf } from './terms.ts';

/** The signals from which it is learnt whether what was chosen answers, in the order of the calibration. */
export const answerSignalNames = [
  'rivals',
  'apart',
  'missing',
  'others',
  'absent',
  'typed',
  'valueless',
  'length',
  'ahead',
  'requested',
  'spread',
  'unnamed',
  'titled',
  'reason',
  'surface',
] as const;

/** Odds that are so much lower are nearly as good. */
const RIVAL_ODDS = 2;
/** A question about so few things is about none of them alone. */
const FEW_TOPICS = 2;

/** Requests that are not for a fact: what is said of a thing answers them. */
const narrative: ReadonlySet<RequestKind> = new Set([
  'self',
  'overview',
  'summary',
  'opinion',
  'advice',
  'events',
  'compare',
  'list',
  'needs',
]);

export interface ChosenAnswer {
  chosen: readonly Candidate[];
  ranked: readonly RankedCandidate[];
  match: Match;
  /** Whether it was chosen for the kind of the request. */
  isRequested: boolean;
}

/**
 * What tells whether the chosen units answer somebody who is asked, in the order of the calibration:
 * - `rivals`: how many other passages have a unit that is nearly as likely (logarithm).
 * - `apart`: 1 where two things are asked about, for no value, and their words stand nowhere together.
 * - `missing`: share of the things asked about that the units do not name.
 * - `others`: 1 where few things are asked of the persona, and the units speak of others.
 * - `absent`: 1 where no passage has one of the question's words.
 * - `typed`: 1 where a value is asked for; `valueless`: 1 where none is given.
 * - `length`: the logarithm of what is said; `ahead`: as of the evidence.
 * - `requested`: 1 for a request that is not for a fact.
 * - `spread`: how far apart the question's words stand in the likeliest unit (a logarithm).
 * - `unnamed`: 1 where it is asked which, and the units name nothing.
 * - `titled`: share of the things asked about that the page's title and headings name.
 * - `reason`: 1 where it is asked why; `surface`: share of the question's weight in the likeliest unit.
 *
 * Undefined where nobody tells of themself, so little that what is found is no chance, or where the page
 * answers this very question.
 */
export function answerSignals(
  { chosen, ranked, match, isRequested }: ChosenAnswer,
  { question, evidence, request }: ExtractiveQuestion,
): number[] | undefined {
  const [first] = chosen;
  if (!first || !isCrowded(question, evidence)) return undefined;
  const best = ranked.find(({ unit }) => chosen.some((one) => one.unit === unit));
  // A label that names a part of it, of a page about something else, is a word like another.
  if (best?.labelled && (best.unit.labelled === 'question' || best.asked.within >= COMPLETE))
    return undefined;
  const { language } = evidence[first.passage] as Evidence;
  const read = match.readIn(language);
  if (best?.tellsFact || (best?.ofPersona && read.owned)) return undefined;
  const isNarrative = isRequested && request != null && narrative.has(request.kind);
  const isPlain = best !== undefined && (best.headed || best.onAskedDay || best.complete);
  const topics = topicsOf(read);
  const said = chosen.map(({ unit }) => spokenText(unit, language)).join('\n');
  const here = wordsOf(said, language, read.same);
  const source = evidence[first.passage] as Evidence;
  const above = wordsOf([source.title, ...source.headings].join('\n'), language, read.same);
  const wants: ReadonlySet<AnswerType> = match.wantsIn(language);
  const isTyped = wants.values().some((want) => valueTypes.has(want));
  const isApart = topics.size === FEW_TOPICS && !isTyped && chosen.every(({ phrases }) => phrases === 0);
  const gives = (want: AnswerType) =>
    chosen.some(({ unit }) => offers(want, unit.text, language, match.asked));
  const speaksOfOthers = read.addresses && !chosen.some(({ ofPersona }) => ofPersona);
  const isFact = !isNarrative && !isPlain;
  const of = (is: boolean): number => (is ? 1 : 0);
  return [
    isNarrative ? 0 : Math.log(1 + rivalsOf(best, ranked)),
    of(isFact && isApart),
    isNarrative
      ? 0
      : topics
          .values()
          .filter((topic) => !hasLike(here, topic))
          .toArray().length / (topics.size || 1),
    of(isFact && speaksOfOthers && topics.size <= FEW_TOPICS),
    of(!isPlain && match.signals.absent > 0),
    of(isTyped),
    of(isTyped && !wants.values().some((want) => valueTypes.has(want) && gives(want))),
    isNarrative ? 0 : Math.log(said.length),
    match.signals.ahead,
    of(isNarrative),
    isFact && best ? spreadOf(best, language, read) : 0,
    of(isFact && showsNames(language) && isAskedWhich(question, language) && !gives('person')),
    topics
      .values()
      .filter((topic) => hasLike(above, topic))
      .toArray().length / (topics.size || 1),
    of(wants.has('reason')),
    isFact && best ? best.own : 0,
  ];
}

/** Whether it is asked which of several things. */
const isAskedWhich = (question: string, language: string): boolean =>
  known(packOf(language)?.asksWhich)?.test(question.trim()) ?? false;

/** Logarithm of the number of words from the first to the last of the question's in a unit. */
function spreadOf({ unit }: RankedCandidate, language: string, { words, same }: ReadQuestion): number {
  const all = termsOf(unit.text, language, same).filter(({ word }) => word);
  const places = all.flatMap(({ term }, i) => (words.has(term) ? [i] : []));
  const found = new Set(places.map((i) => all[i]?.term));
  if (found.size < 2) return 0;
  let least = Infinity;
  for (const [n, from] of places.entries()) {
    const seen = new Set<string | undefined>();
    for (const to of places.slice(n)) {
      seen.add(all[to]?.term);
      if (seen.size === found.size) {
        least = Math.min(least, to - from + 1 - found.size);
        break;
      }
    }
  }
  return Math.log(1 + least);
}

/** Passages beside that of a unit which have one nearly as likely. */
function rivalsOf(best: RankedCandidate | undefined, ranked: readonly RankedCandidate[]): number {
  if (!best) return 1;
  const near = ranked.filter(
    ({ odds, passage }) => odds >= best.odds - RIVAL_ODDS && passage !== best.passage,
  );
  return new Set(near.map(({ passage }) => passage)).size;
}

/**
 * How likely it is that the chosen units answer, and whether that is enough to say them: a logistic
 * regression, learnt by bench/calibrate-asked.ts from questions to people who write blogs.
 */
export function answerChance(signals: readonly number[]): { probability: number; answers: boolean } {
  const { probability } = logistic(signals, calibration.answers);
  return { probability, answers: probability >= calibration.answers.threshold };
}
