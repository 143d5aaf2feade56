import { beforeAll, describe, expect, test } from 'vitest';
import { describeCase, judgeAsked, sharesOf, type Judged } from '../bench/asking/asking.ts';
import { askingCases } from '../bench/asking/cases.ts';

/**
 * Shares that each group of questions reaches at least or at most. They are what the answerer reached when
 * they were written down, and rise with it; where one falls, the bench tells which questions.
 */
const FLOORS: Record<string, { right?: number; beside?: number }> = {
  'page words': { right: 0.88 },
  'small talk': { right: 0.98 },
  'beside the pages': { right: 0.92 },
  'second person': { right: 0.91, beside: 0.02 },
  'first person': { right: 0.93 },
  'every other kind': { right: 0.5, beside: 0.11 },
};
/** How many failing cases are printed of a group that falls below its floor. */
const PRINTED = 5;

describe('questions as people ask them', () => {
  let judged: Judged[];
  beforeAll(async () => {
    judged = await judgeAsked(askingCases());
  }, 120_000);

  test.for(Object.entries(FLOORS))('%s', ([group, { right = 0, beside = 1 }]) => {
    const list = judged.filter(({ kind }) => (kind in FLOORS ? kind : 'every other kind') === group);
    const shares = sharesOf(list);
    const failing = list.filter(({ verdict, heldOut }) => verdict !== 'right' && !heldOut).slice(0, PRINTED);
    const shown = failing.map(describeCase).join('\n');
    expect(shares.right, shown).toBeGreaterThanOrEqual(right);
    expect(shares.beside, shown).toBeLessThanOrEqual(beside);
  });
});
