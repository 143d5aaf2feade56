import { endianness } from 'node:os';

/** Measurements on the samples of a recording. */
export interface SoundMeasure {
  seconds: number;
  /** Share of the time that is silent, 0 to 1. */
  silenceShare: number;
  /** Share of the samples cut off at full scale, 0 to 1. */
  clippedShare: number;
  /** The same of each channel. */
  clippedShares: number[];
  /** The level that nine tenths of the time are above, dBFS: what is heard in the pauses. */
  noiseFloorDb: number;
  /** How the channels of a stereo sound relate; null for mono. */
  stereo: Stereo | null;
}

export interface Stereo {
  /** −1: the channels cancel each other out; 1: they are the same. 0 where one of them is silent. */
  correlation: number;
  /** Loudness of the left channel, of the right one and of their mix, in dB beside that of both together. */
  leftDb: number;
  rightDb: number;
  mixDb: number;
}

/** Takes samples as they are decoded, in chunks of any length. Memory does not grow with the recording. */
export interface SoundMeter {
  write(chunk: Buffer): void;
  end(): SoundMeasure;
}

const FULL_SCALE = 32_768;
/** One full-scale sample may belong to the music; three in a row show that the converter clipped. */
const CLIP_RUN = 3;
const WINDOW_SECONDS = 0.02;
/**
 * A window is silent when it is this far below the loudest twentieth of the recording; the threshold stays
 * between these bounds.
 */
const SILENCE = { underLoud: 35, highest: -40, lowest: -70 };

/** Measures s16le samples, `channels` (one or two) interleaved. */
export function createSoundMeter(sampleRate: number, channels: number): SoundMeter {
  const perWindow = Math.max(1, Math.round(sampleRate * WINDOW_SECONDS)) * channels;
  /** Windows by their level: bin n holds −n dBFS. */
  const levels = new Uint32Array(101);
  const run = new Uint32Array(channels);
  const clipped = new Float64Array(channels);
  const energies = new Float64Array(channels);
  let [samples, energy, inWindow, left, product] = [0, 0, 0, 0, 0];

  const closeWindow = (): void => {
    const db = 10 * Math.log10(energy / inWindow / FULL_SCALE ** 2);
    const bin = Math.min(100, Math.max(0, Math.round(-db)));
    levels[bin] = (levels[bin] ?? 0) + 1;
    energy = 0;
    inWindow = 0;
  };

  const take = eachChunk((values) => {
    for (const value of values) {
      const size = value < 0 ? -value : value;
      const channel = samples % channels;
      if (size >= FULL_SCALE - 2) {
        const length = (run[channel] ?? 0) + 1;
        run[channel] = length;
        if (length === CLIP_RUN) clipped[channel] = (clipped[channel] ?? 0) + CLIP_RUN;
        else if (length > CLIP_RUN) clipped[channel] = (clipped[channel] ?? 0) + 1;
      } else {
        run[channel] = 0;
      }
      const square = value * value;
      energy += square;
      energies[channel] = (energies[channel] ?? 0) + square;
      if (channel === 0) left = value;
      else product += left * value;
      inWindow += 1;
      samples += 1;
      if (inWindow === perWindow) closeWindow();
    }
  });

  return {
    write: take,
    end() {
      // A last window of a few samples is ignored unless it is the only one.
      if (inWindow * 2 > perWindow || (inWindow > 0 && samples < perWindow)) closeWindow();
      const total = clipped.reduce((sum, count) => sum + count, 0);
      return {
        seconds: samples / channels / sampleRate,
        silenceShare: silenceShare(levels),
        clippedShare: samples === 0 ? 0 : total / samples,
        clippedShares: [...clipped].map((count) => (samples === 0 ? 0 : (count * channels) / samples)),
        noiseFloorDb: noiseFloorDb(levels),
        stereo: channels === 2 ? stereoOf(energies[0] ?? 0, energies[1] ?? 0, product) : null,
      };
    },
  };
}

