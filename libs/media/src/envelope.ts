import { eachChunk } from './sound.ts';

/** How loud a sound is from moment to moment, as much of it as a limiter and a meter of loudness go by. */
export interface Envelope {
  /** The loudness in LUFS after a gain and a limiter with this ceiling; null where nothing is heard. */
  loudnessAt(gainDb: number, ceilingDb: number): number | null;
}

export interface EnvelopeMeter {
  write(chunk: Buffer): void;
  end(): Envelope;
}

/** Half the time that the limiter takes to come down. */
const STEP_SECONDS = 0.0025;
export const LIMITER = { attackMs: 5, releaseMs: 80 };
const ATTACK_STEPS = LIMITER.attackMs / 1000 / STEP_SECONDS;
const RELEASE_STEPS = LIMITER.releaseMs / 1000 / STEP_SECONDS;
const FULL_SCALE = 32_768;
/** Loudness is that of blocks of 0.4 s, which begin every 0.1 s (ITU-R BS.1770-5, annex 1). */
const HOP_STEPS = 0.1 / STEP_SECONDS;
const BLOCK_HOPS = 4;
const ABSOLUTE_GATE = -70;
const RELATIVE_GATE_LU = -10;

/** Takes s16le samples, one or two channels interleaved; `mixed`: two are heard as their mean. */
export function createEnvelopeMeter(sampleRate: number, channels: 1 | 2, mixed: boolean): EnvelopeMeter {
  const perStep = Math.max(1, sampleRate * STEP_SECONDS);
  const filters = Array.from({ length: mixed ? 1 : channels }, () => kWeighting(sampleRate));
  const full: Float32Array[] = [];
  /** Peak and weighted energy of each step, in turn. */
  let current = new Float32Array(2 * STEPS_AT_ONCE);
  let [at, peak, energy, frames, until] = [0, 0, 0, 0, perStep];

  const close = (): void => {
    current[at] = peak / FULL_SCALE;
    current[at + 1] = energy / perStep / FULL_SCALE ** 2;
    at += 2;
    if (at === current.length) {
      full.push(current);
      current = new Float32Array(2 * STEPS_AT_ONCE);
      at = 0;
    }
    [peak, energy] = [0, 0];
    until += perStep;
  };
  const take = (heard: readonly Float64Array[], count: number): void => {
    const weighted = heard.map((samples, channel) => filters[channel]?.(samples) ?? samples);
    for (let n = 0; n < count; n += 1) {
      for (let channel = 0; channel < heard.length; channel += 1) {
        const size = Math.abs(heard[channel]?.[n] ?? 0);
        if (size > peak) peak = size;
        const value = weighted[channel]?.[n] ?? 0;
        energy += value * value;
      }
      frames += 1;
      if (frames >= until) close();
    }
  };
  return {
    write: eachChunk((values) => {
      const count = values.length / channels;
      take(
        filters.map((_filter, channel) => {
          const samples = new Float64Array(count);
          for (let n = 0; n < count; n += 1) {
            const one = values[n * channels + channel] ?? 0;
            samples[n] = mixed && channels === 2 ? (one + (values[2 * n + 1] ?? 0)) / 2 : one;
          }
          return samples;
        }),
        count,
      );
    }, 2 * channels),
    end: () => {
      const all = [...full, current.subarray(0, at)];
      return { loudnessAt: (gainDb, ceilingDb) => loudnessOf(all, gainDb, ceilingDb) };
    },
  };
}

const STEPS_AT_ONCE = 16_384;

/**
 * What a limiter leaves, as ffmpeg's `alimiter` works: its gain falls in a straight line until a peak is met,
 * and rises in one afterwards, slower the higher the peak was.
 */
