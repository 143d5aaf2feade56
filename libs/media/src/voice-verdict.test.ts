import { expect, test } from 'vitest';
import { createPitchMeter } from './pitch.ts';
import type { SoundMeasure } from './sound.ts';
import { voiceVerdict } from './voice-verdict.ts';

const sound = (more: Partial<SoundMeasure>): SoundMeasure => ({
  seconds: 20,
  silenceShare: 0.2,
  clippedShare: 0,
  clippedShares: [0],
  noiseFloorDb: -65,
  stereo: null,
  ...more,
});

test.each([
  ['good', {}, -20, '16.0 s of speech, clear; this sample can be used.'],
  ['unusable', { seconds: 3, silenceShare: 0.3 }, -20, '2.1 s of speech; record at least 10 s.'],
  ['usable', { seconds: 8, silenceShare: 0 }, -20, '8.0 s of speech; record at least 10 s.'],
  ['unusable', { silenceShare: 1 }, null, '0.0 s of speech; the sample is silent'],
  ['usable', { clippedShares: [0, 0.002] }, -20, 'record at a lower level'],
  ['usable', { noiseFloorDb: -38 }, -20, 'record in a quiet room'],
  ['unusable', { noiseFloorDb: -25 }, -20, 'record in a quiet room'],
] as const)('a sample is %s: %j', (code, more, lufs, words) => {
  const verdict = voiceVerdict(sound(more as Partial<SoundMeasure>), lufs);
  expect(verdict.code).toBe(code);
  expect(verdict.message).toContain(words);
});

/** A voice is a row of harmonics, of which the first need not be the loudest. */
const buzz = (hertz: number, seconds = 2): Buffer =>
  Buffer.from(
    Int16Array.from({ length: 16_000 * seconds }, (_, n) =>
      Math.round(
        [0.3, 1, 0.7, 0.4].reduce(
          (sum, level, harmonic) =>
            sum + 4000 * level * Math.sin((2 * Math.PI * hertz * (harmonic + 1) * n) / 16_000),
          0,
        ),
      ),
    ).buffer,
  );
const pitchOf = (pcm: Buffer, cut = pcm.length): number | null => {
  const meter = createPitchMeter(16_000);
  for (let at = 0; at < pcm.length; at += cut) meter.write(pcm.subarray(at, at + cut));
  return meter.end();
};

test.each([90, 120, 210, 330])('a voice of %i Hz is found, however its samples come', (hertz) => {
  expect(pitchOf(buzz(hertz))! / hertz).toBeCloseTo(1, 1);
  expect(pitchOf(buzz(hertz), 777)).toBe(pitchOf(buzz(hertz)));
});

test('noise and silence have no pitch', () => {
  let seed = 1;
  const noise = Int16Array.from(
    { length: 32_000 },
    () => ((seed = (seed * 48_271) % 2_147_483_647) % 8000) - 4000,
  );
  expect(pitchOf(Buffer.from(noise.buffer))).toBeNull();
  expect(pitchOf(Buffer.alloc(64_000))).toBeNull();
});
