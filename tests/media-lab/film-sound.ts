import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { Cue } from './film-words.ts';

const RATE = 16_000;
/** A cue has one of the first in its first half and one of the others in its second, like no other cue. */
const FIRST = Array.from({ length: 18 }, (_, n) => 400 + 120 * n);
const SECOND = FIRST.map((hertz) => hertz + 60);
const TONES = [...FIRST, ...SECOND];
/** What is heard between the cues, from a tenth of a second after one to as long before the next. */
const BETWEEN_HZ = 3200;
const MARGIN_SECONDS = 0.1;

const tonesOf = ({ n }: Cue): [number, number] => [
  FIRST[n % FIRST.length] ?? 0,
  SECOND[Math.floor(n / FIRST.length) % SECOND.length] ?? 0,
];

/** Writes the sound of the film as WAV; its cues are of many levels. */
export async function writeSound(path: string, cues: readonly Cue[], seconds: number): Promise<void> {
  const total = seconds * RATE;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + 2 * total, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(2 * RATE, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(2 * total, 40);
  const wave = (hertz: number, at: number): number => Math.sin((2 * Math.PI * hertz * at) / RATE);
  async function* chunks(): AsyncGenerator<Buffer> {
    yield header;
    let cue = 0;
    for (let second = 0; second < seconds; second += 1) {
      const samples = Buffer.alloc(2 * RATE);
      for (let n = 0; n < RATE; n += 1) {
        const at = second * RATE + n;
        while ((cues[cue]?.endMs ?? Infinity) <= (at / RATE) * 1000) cue += 1;
        const now = cues[cue];
        const before = cues[cue - 1];
        const ms = (at / RATE) * 1000;
        let value = 0;
        if (now && ms >= now.startMs) {
          const [first, other] = tonesOf(now);
          const middle = (now.startMs + now.endMs) / 2;
          value = 0.1 * 2 ** -(now.n % 4) * wave(ms < middle ? first : other, at);
        } else if (
          ms > (before?.endMs ?? 0) + MARGIN_SECONDS * 1000 &&
          ms < (now?.startMs ?? seconds * 1000) - MARGIN_SECONDS * 1000
        ) {
          value = 0.05 * wave(BETWEEN_HZ, at);
        }
        samples.writeInt16LE(Math.round(value * 32_767), 2 * n);
      }
      yield samples;
    }
  }
  await pipeline(chunks, createWriteStream(path));
}

/** A tone, and how long it is heard. */
export interface Period {
  hertz: number;
  seconds: number;
}

/** What is to be heard of these cues, one after the other. */
export const expectedPeriods = (cues: readonly Cue[]): Period[] =>
  cues.flatMap((cue) => tonesOf(cue).map((hertz) => ({ hertz, seconds: (cue.endMs - cue.startMs) / 2000 })));

const EDGE_SECONDS = 0.05;
const LOUDNESS_TOLERANCE_LU = 1;
const TARGET_LUFS = -16;
const HOP_SECONDS = 0.005;
const WINDOW_SECONDS = 0.025;
/**
 * What lies between the cues is made 6 dB quieter than them to 12 dB louder; a change of tones clicks at
 * 40 dB below them.
 */
const INAUDIBLE_DB = -30;

/** Compares a sound with what is to be heard in it, and tells what is wrong. */
export async function listen(file: string, expected: readonly Period[]): Promise<string[]> {
  const options = [
    '-nostdin',
    '-v',
    'error',
    '-i',
    file,
    '-ac',
    '1',
    '-ar',
    String(RATE),
    '-f',
    's16le',
    '-',
  ];
  const { stdout } = await promisify(execFile)('ffmpeg', options, { encoding: 'buffer', maxBuffer: 1e9 });
  const heard = periodsOf(stdout);
  const faults: string[] = [];
  const order = (periods: readonly Period[]): string => periods.map(({ hertz }) => hertz).join(' ');
  if (order(heard.periods) !== order(expected))
    faults.push(`heard ${order(heard.periods)} Hz, cited ${order(expected)} Hz`);
  else
    for (const [n, { hertz, seconds }] of heard.periods.entries()) {
      // Half of a cue ends in its middle: what it is longer or shorter by is its other edge.
      const off = seconds - (expected[n]?.seconds ?? 0);
      if (Math.abs(off) > EDGE_SECONDS)
        faults.push(`an edge at ${hertz} Hz is off by ${Math.round(off * 1000)} ms`);
    }
  if (heard.betweenDb > INAUDIBLE_DB)
    faults.push(`what was not cited is heard, ${heard.betweenDb.toFixed(0)} dB beside what was`);
  for (const start of [null, ...heard.starts.filter((_start, n) => n % 2 === 0)]) {
    const lufs = await loudnessOf(file, start);
    if (Math.abs(lufs - TARGET_LUFS) > LOUDNESS_TOLERANCE_LU)
      faults.push(`${lufs} LUFS ${start === null ? 'in all' : `from ${start.toFixed(2)} s on`}`);
  }
  return faults;
}

/** The loudness of all, or of a cue that begins there. */
async function loudnessOf(file: string, start: number | null): Promise<number> {
  const part = start === null ? [] : ['-ss', String(start + 0.05), '-t', '1.85'];
  const options = ['-nostdin', '-hide_banner', ...part, '-i', file, '-af', 'ebur128', '-f', 'null', '-'];
  const { stderr } = await promisify(execFile)('ffmpeg', options, { maxBuffer: 1e8 });
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  return Number(/\bI:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1] ?? Number.NaN);
}

