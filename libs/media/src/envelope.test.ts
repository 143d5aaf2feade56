import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createEnvelopeMeter, type Envelope } from './envelope.ts';
import { readLoudness } from './loudness.ts';
import { levelFilters } from './recipes.ts';

const run = promisify(execFile);
const RATE = 48_000;
/** As uneven as speech, and no higher: syllables, a loud one now and then, and a pause that is gated out. */
const SYLLABLES =
  'aevalsrc=exprs=(random(0)-0.5)*(0.1+0.9*lt(mod(t\\,1.1)\\,0.1))*lt(mod(t\\,0.3)\\,0.2)*lt(mod(t\\,6)\\,4)';
const sound = (channels: 1 | 2): string =>
  `${SYLLABLES}:s=${RATE}:d=6,lowpass=f=800${channels === 1 ? '' : ',aeval=val(0)|0.4*val(0):c=stereo'}`;

const samplesOf = async (channels: 1 | 2): Promise<Buffer> => {
  const options = ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', sound(channels), '-f', 's16le', '-'];
  return (await run('ffmpeg', options, { encoding: 'buffer', maxBuffer: 1e8 })).stdout;
};
const envelopeOf = (samples: Buffer, channels: 1 | 2, mixed = false, chunk = 10_001): Envelope => {
  const meter = createEnvelopeMeter(RATE, channels, mixed);
  for (let at = 0; at < samples.length; at += chunk) meter.write(samples.subarray(at, at + chunk));
  return meter.end();
};
/** What ffmpeg itself makes and measures. */
const levelled = async (source: string, gainDb: number, ceilingDbtp: number): Promise<number> => {
  const chain = [...levelFilters({ gainDb, ceilingDbtp }), 'ebur128=peak=true:framelog=verbose'];
  const options = ['-f', 'lavfi', '-i', source, '-af', chain.join(','), '-f', 'null', '-'];
  const { stderr } = await run('ffmpeg', ['-nostdin', '-hide_banner', ...options]);
  return readLoudness(stderr).lufs ?? Number.NaN;
};

describe('the loudness after a gain and a limiter is foreseen', () => {
  test.each([1, 2] as const)('of %i channels', async (channels) => {
    const envelope = envelopeOf(await samplesOf(channels), channels);
    const plain = envelope.loudnessAt(0, Infinity) ?? Number.NaN;
    const losses: number[] = [];
    for (const louder of [0, 12, 20]) {
      const real = await levelled(sound(channels), louder, -2);
      expect(Math.abs((envelope.loudnessAt(louder, -2) ?? Number.NaN) - real)).toBeLessThan(0.4);
      losses.push(plain + louder - real);
    }
    // The limiter does nothing to the first and much to the last.
    expect(losses[0]).toBeLessThan(0.4);
    expect(losses[2]).toBeGreaterThan(3);
  });

  test('of the mean of two channels', async () => {
    const samples = await samplesOf(2);
    const both = envelopeOf(samples, 2, true).loudnessAt(0, Infinity) ?? Number.NaN;
    expect(Math.abs(both - (await levelled(`${sound(2)},pan=mono|c0=0.5*c0+0.5*c1`, 0, 0)))).toBeLessThan(
      0.4,
    );
  });

  test('however the samples are cut into chunks, and not of silence', async () => {
    const samples = await samplesOf(2);
    const [one, other] = [envelopeOf(samples, 2), envelopeOf(samples, 2, false, 777)];
    expect(other.loudnessAt(15, -2)).toBeCloseTo(one.loudnessAt(15, -2) ?? Number.NaN, 6);
    expect(envelopeOf(Buffer.alloc(RATE * 2), 1).loudnessAt(0, -2)).toBeNull();
  });

  test.each([100, 2000])('at %i samples a second too, whatever they are', (rate) => {
    const meter = createEnvelopeMeter(rate, 1, false);
    const noise = Buffer.alloc(rate * 6);
    for (let n = 0; n < noise.length; n += 1) noise[n] = (n * n * 31) % 251;
    meter.write(noise);
    expect(meter.end().loudnessAt(10, -2)).toSatisfy(
      (lufs: number | null) => lufs === null || Number.isFinite(lufs),
    );
  });
});
