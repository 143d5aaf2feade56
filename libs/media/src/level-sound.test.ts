import { describe, expect, test } from 'vitest';
import { levelSound, type Attempt, type Source } from './level-sound.ts';
import { createPeakReader } from './loudness.ts';
import type { Level } from './recipes.ts';

/** A sound of which the limiter takes half of what is above the ceiling. */
const loudness = (gainDb: number, ceilingDb: number): number =>
  -30 + gainDb - Math.max(0, gainDb - 8 - ceilingDb) / 2;
const source: Source = { lufs: -30, truePeakDb: -8, envelope: { loudnessAt: loudness } };
const heard = ({ gainDb, ceilingDbtp }: Level, more = 0): Attempt => ({
  lufs: loudness(gainDb, ceilingDbtp ?? Infinity) + more,
  truePeakDb: -1.5,
});

async function level(given: Source, make: (asked: Level, times: number) => Attempt) {
  const asked: Level[] = [];
  const made = await levelSound(given, async (one) => {
    asked.push(one);
    return make(one, asked.length);
  });
  return { asked, made };
}

describe('a sound is levelled', () => {
  test('at once, where what the limiter takes is foreseen', async () => {
    const { asked, made } = await level(source, (one) => heard(one));
    expect(asked).toHaveLength(1);
    expect(Math.abs((made.lufs ?? 0) + 16)).toBeLessThan(0.2);
    const { envelope: _envelope, ...unknown } = source;
    expect((await level(unknown, (one) => heard(one))).asked.length).toBeGreaterThan(1);
  });

  test('once more, by what the encoder did to it', async () => {
    const { asked, made } = await level(source, (one) => heard(one, 2));
    expect(asked).toHaveLength(2);
    expect(Math.abs((made.lufs ?? 0) + 16)).toBeLessThan(0.2);
  });

  test('under a lower ceiling where a peak was too high, and not for ever', async () => {
    const early = await level(source, (one, times) => (times < 3 ? { tooHighDb: -0.5 } : heard(one)));
    expect(early.asked.map(({ ceilingDbtp }) => ceilingDbtp)).toEqual([-2, -3, -4]);
    expect(Math.abs((early.made.lufs ?? 0) + 16)).toBeLessThan(0.2);
    // An encoder that spoils everything comes to an end.
    let limits = 0;
    const spoilt = await levelSound(source, async (one, endsAboveDb) => {
      limits += 1;
      return endsAboveDb < 0 ? { tooHighDb: 3 } : { ...(heard(one) as object), lufs: -16, truePeakDb: 3 };
    });
    expect([limits, spoilt.truePeakDb]).toEqual([9, 3]);
  });
});

test('peaks are read from what ffmpeg reports, of one channel and of two, however it is cut', () => {
  const line = (t: number, peak: string): string =>
    `[Parsed_ebur128_0 @ 0x1] t: ${t} TARGET:-23 LUFS M: -20.1 S: -20.0 I: -20.0 LUFS LRA: 0.0 LU FTPK: -9.0 dBFS TPK: ${peak} dBFS\n`;
  for (const [low, high, found] of [
    ['-inf', '-0.4', -0.4],
    ['-8.1 -inf', '-9.0  -0.6', -0.6],
  ] as const) {
    let ended = 0;
    const reader = createPeakReader(-1, () => (ended += 1));
    const text = Array.from({ length: 160 }, (_, n) => line(n / 10, n < 100 ? low : high)).join('');
    const write = (from: number, to: number): void => {
      for (let at = from; at < to; at += 37) reader.write(text.slice(at, Math.min(at + 37, to)));
    };
    write(0, text.length * 0.6);
    expect(ended).toBe(0);
    write(text.length * 0.6, text.length);
    expect([ended, reader.highest()]).toEqual([1, found]);
  }
});