function stereoOf(left: number, right: number, product: number): Stereo {
  const both = left + right;
  const db = (energy: number): number => (both > 0 ? 10 * Math.log10(Math.max(energy / both, 1e-12)) : 0);
  return {
    correlation: left > 0 && right > 0 ? product / Math.sqrt(left * right) : 0,
    leftDb: db(left),
    rightDb: db(right),
    mixDb: db((both + 2 * product) / 4),
  };
}

/** Bins hold −n dBFS, from 0 on; the quietest tenth is looked for from the other end. */
function noiseFloorDb(levels: Uint32Array): number {
  const windows = levels.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (let bin = levels.length - 1; bin > 0; bin -= 1) {
    seen += levels[bin] ?? 0;
    if (seen > windows / 10) return -bin;
  }
  return 0;
}

function silenceShare(levels: Uint32Array): number {
  const windows = levels.reduce((sum, count) => sum + count, 0);
  if (windows === 0) return 1;
  let loud = 0;
  for (let seen = 0; loud < 100; loud += 1) {
    seen += levels[loud] ?? 0;
    if (seen >= windows / 20) break;
  }
  const threshold = Math.min(SILENCE.highest, Math.max(SILENCE.lowest, -loud - SILENCE.underLoud));
  return levels.reduce((sum, count, bin) => (-bin < threshold ? sum + count : sum), 0) / windows;
}

/**
 * The outline of a recording in the format that audiowaveform writes and peaks.js and wavesurfer.js read:
 * pairs of minimum and maximum, 8 bits.
 */
export interface Waveform {
  version: 2;
  channels: 1;
  sample_rate: number;
  samples_per_pixel: number;
  bits: 8;
  /** Pairs. */
  length: number;
  data: number[];
}

export interface WaveformMeter {
  write(chunk: Buffer): void;
  end(): Waveform;
}

/** About this many pairs for a recording of the expected length. */
const PIXELS = 1000;

/** Outlines mono s16le samples. */
export function createWaveformMeter(sampleRate: number, expectedSeconds: number): WaveformMeter {
  const perPixel = Math.max(64, Math.ceil((expectedSeconds * sampleRate) / PIXELS));
  const data: number[] = [];
  let [min, max, inPixel] = [0, 0, 0];
  const closePixel = (): void => {
    data.push(min >> 8, max >> 8);
    [min, max, inPixel] = [0, 0, 0];
  };
  const take = eachChunk((values) => {
    for (const value of values) {
      if (value < min) min = value;
      if (value > max) max = value;
      inPixel += 1;
      if (inPixel === perPixel) closePixel();
    }
  });
  return {
    write: take,
    end() {
      if (inPixel > 0) closePixel();
      return {
        version: 2,
        channels: 1,
        sample_rate: sampleRate,
        samples_per_pixel: perPixel,
        bits: 8,
        length: data.length / 2,
        data,
      };
    },
  };
}

/** Calls `use` with the s16le samples of each chunk, whole frames of so many bytes at a time. */
export function eachChunk(use: (values: Int16Array) => void, frameBytes = 2): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    // Numbers of two bytes begin at even places of memory; what is copied does.
    const isInPlace = IS_LITTLE_ENDIAN && rest.length === 0 && chunk.byteOffset % 2 === 0;
    const bytes = isInPlace ? chunk : new Uint8Array(Buffer.concat([rest, chunk]));
    const whole = bytes.length - (bytes.length % frameBytes);
    rest = Buffer.from(bytes.subarray(whole));
    if (!IS_LITTLE_ENDIAN) Buffer.from(bytes.buffer, bytes.byteOffset, whole).swap16();
    if (whole > 0) use(new Int16Array(bytes.buffer, bytes.byteOffset, whole / 2));
  };
}

const IS_LITTLE_ENDIAN = endianness() === 'LE';
