import { expect, test } from 'vitest';
import { createPauseMeter, cutAtPauses } from './speech-pieces.ts';

/** So many tenths of a second of speech, with pauses at these. */
const speech = (tenths: number, ...pauses: number[]): number[] =>
  Array.from({ length: tenths }, (_, n) => (pauses.some((at) => Math.abs(at - n) <= 3) ? 1e-5 : 0.01));

test('a recording is cut in its pauses, into pieces that a server hears at once', () => {
  expect(cutAtPauses(speech(600, 300))).toEqual([{ start: 0, end: 60 }]);
  const pieces = cutAtPauses(speech(3000, 400, 900, 1700, 2500));
  expect(pieces.map(({ end }) => Math.round(end))).toEqual([90, 170, 250, 300]);
  expect(pieces.map(({ start }) => start)).toEqual([0, ...pieces.slice(0, -1).map(({ end }) => end)]);
  // Without a pause they are cut nevertheless.
  for (const { start, end } of cutAtPauses(speech(5000))) {
    expect(end - start).toBeGreaterThan(0);
    expect(end - start).toBeLessThanOrEqual(120);
  }
});

test('where nothing is heard there is nothing to transcribe', () => {
  expect(cutAtPauses([])).toEqual([]);
  expect(cutAtPauses(Array.from({ length: 900 }, () => 1e-9))).toEqual([]);
  const silentFor = (tenths: number): number[] => Array.from({ length: tenths }, () => 0);
  const pieces = cutAtPauses([...silentFor(2400), ...speech(300)]);
  expect(pieces).toHaveLength(1);
  expect(pieces[0]?.start).toBeGreaterThan(100);
  expect(pieces[0]?.end).toBe(270);
});

test('the meter gives the mean square of each tenth of a second, however its samples are cut', () => {
  const samples = Buffer.alloc(2 * 2000);
  for (let n = 0; n < 1000; n += 1) samples.writeInt16LE(n % 2 ? 16_384 : -16_384, 2 * n);
  const meter = createPauseMeter(8000);
  for (let at = 0; at < samples.length; at += 7) meter.write(samples.subarray(at, at + 7));
  expect(meter.end()).toEqual([0.25, expect.closeTo(0.0625, 5), 0]);
});
