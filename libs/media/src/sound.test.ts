import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSoundMeter, createWaveformMeter, type Stereo, type SoundMeasure } from './sound.ts';

const RATE = 48_000;
const samples = (seconds: number, at: (n: number) => number): Buffer => {
  const values = Int16Array.from({ length: Math.round(seconds * RATE) }, (_, n) =>
    Math.round(Math.max(-32_768, Math.min(32_767, at(n) * 32_767))),
  );
  return Buffer.from(values.buffer);
};
const sine = (hertz: number, level: number) => (n: number) =>
  level * Math.sin((2 * Math.PI * hertz * n) / RATE);
const measure = (pcm: Buffer, channels = 1): SoundMeasure => {
  const meter = createSoundMeter(RATE, channels);
  meter.write(pcm);
  return meter.end();
};

describe('the sound meter', () => {
  test('counts seconds, of every number of channels', () => {
    const pcm = samples(2, sine(440, 0.5));
    expect(measure(pcm).seconds).toBe(2);
    expect(measure(pcm, 2).seconds).toBe(1);
  });

  test('knows how the channels of a stereo sound relate', () => {
    const pair = (right: (value: number) => number): Stereo | null => {
      const left = sine(440, 0.5);
      const mono = samples(0.5, left);
      const both = Buffer.alloc(mono.length * 2);
      for (let n = 0; n < mono.length / 2; n += 1) {
        both.writeInt16LE(mono.readInt16LE(n * 2), n * 4);
        both.writeInt16LE(Math.round(right(mono.readInt16LE(n * 2))), n * 4 + 2);
      }
      return measure(both, 2).stereo;
    };
    expect(pair((value) => value)).toMatchObject({
      correlation: expect.closeTo(1),
      mixDb: expect.closeTo(-3, 0),
    });
    expect(pair((value) => -value)).toMatchObject({ correlation: expect.closeTo(-1), mixDb: -120 });
    expect(pair(() => 0)).toMatchObject({ correlation: 0, leftDb: 0, rightDb: -120 });
    expect(measure(samples(0.1, sine(440, 0.5))).stereo).toBeNull();
  });

  test('finds the share of silence, in loud and in soft recordings', () => {
    for (const level of [0.5, 0.02]) {
      const half = measure(samples(4, (n) => (n < 2 * RATE ? sine(300, level)(n) : 0)));
      expect(half.silenceShare).toBeCloseTo(0.5, 2);
      expect(measure(samples(1, sine(300, level))).silenceShare).toBe(0);
    }
    expect(measure(samples(1, () => 0)).silenceShare).toBe(1);
    expect(measure(Buffer.alloc(0)).silenceShare).toBe(1);
  });

  test('finds what was cut off at full scale, and takes a full-scale tone for what it is', () => {
    expect(measure(samples(1, sine(440, 2))).clippedShare).toBeGreaterThan(0.5);
    expect(measure(samples(1, sine(440, 1))).clippedShare).toBe(0);
    expect(measure(samples(1, sine(100, 0.9))).clippedShare).toBe(0);
  });

  test('measures the same however the samples are cut into chunks', () => {
    const pcm = samples(0.05, (n) => Math.sin(n * n) * 1.2);
    const whole = measure(pcm);
    fc.assert(
      fc.property(fc.array(fc.nat(pcm.length), { maxLength: 20 }), (cuts) => {
        const meter = createSoundMeter(RATE, 1);
        const outline = createWaveformMeter(RATE, 0.05);
        const ends = [...cuts.toSorted((a, b) => a - b), pcm.length];
        ends.reduce((start, end) => {
          meter.write(pcm.subarray(start, end));
          outline.write(pcm.subarray(start, end));
          return end;
        }, 0);
        expect(meter.end()).toEqual(whole);
        expect(outline.end().length).toBe(Math.ceil((0.05 * RATE) / 64));
      }),
      { numRuns: 50 },
    );
  });
});

describe('the waveform', () => {
  test('holds about a thousand pairs of minimum and maximum', () => {
    const meter = createWaveformMeter(RATE, 2);
    meter.write(samples(2, (n) => (n < RATE ? sine(440, 0.49)(n) : 0)));
    const waveform = meter.end();
    expect(waveform).toMatchObject({
      version: 2,
      channels: 1,
      sample_rate: RATE,
      samples_per_pixel: 96,
      bits: 8,
      length: 1000,
    });
    expect(waveform.data).toHaveLength(2000);
    expect(Math.max(...waveform.data.slice(0, 1000))).toBe(62);
    expect(Math.min(...waveform.data.slice(0, 1000))).toBe(-63);
    expect(waveform.data.slice(1010).every((value) => value === 0)).toBe(true);
  });
});
