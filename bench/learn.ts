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
