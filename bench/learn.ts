/** What is known of one question: its signals, whether it is good, and how much it counts. */
export interface Lesson {
  signals: readonly number[];
  good: boolean;
  weight: number;
}

const STEPS = 3000;
const STRIDE = 0.5;

/**
 * Logistic regression by gradient descent over standardised signals; weights are pulled to zero by `pull`,
 * and returned for the signals as they are. The lessons' weights add up to about 1 or 2.
 */
export function learnLogistic(lessons: readonly Lesson[], pull: number): { bias: number; weights: number[] } {
  const size = lessons[0]?.signals.length ?? 0;
  const columns = Array.from({ length: size }, (_, i) => lessons.map(({ signals }) => signals[i] ?? 0));
  const mean = columns.map((column) => column.reduce((a, b) => a + b, 0) / column.length);
  const deviation = columns.map(
    (column, i) =>
      Math.sqrt(column.reduce((sum, value) => sum + (value - (mean[i] ?? 0)) ** 2, 0) / column.length) || 1,
  );
  const rows = lessons.map(({ signals }) =>
    signals.map((value, i) => (value - (mean[i] ?? 0)) / (deviation[i] ?? 1)),
  );
  let weights = columns.map(() => 0);
  let bias = 0;
  for (let step = 0; step < STEPS; step++) {
    const gradient = columns.map(() => 0);
    let shift = 0;
    for (const [r, row] of rows.entries()) {
      const sum = row.reduce((total, value, i) => total + value * (weights[i] ?? 0), bias);
      const lesson = lessons[r];
      const error = (1 / (1 + Math.exp(-sum)) - (lesson?.good ? 1 : 0)) * (lesson?.weight ?? 0);
      shift += error;
      for (const [i, value] of row.entries()) gradient[i] = (gradient[i] ?? 0) + error * value;
    }
    weights = weights.map((weight, i) => weight - STRIDE * ((gradient[i] ?? 0) + pull * weight));
    bias -= STRIDE * shift;
  }
  return {
    bias: bias - weights.reduce((sum, weight, i) => sum + (weight * (mean[i] ?? 0)) / (deviation[i] ?? 1), 0),
    weights: weights.map((weight, i) => weight / (deviation[i] ?? 1)),
  };
}

/** One of several things to choose from, and whether it is right. */
export interface Choice {
  signals: readonly number[];
  answers: boolean;
}

const CHOICE_STEPS = 300;
const PULL_TO_ZERO = 0.001;
const zeros = (size: number): number[] => Array.from({ length: size }, () => 0);

/** Log odds of signals by weights, in the order of the signals. */
export const oddsOf = (signals: readonly number[], by: readonly number[]): number =>
  signals.reduce((sum, value, i) => sum + value * (by[i] ?? 0), 0);

/**
 * Fits a choice among the sentences of each question (softmax) by gradient descent with Adam's steps. Every
 * question has one that answers, at least.
 */
export function learnChoice(questions: readonly (readonly Choice[])[]): number[] {
  const size = questions[0]?.[0]?.signals.length ?? 0;
  const by = zeros(size);
  const mean = zeros(size);
  const square = zeros(size);
  for (let step = 1; step <= CHOICE_STEPS; step++) {
    const gradient = zeros(size);
    for (const question of questions) {
      const top = Math.max(...question.map(({ signals }) => oddsOf(signals, by)));
      const powers = question.map(({ signals }) => Math.exp(oddsOf(signals, by) - top));
      const all = powers.reduce((sum, power) => sum + power, 0);
      const right = powers.reduce((sum, power, i) => sum + (question[i]?.answers ? power : 0), 0);
      for (const [i, { signals, answers }] of question.entries()) {
        const power = powers[i] ?? 0;
        const error = power / all - (answers ? power / right : 0);
        for (const [k, value] of signals.entries()) gradient[k] = (gradient[k] ?? 0) + error * value;
      }
    }
    for (let k = 0; k < size; k++) {
      const slope = (gradient[k] ?? 0) / questions.length + PULL_TO_ZERO * (by[k] ?? 0);
      mean[k] = 0.9 * (mean[k] ?? 0) + 0.1 * slope;
      square[k] = 0.99 * (square[k] ?? 0) + 0.01 * slope ** 2;
      const stride =
        (mean[k] ?? 0) / (1 - 0.9 ** step) / (Math.sqrt((square[k] ?? 0) / (1 - 0.99 ** step)) + 1e-8);
      by[k] = (by[k] ?? 0) - 0.1 * stride;
    }
  }
  return by;
}