function loudnessOf(steps: readonly Float32Array[], gainDb: number, ceilingDb: number): number | null {
  const gain = 10 ** (gainDb / 20);
  const ceiling = 10 ** (ceilingDb / 20) / gain;
  const hops: number[] = [];
  let [limit, rise, hop, inHop] = [1, 0, 0, 0];
  const allowed = (one: number): number => (one > ceiling ? ceiling / one : 1);
  for (const [n, some] of steps.entries()) {
    const next = steps[n + 1];
    for (let at = 0; at < some.length; at += 2) {
      let needed = allowed(some[at] ?? 0);
      for (let ahead = 1; ahead <= ATTACK_STEPS; ahead += 1) {
        const place = at + 2 * ahead;
        const one = allowed((place < some.length ? some[place] : next?.[place - some.length]) ?? 0);
        if (one < 1) needed = Math.min(needed, one + ((limit - one) * ahead) / (ATTACK_STEPS + 1));
      }
      limit = Math.min(1, limit + rise);
      if (needed < limit) {
        limit = needed;
        rise = (1 - limit) / RELEASE_STEPS;
      }
      hop += (some[at + 1] ?? 0) * limit * limit;
      inHop += 1;
      if (inHop === HOP_STEPS) {
        hops.push((hop / HOP_STEPS) * gain * gain);
        [hop, inHop] = [0, 0];
      }
    }
  }
  return gated(hops);
}

/** The integrated loudness: the mean of the blocks that are not much quieter than their mean. */
function gated(hops: readonly number[]): number | null {
  const blocks: number[] = [];
  for (let n = 0; n + BLOCK_HOPS <= hops.length; n += 1) {
    let sum = 0;
    for (let k = n; k < n + BLOCK_HOPS; k += 1) sum += hops[k] ?? 0;
    blocks.push(sum / BLOCK_HOPS);
  }
  const over = (threshold: number): number[] => blocks.filter((block) => lufs(block) > threshold);
  const mean = (some: readonly number[]): number => some.reduce((sum, one) => sum + one, 0) / some.length;
  const audible = over(ABSOLUTE_GATE);
  if (audible.length === 0) return null;
  return lufs(mean(over(Math.max(ABSOLUTE_GATE, lufs(mean(audible)) + RELATIVE_GATE_LU))));
}

const lufs = (power: number): number => -0.691 + 10 * Math.log10(power);

/** The filter through which loudness is measured (ITU-R BS.1770-5, annex 1), at any rate of samples. */
function kWeighting(sampleRate: number): (samples: Float64Array) => Float64Array {
  const shelf = tan(1681.974450955533, sampleRate);
  const [high, middle] = [
    10 ** (3.999843853973347 / 20),
    (10 ** (3.999843853973347 / 20)) ** 0.4996667741545416,
  ];
  const slope = shelf / 0.7071752369554196;
  const a0 = 1 + slope + shelf * shelf;
  const b0 = (high + middle * slope + shelf * shelf) / a0;
  const b1 = (2 * (shelf * shelf - high)) / a0;
  const b2 = (high - middle * slope + shelf * shelf) / a0;
  const a1 = (2 * (shelf * shelf - 1)) / a0;
  const a2 = (1 - slope + shelf * shelf) / a0;
  const pass = tan(38.13547087602444, sampleRate);
  const width = pass / 0.5003270373238773;
  const c0 = 1 + width + pass * pass;
  const c1 = (2 * (pass * pass - 1)) / c0;
  const c2 = (1 - width + pass * pass) / c0;
  const state = new Float64Array(4);
  return (samples) => {
    const weighted = new Float64Array(samples.length);
    let [s1 = 0, s2 = 0, p1 = 0, p2 = 0] = state;
    for (let n = 0; n < samples.length; n += 1) {
      const sample = samples[n] ?? 0;
      const shelved = b0 * sample + s1;
      s1 = b1 * sample - a1 * shelved + s2;
      s2 = b2 * sample - a2 * shelved;
      const passed = shelved + p1;
      p1 = -2 * shelved - c1 * passed + p2;
      p2 = shelved - c2 * passed;
      weighted[n] = passed;
    }
    state.set([s1, s2, p1, p2]);
    return weighted;
  };
}

/** Of sounds without such frequencies the highest that they have is taken. */
const tan = (hertz: number, sampleRate: number): number =>
  Math.tan(Math.PI * Math.min(0.45, hertz / sampleRate));