/** The tones in their order, when the first of each begins, and how loud the tone between the cues is. */
function periodsOf(pcm: Buffer): { periods: Period[]; starts: number[]; betweenDb: number } {
  const [window, hop] = [WINDOW_SECONDS * RATE, HOP_SECONDS * RATE];
  const periods: Period[] = [];
  const starts: number[] = [];
  let [between, loudest] = [0, 0];
  const found: (number | null)[] = [];
  for (let at = 0; at + window <= pcm.length / 2; at += hop) {
    const powers = TONES.map((hertz) => power(pcm, at, window, hertz));
    const best = Math.max(...powers);
    loudest = Math.max(loudest, best);
    between = Math.max(between, power(pcm, at, window, BETWEEN_HZ));
    found.push(best > loudest / 30 ? (TONES[powers.indexOf(best)] ?? null) : null);
  }
  for (const [n, hertz] of found.entries()) {
    const last = periods.at(-1);
    if (hertz === null) continue;
    if (last?.hertz === hertz && found[n - 1] === hertz) {
      last.seconds += HOP_SECONDS;
    } else {
      periods.push({ hertz, seconds: HOP_SECONDS });
      starts.push(n * HOP_SECONDS);
    }
  }
  // Where one tone changes into another, a moment may sound like a third.
  const whole = periods.map(({ seconds }) => seconds > 0.1);
  return {
    periods: periods.filter((_period, n) => whole[n]),
    starts: starts.filter((_start, n) => whole[n]),
    betweenDb: 10 * Math.log10(Math.max(between, 1e-12) / Math.max(loudest, 1e-12)),
  };
}

/** The power of one frequency in some samples, shaped so that others do not leak into it. */
function power(pcm: Buffer, from: number, count: number, hertz: number): number {
  let [real, imaginary] = [0, 0];
  for (let n = 0; n < count; n += 1) {
    const shaped = pcm.readInt16LE(2 * (from + n)) * (1 - Math.cos((2 * Math.PI * (n + 0.5)) / count));
    const angle = (2 * Math.PI * hertz * n) / RATE;
    real += shaped * Math.cos(angle);
    imaginary += shaped * Math.sin(angle);
  }
  return (real ** 2 + imaginary ** 2) / count ** 2;
}
