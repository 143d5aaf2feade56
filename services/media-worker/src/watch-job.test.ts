import { expect, test } from 'vitest';
import { createEstimate } from './watch-job.ts';

test('the time that is left follows the speed of late, and is not guessed at', () => {
  let at = 0;
  const estimate = createEstimate(() => at);
  expect(estimate(0)).toBeNull();
  at = 10_000;
  expect(estimate(0.005)).toBeNull();
  expect(estimate(0.1)).toBe(90);
  // Slower from here on, and long enough that the beginning does not count any more.
  for (let n = 1; n <= 120; n += 1) {
    at += 1000;
    estimate(0.1 + n * 0.001);
  }
  expect(estimate(0.22)).toBe(780);
  expect(estimate(1)).toBe(0);
});
