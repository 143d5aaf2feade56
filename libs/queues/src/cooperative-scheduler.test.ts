import { describe, expect, test } from 'vitest';
import { createCooperativeScheduler } from './cooperative-scheduler.ts';

describe('right of scheduler', () => {
  const order = async (large: [string, number], small: [string, number], timeoutMs = 60_000) => {
    const scheduler = createCooperativeScheduler({ timeoutMs });
    const seen: string[] = [];
    using first = scheduler.enter(...large);
    const other = scheduler.enter(...small);
    const passing = first.yieldToSmaller().then(() => seen.push('large'));
    // Work that need not wait continues at once.
    await new Promise((resolve) => setImmediate(resolve));
    if (timeoutMs === 1) await passing;
    seen.push('small');
    other[Symbol.dispose]();
    await passing;
    return seen;
  };

  test('large work waits for smaller work of others', async () => {
    expect(await order(['big', 48], ['small', 1])).toEqual(['small', 'large']);
  });

  test.each([
    ['of the same persona', ['big', 48], ['big', 1]],
    ['as large', ['big', 48], ['other', 48]],
    ['larger', ['small', 1], ['big', 48]],
  ] as const)('and for none that is %s', async (_what, first, second) => {
    expect(await order([...first], [...second])).toEqual(['large', 'small']);
  });

  test.each([
    ['smaller work of another persona has begun', ['other', 1], 60_000, true],
    ['that was a while ago', ['other', 1], 0, false],
    ['it was as large', ['other', 48], 60_000, false],
    ['it was of the same persona', ['big', 1], 60_000, false],
  ] as const)(
    'is it crowded for large work when %s?',
    (_what, [instanceId, size], contendedTtlMs, crowded) => {
      const scheduler = createCooperativeScheduler({ contendedTtlMs });
      using large = scheduler.enter('big', 48);
      scheduler.enter(instanceId, size)[Symbol.dispose]();
      expect(large.isContended()).toBe(crowded);
    },
  );

  test('nor for longer than its timeout', async () => {
    expect(await order(['big', 48], ['small', 1], 1)).toEqual(['large', 'small']);
  });
});
