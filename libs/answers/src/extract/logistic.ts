/** What a calibration has learnt: a weight for each signal, in their order. */
interface Learnt {
  bias: number;
  weights: readonly number[];
}

/** The log odds of signals, and the probability that they mean, by a logistic regression. */
export function logistic(
  signals: readonly number[],
  { bias, weights }: Learnt,
): { logOdds: number; probability: number } {
  const logOdds = signals.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), bias);
  return { logOdds, probability: 1 / (1 + Math.exp(-logOdds)) };
}
