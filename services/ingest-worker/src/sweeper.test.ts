import { createLogger, createMetrics } from '@persona/runtime';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MAX_REST_FACTOR, startSweeper } from './sweeper.ts';

const INTERVAL_MS = 5000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** How often a sweep runs in `intervals` intervals that finds what `find` says. */
async function runsOf(find: () => number, intervals: number): Promise<number> {
  let runs = 0;
  const sweep = {
    name: 'one',
    intervalMs: INTERVAL_MS,
    run: () => {
      runs++;
      return Promise.resolve(find());
    },
  };
  const sweeper = startSweeper([sweep], {
    logger: createLogger('test', 'silent'),
    metrics: createMetrics('test'),
  });
  await vi.advanceTimersByTimeAsync(intervals * INTERVAL_MS);
  await sweeper.close();
  return runs;
}

test('a sweep runs at each interval while it finds something, and seldom while it does not', async () => {
  const intervals = 40;
  // Its first run is somewhere in the first interval, and each is seen by the next tick.
  expect(await runsOf(() => 1, intervals)).toBeGreaterThan(intervals * 0.7);
  expect(await runsOf(() => 0, intervals)).toBeLessThanOrEqual(intervals / MAX_REST_FACTOR + 3);
});

test('what is found after a rest is followed at the interval again', async () => {
  let runs = 0;
  const rested = await runsOf(() => 0, 40);
  const found = await runsOf(() => (++runs > 8 ? 1 : 0), 40);
  expect(found).toBeGreaterThan(rested);
});

test('a sweep that fails is tried again at the interval', async () => {
  const failed = await runsOf(() => {
    throw new Error('The store is away.');
  }, 40);
  expect(failed).toBeGreaterThan(28);
});
