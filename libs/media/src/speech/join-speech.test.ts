import { execFile } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { defaultLimits } from '../limits.ts';
import { ffprobe, loudnessOf, makeMedia } from '../testing/media-files.ts';
import { openMediaTools, type MediaTools } from '../tools.ts';
import { joinSpeech, type JoinedSpeech, type SpeechPart } from './join-speech.ts';

// Each test starts ffmpeg many times in a sandbox, which takes long on a loaded machine.
vi.setConfig({ testTimeout: 120_000 });

const folder = tempFolder();
afterAll(() => folder.remove());

let tools: MediaTools;
beforeAll(async () => {
  tools = await openMediaTools({ sandbox: 'auto' });
});

const RATE = 16_000;
/** Each second of a recording is a tone of its own; one in three is loud, the others soft and softer. */
const toneOf = (second: number): number => 300 + 100 * second;
const TONES =
  '-f lavfi -i aevalsrc=sin(2*PI*(300+100*floor(t))*t)*pow(10\\,-(6+9*mod(floor(t)\\,3))/20):s=48000:d=30';
const recordings: Record<string, string> = {};
beforeAll(async () => {
  recordings['video'] = await makeMedia(
    folder.path,
    'film.mp4',
    `${TONES} -f lavfi -i testsrc=s=64x64:r=10:d=30 -c:v libx264 -c:a aac -b:a 128k`,
  );
  recordings['voice'] = await makeMedia(folder.path, 'voice.webm', `${TONES} -c:a libopus -b:a 64k`);
});

const joined = async (parts: readonly SpeechPart[]): Promise<JoinedSpeech> =>
  joinSpeech({
    folder: await mkdtemp(join(folder.path, 'job-')),
    tools,
    limits: defaultLimits,
    parts,
    note: 'Source: recording',
  });

/** Decoded by a separate ffmpeg. */
async function samplesOf(file: string): Promise<Float32Array> {
  const options = ['-v', 'error', '-i', file, '-f', 'f32le', '-ac', '1', '-ar', String(RATE), '-'];
  const { stdout } = await promisify(execFile)('ffmpeg', options, {
    encoding: 'buffer',
    maxBuffer: 64 * 1024 * 1024,
  });
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length));
}

/** The power of a frequency in some samples (Goertzel). */
function powerAt(samples: Float32Array, hertz: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * hertz) / RATE);
  let [before, last] = [0, 0];
  for (const [n, value] of samples.entries()) {
    const weight = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / (samples.length - 1));
    [before, last] = [last, value * weight + factor * last - before];
  }
  return before ** 2 + last ** 2 - factor * before * last;
}

const WINDOW = 640;
/** Which tone is heard in each 40 ms, with how far all others are below it, in dB. */
const heardIn = (samples: Float32Array) =>
  Array.from({ length: Math.floor(samples.length / WINDOW) }, (_, n) => {
    const window = samples.subarray(n * WINDOW, (n + 1) * WINDOW);
    const powers = Array.from({ length: 30 }, (__, second) => powerAt(window, toneOf(second)));
    const second = powers.indexOf(Math.max(...powers));
    // Neighbours that far apart are not told apart in so short a time.
    const others = powers.filter((___, other) => Math.abs(other - second) > 1);
    return { second, below: 10 * Math.log10((powers[second] ?? 0) / Math.max(...others)) };
  });

const secondsOf = (path: string, ...seconds: readonly number[]): SpeechPart[] =>
  seconds.map((second) => ({
    path,
    span: { startMs: second * 1000, endMs: (second + 1) * 1000 },
    lines: [{ speaker: second % 2 === 0 ? 'Ada' : null, text: `Second ${second}.` }],
  }));

const times = (vtt: string): number[][] =>
  [...vtt.matchAll(/^(?:\d\d:)?(\d\d):(\d\d\.\d{3}) --> (?:\d\d:)?(\d\d):(\d\d\.\d{3})$/gm)].map(
    ([, m = '', s = '', m2 = '', s2 = '']) => [Number(m) * 60 + Number(s), Number(m2) * 60 + Number(s2)],
  );

