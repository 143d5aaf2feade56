import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutPassages } from '../passages/cut-passages.ts';
import { readPage } from '../reading/read-page.ts';
import { packUnits, unpackUnits } from './pack-units.ts';
import { readUnits } from './read-units.ts';
import { textOfUnits, type Unit } from './unit.ts';

const text = fc.string({ unit: 'binary', maxLength: 30 });
const maybe = <T>(name: string, value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.option(value, { nil: undefined }).map((found) => (found === undefined ? {} : { [name]: found }));

/** A unit of a passage: what it says is a slice of the passage, or has been decoded. */
const unit = (passage: string, offset: number): fc.Arbitrary<Unit> =>
  fc
    .tuple(
      fc.constantFrom<Unit['kind']>('sentence', 'item', 'row', 'code', 'heading'),
      fc.nat(passage.length),
      fc.nat(passage.length),
      fc.option(text, { nil: undefined }),
      fc.boolean(),
      maybe('marker', text),
      maybe('label', text),
      maybe('labelled', fc.constantFrom('question', 'label', 'term', 'columns')),
      maybe('value', fc.nat(30)),
      maybe('question', fc.constant(true)),
      maybe('turn', fc.nat(1_000)),
      maybe('speaker', text),
      maybe('quoted', fc.nat(3)),
      maybe('date', fc.constantFrom('2024', '2024-05', '2024-05-01')),
      maybe('chrome', fc.constant(true)),
    )
    .map(([kind, a, b, other, first, ...more]) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      return {
        kind,
        text: other ?? passage.slice(from, to),
        start: offset + from,
        end: offset + to,
        first,
        ...Object.assign({}, ...more),
      } as Unit;
    });

test('units come back as they were put, whatever they hold', () => {
  const passage = fc
    .tuple(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(1_000_000))
    .chain(([content, start]) =>
      fc.array(unit(content, start), { maxLength: 12 }).map((units) => ({ text: content, start, units })),
    );
  fc.assert(
    fc.property(passage, ({ units, ...place }) => {
      expect(unpackUnits(packUnits(units, place), place)).toEqual(units);
    }),
    { numRuns: 500 },
  );
});

test('units of pages come back, and what stands in the passage is not stored twice', () => {
  const content =
    '# FAQ\n\n**Who built it?** The fishermen &amp; their *wives* did.\n\n- **Phone:** 12 34\n\n| What | Price |\n|---|---|\n| Honey | 12 € |\n\n> Quoted.\n\n```\ncode\n```\n';
  const reading = readPage(content);
  const cuts = cutPassages(reading, readUnits(content, reading, 'en'));
  expect(cuts.flatMap(({ units }) => units).length).toBeGreaterThan(5);
  for (const { start, end, units } of cuts) {
    const place = { text: content.slice(start, end), start };
    const packed = packUnits(units, place);
    expect(unpackUnits(packed, place)).toEqual(units);
    const stored = JSON.parse(packed) as { s: number; e: number; t?: string }[];
    for (const { s, e, t } of stored) expect(t).not.toBe(place.text.slice(s, e));
    expect(stored.some(({ t }) => t === undefined)).toBe(true);
  }
});

test('what units say as running text has a line break where one begins a line', () => {
  const say = (own: string, first: boolean) => ({ text: own, first });
  expect(textOfUnits([])).toBe('');
  expect(textOfUnits([say('One.', true), say('Two.', false), say('Three.', true)])).toBe('One. Two.\nThree.');
});
