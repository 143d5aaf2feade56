import calibration from './calibration.json' with { type: 'json' };
import { logistic } from './logistic.ts';
import type { EvidenceSignals } from './match.ts';
import type { SentenceSignals } from './sentence-chance.ts';

/** What confidence is learnt from. */
export type Signals = EvidenceSignals & SentenceSignals;

const names = [
  'relevance',
  'words',
  'absent',
  'named',
  'phrases',
  'ahead',
  'length',
  'description',
  'described',
  'sentence',
  'lacking',
] as const;

/** The value of `named` for a question that names nothing, which speaks neither for nor against. */
const NAMED_WITHOUT_NAMES = 0.6;

/**
 * The signals as numbers, in the order of the calibration; bench/calibrate-answers.ts learns from the same.
 */
export function signalVector(signals: Signals): number[] {
  return names.map((name) => (name === 'named' && signals.named < 0 ? NAMED_WITHOUT_NAMES : signals[name]));
}

export const signalNames: readonly string[] = names;

/**
 * Whether the persona knows: a logistic regression over these signals, learnt by bench/calibrate-answers.ts
 * from questions put to collections that hold their answers and to others that do not. Its threshold lets
 * fewer than a tenth of good questions go unanswered.
 */
export function confidence(signals: Signals): { probability: number; knows: boolean } {
  const { logOdds, probability } = logistic(signalVector(signals), calibration);
  return { probability, knows: logOdds >= calibration.threshold };
}
