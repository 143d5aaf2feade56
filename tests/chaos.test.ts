// A short run of the chaos lab (npm run chaos is the long one): a whole install is driven, disturbed and read
// at the same time; nothing may be wrong at the end.
import { describe, expect, test } from 'vitest';
import { runChaos } from './chaos/lab.ts';

describe('under kills, pauses and a Redis that is stopped, emptied and torn', { timeout: 300_000 }, () => {
  test('nothing accepted is lost, doubled, stale, undead or left over, and no answer ever mixes', async () => {
    const report = await runChaos({ pages: 1000, kills: 30, seed: 11, outageMs: [2000, 5000] });
    expect(report).toMatchObject({
      verdict: { lost: 0, duplicated: 0, stale: 0, undead: 0, garbage: 0, examples: [] },
      seen: { mixed: 0, stale: 0, undead: 0, holes: 0, examples: [] },
      internalErrors: 0,
      clean: true,
    });
    // The run has really exercised the install.
    expect(Object.values(report.faults).reduce((sum, count) => sum + count, 0)).toBe(40);
    expect(report.operations.acked).toBeGreaterThan(1000);
    expect(report.seen.answers).toBeGreaterThan(1000);
  });
});

describe('a check that cannot fail is no check', { timeout: 300_000 }, () => {
  const small = {
    pages: 90,
    seed: 5,
    recordings: 0,
    // Longer than what the sweeper looks for has waited: what is lost then, stays lost.
    settleMs: 12_000,
    // What is deleted while the worker is stopped is still in the index; what is stored then is in Redis
    // only.
    kills: [{ kind: 'calm' }, { kind: 'stop', who: 'ingest-worker' }, { kind: 'redis emptied' }] as const,
  };

  test('without the live-version filter, readers see what was deleted or replaced', async () => {
    const { seen, clean } = await runChaos({ ...small, without: 'live-version' });
    expect(clean).toBe(false);
    expect(seen.undead + seen.stale + seen.mixed).toBeGreaterThan(0);
  });

  test('without the sweeper, what an emptied Redis held stays lost', async () => {
    const { verdict, clean } = await runChaos({ ...small, without: 'sweeper' });
    expect(clean).toBe(false);
    expect(verdict.lost).toBeGreaterThan(0);
  });

  test('without the tombstone, texts of deleted pages are left behind', async () => {
    const { verdict, clean } = await runChaos({ ...small, without: 'tombstone' });
    expect(clean).toBe(false);
    expect(verdict.garbage + verdict.undead).toBeGreaterThan(0);
  });
});
