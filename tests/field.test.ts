import { beforeAll, describe, expect, test } from 'vitest';
import { fieldPages, layouts, type FieldPage } from '../bench/field/cases.ts';
import { describeCase, judgePages, sharesOf, type Judged } from '../bench/field/field.ts';
import type { Layout } from '../bench/field/layouts/layout.ts';

/**
 * Shares of answers that each group of layouts reaches at least: right, and right without the question or
 * other rows beside it. They are what the answerer reached when they were written down, and rise with it.
 */
const FLOORS: Record<Layout['group'], { right: number; clean: number }> = {
  prose: { right: 0.85, clean: 0.65 },
  faq: { right: 0.98, clean: 0.93 },
  interview: { right: 0.97, clean: 0.95 },
  speakers: { right: 0.75, clean: 0.75 },
  label: { right: 0.87, clean: 0.86 },
  dated: { right: 0.75, clean: 0.6 },
};
/** How many failing cases are printed of a group that falls below its floor. */
const PRINTED = 5;

describe('facts are found in every layout that people write them down in', () => {
  let judged: Judged[];
  beforeAll(async () => {
    judged = await judgePages(sampledPages());
  }, 120_000);

  test.for(Object.entries(FLOORS))('%s', ([group, floor]) => {
    const list = judged.filter(({ page }) => page.layout.group === group);
    const shares = sharesOf(list);
    const failing = list.filter(({ verdict }) => verdict !== 'right').slice(0, PRINTED);
    expect(shares.right, failing.map(describeCase).join('\n')).toBeGreaterThanOrEqual(floor.right);
    expect(shares.clean).toBeGreaterThanOrEqual(floor.clean);
  });
});

/** Two pages of each layout, always the same ones, the languages by turns. */
function sampledPages(): FieldPage[] {
  const all = Map.groupBy(fieldPages(), ({ layout }) => layout.name);
  return layouts.flatMap(({ name }, n) => {
    const pages = all.get(name) ?? [];
    return [pages[(n * 7) % pages.length], pages[(n * 7 + 10) % pages.length]].filter(
      (page) => page !== undefined,
    );
  });
}
