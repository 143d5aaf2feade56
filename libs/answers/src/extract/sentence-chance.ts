import type { AnswerType } from '@persona/languages';
import calibration from './calibration.json' with { type: 'json' };
import type { Evidence } from '../evidence.ts';
import type { Candidate } from './candidates.ts';
import type { Match } from './match.ts';
import { countsAskedThing, offers } from '../question/expected-answer-types.ts';

/** The signals from which the chance that a sentence answers is learnt, in the order of the calibration. */
export const sentenceSignalNames = [
  'own',
  'covered',
  'phrases',
  'relevance',
  'place',
  'offered',
  'lacking',
  'counted',
] as const;

/** One of the signals of a sentence, by its name. */
export const signalOf = (signals: readonly number[], name: (typeof sentenceSignalNames)[number]): number =>
  signals[sentenceSignalNames.indexOf(name)] ?? 0;

/**
 * The signals of a sentence, in the order of the calibration; bench/calibrate-sentences.ts learns from the
 * same.
 */
export function sentenceSignals(
  { unit, own, covered, phrases, passage }: Candidate,
  match: Match,
  { question, source, wants }: { question: string; source: Evidence; wants: ReadonlySet<AnswerType> },
): number[] {
  let offered = 0;
  let lacking = 0;
  for (const want of wants) {
    if (offers(want, unit.text, source.language, match.asked)) offered++;
    else if (want === 'person' || want === 'time' || want === 'number') lacking++;
  }
  const counted = wants.has('number') && countsAskedThing(question, unit.text, source.language) ? 1 : 0;
  const relevance = match.relevance[passage] ?? 0;
  // The place in the list that the index gave: its scores mean another thing in every index.
  const place = -Math.log(1 + passage);
  return [own, covered, phrases, relevance, place, offered, lacking, counted];
}

/** How much a sentence looks like one that answers, in log odds against the others. */
export function likelihood(signals: readonly number[]): number {
  return signals.reduce((sum, value, i) => sum + value * (calibration.sentences.weights[i] ?? 0), 0);
}

/** What the best sentence says of the whole answer. */
export interface SentenceSignals {
  /** Its log odds, as a share of what they are at most, about. */
  sentence: number;
  /** How many of the kinds of things asked for (a person, a time, a number) it lacks. */
  lacking: number;
}

/** Log odds that few sentences exceed. */
const TYPICAL_MAX_LOG_ODDS = 10;

export function bestSentence(signals: readonly number[] = []): SentenceSignals {
  return {
    sentence: likelihood(signals) / TYPICAL_MAX_LOG_ODDS,
    lacking: signalOf(signals, 'lacking'),
  };
}

/** Log odds as chances that add up to 1: one of these sentences answers, as far as any does. */
export function chances(odds: readonly number[]): number[] {
  const top = Math.max(...odds);
  const powers = odds.map((value) => Math.exp(value - top));
  const all = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / all);
}