describe('spans of recordings', () => {
  const order = [21, 4, 13, 8, 27];
  test.each(['video', 'voice'])('of a %s are heard in their order, and nothing beside them', async (kind) => {
    const { audio, captions } = await joined(secondsOf(recordings[kind] ?? '', ...order));
    const samples = await samplesOf(audio.path);
    const heard = heardIn(samples);
    expect([...new Set(heard.map(({ second }) => second))]).toEqual(order);
    const cuts = times(await readFile(captions.path, 'utf8'));
    for (const [n, { below }] of heard.entries()) {
      const [begin, end] = [(n * WINDOW) / RATE, ((n + 1) * WINDOW) / RATE];
      // Where two sounds cross, each is the other's neighbour.
      const crosses = cuts.some(([at = 0]) => at > begin - 0.03 && at < end + 0.03);
      if (!crosses && end < samples.length / RATE - 0.03) expect(below).toBeGreaterThan(35);
    }
    // Each edge is off by 50 ms at most.
    for (const [n, second] of order.entries()) {
      const count = heard.filter((one) => one.second === second).length;
      expect(Math.abs((count * WINDOW) / RATE - 1)).toBeLessThan(0.1);
      const [begin = 0, end = 0] = cuts[n] ?? [];
      expect(end - begin).toBeGreaterThan(0.9);
      expect(end - begin).toBeLessThanOrEqual(1);
    }
    expect((await ffprobe(audio.path)).streams).toMatchObject([
      { codec_name: 'aac', sample_rate: '48000', channels: 1 },
    ]);
  });

  test('are all equally loud, at −16 LUFS', async () => {
    const { audio, captions } = await joined(secondsOf(recordings['video'] ?? '', 0, 10, 20, 6));
    const { lufs, peak } = await loudnessOf(audio.path);
    expect(Math.abs(lufs + 16)).toBeLessThanOrEqual(1);
    expect(peak).toBeLessThanOrEqual(-1);
    for (const [begin = 0, end = 0] of times(await readFile(captions.path, 'utf8'))) {
      const part = `-ss ${begin} -t ${end - begin} -i ${audio.path} -c:a pcm_s16le`;
      const one = await loudnessOf(await makeMedia(folder.path, 'part.wav', part));
      expect(Math.abs(one.lufs + 16)).toBeLessThanOrEqual(1);
    }
  });

  test('that follow one another are one sound; the captions say who says what when', async () => {
    const { audio, captions } = await joined(secondsOf(recordings['video'] ?? '', 4, 5, 6));
    const vtt = await readFile(captions.path, 'utf8');
    const [first, second, third] = times(vtt);
    expect(vtt).toMatch(/^WEBVTT\n\nNOTE Source: recording\n\n/);
    expect(vtt.match(/^(?:<v .*|Second.*)$/gm)).toEqual([
      '<v Ada>Second 4.',
      'Second 5.',
      '<v Ada>Second 6.',
    ]);
    expect(first?.[1]).toBe(second?.[0]);
    expect(second?.[1]).toBe(third?.[0]);
    expect(Number(audio.measured['duration'])).toBeGreaterThan(2.9);
  });

  test('are cut in the silence beside the words, where there is one', async () => {
    // Words from 1.03 to 1.97 s; the cue is from 1 to 2.
    const words = `-f lavfi -i aevalsrc=0.3*sin(2*PI*500*t)*between(mod(t\\,1)\\,0.03\\,0.97):s=48000:d=4`;
    const path = await makeMedia(folder.path, 'words.wav', `${words} -c:a pcm_s16le`);
    const { audio } = await joined(secondsOf(path, 1));
    expect(Number(audio.measured['duration'])).toBeCloseTo(0.98, 2);
    // The words of the cue before reach 40 ms into this one, and are cut off with what follows its own.
    const late = await joined([
      { path, span: { startMs: 930, endMs: 1970 }, lines: [{ speaker: null, text: 'Late.' }] },
    ]);
    expect(Number(late.audio.measured['duration'])).toBeCloseTo(0.99, 2);
  });

  test('beyond the end of a file are refused', async () => {
    await expect(joined(secondsOf(recordings['voice'] ?? '', 40))).rejects.toMatchObject({
      code: 'media_truncated',
    });
    const long = { startMs: 0, endMs: 6 * 60_000 };
    await expect(joined([{ path: recordings['voice'] ?? '', span: long, lines: [] }])).rejects.toMatchObject({
      code: 'too_long',
    });
  });
});
