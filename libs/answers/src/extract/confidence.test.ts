import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import calibration from './calibration.json' with { type: 'json' };
import { confidence, signalNames, signalVector, type Signals } from './confidence.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const signals: fc.Arbitrary<Signals> = fc.record({
  relevance: share,
  words: share,
  absent: share,
  named: fc.oneof(share, fc.constant(-1)),
  phrases: share,
  ahead: share,
  length: fc.double({ min: 0, max: 5, noNaN: true }),
  description: fc.constant(0),
  described: fc.constant(0),
  sentence: fc.double({ min: -1, max: 2, noNaN: true }),
  lacking: fc.nat(3),
});
const sure: Signals = {
  relevance: 0.9,
  words: 1,
  absent: 0,
  named: 1,
  phrases: 1,
  ahead: 0.8,
  length: 1.5,
  description: 0,
  described: 0,
  sentence: 1,
  lacking: 0,
};

describe('confidence', () => {
  test('the calibration is of these signals, in their order', () => {
    expect(calibration.signals).toEqual(signalNames);
    expect(calibration.weights).toHaveLength(signalNames.length);
    expect(signalVector(sure)).toHaveLength(signalNames.length);
  });

  test('knows what all signals speak for, and nothing of what none does', () => {
    expect(confidence(sure).knows).toBe(true);
    const unsure = { ...sure, relevance: 0.05, words: 0.1, absent: 0.9, named: 0, phrases: 0, ahead: 0 };
    expect(confidence(unsure).knows).toBe(false);
  });

  test('is a probability, and knowing follows from it alone', () => {
    fc.assert(
      fc.property(signals, signals, (one, other) => {
        const [a, b] = [confidence(one), confidence(other)];
        expect(a.probability).toBeGreaterThanOrEqual(0);
        expect(a.probability).toBeLessThanOrEqual(1);
        if (a.knows && !b.knows) expect(a.probability).toBeGreaterThan(b.probability);
      }),
    );
  });

  test('rises with what the passages have, and falls with what they lack', () => {
    fc.assert(
      fc.property(signals, share, (some, more) => {
        const at = (changed: Partial<Signals>) => confidence({ ...some, ...changed }).probability;
        for (const name of ['relevance', 'words', 'phrases', 'ahead'] as const)
          expect(at({ [name]: Math.max(some[name], more) })).toBeGreaterThanOrEqual(at({}));
        expect(at({ absent: Math.max(some.absent, more) })).toBeLessThanOrEqual(at({}));
      }),
    );
  });

  test('a question that names nothing stands between names that were found and names that were not', () => {
    const at = (named: number) => confidence({ ...sure, named }).probability;
    expect(at(-1)).toBeGreaterThan(at(0));
    expect(at(-1)).toBeLessThan(at(1));
  });

  test('of what only describes, words alone are no proof; that they stand together is', () => {
    const brushed = { ...sure, relevance: 0.4, words: 0.67, named: -1, phrases: 0.3 };
    expect(confidence(brushed).knows).toBe(true);
    expect(confidence({ ...brushed, phrases: 0, description: 1, described: 0 }).probability).toBeLessThan(
      confidence({ ...brushed, phrases: 0 }).probability,
    );
    expect(confidence({ ...brushed, phrases: 0.8, description: 1, described: 0.8 }).knows).toBe(true);
  });
});
