import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Produced } from './inspect.ts';
import { processVoice, type ProcessedVoice } from './process-voice.ts';
import { ffprobe, jobFor, loudnessOf, makeMedia } from './testing/media-files.ts';
import { openMediaTools, type MediaTools } from './tools.ts';

// Each test starts ffmpeg many times in a sandbox, which takes long on a loaded machine.
vi.setConfig({ testTimeout: 120_000 });

const folder = tempFolder();
afterAll(() => folder.remove());

let tools: MediaTools;
beforeAll(async () => {
  tools = await openMediaTools({ sandbox: 'auto' });
});

/** A signal like speech: a buzz that rises and falls four times a second. */
const babble = (seconds: number, level: string): string =>
  `-f lavfi -i aevalsrc=${level}*max(0\\,sin(2*PI*2*t))*(sin(2*PI*180*t)+sin(2*PI*540*t)/2+sin(2*PI*1260*t)/4)/2:s=44100:d=${seconds}`;
const make = async (name: string, options: string): Promise<string> => makeMedia(folder.path, name, options);
const named = (done: ProcessedVoice, name: string): Produced =>
  done.renditions.find((one) => one.name === name) as Produced;
const codes = (done: ProcessedVoice): string[] => done.warnings.map(({ code }) => code).toSorted();

describe('a voice sample', () => {
  test.each([
    ['loud stereo MP3', 'loud.mp3', `${babble(4, '0.9')} -ac 2 -c:a libmp3lame -metadata title=Secret`],
    ['whispered FLAC', 'soft.flac', babble(4, '0.01')],
    [
      'sound of an MP4',
      'film.mp4',
      `${babble(4, '0.3')} -f lavfi -i color=s=64x64:r=5:d=4 -c:v libx264 -c:a aac`,
    ],
    [
      'Ogg with high peaks',
      'peaks.ogg',
      '-f lavfi -i aevalsrc=0.05*sin(2*PI*300*t)+0.9*lt(mod(t\\,1)\\,0.003):s=48000:d=4 -c:a libvorbis',
    ],
  ])('a %s becomes Opus and WAV at −16 LUFS, with a waveform', async (_name, file, options) => {
    const input = await make(file, options);
    const progress: number[] = [];
    const done = await processVoice({
      ...(await jobFor(folder.path, tools, input)),
      onProgress: (share) => progress.push(share),
    });

    const [opus, wav] = [named(done, 'voice.webm'), named(done, 'voice-16k.wav')];
    expect((await ffprobe(opus.path)).streams).toMatchObject([
      { codec_name: 'opus', sample_rate: '48000', channels: 1 },
    ]);
    expect((await ffprobe(wav.path)).streams).toMatchObject([
      { codec_name: 'pcm_s16le', sample_rate: '16000', channels: 1 },
    ]);
    expect(JSON.stringify([await ffprobe(opus.path), await ffprobe(wav.path)])).not.toContain('Secret');
    for (const { path } of [opus, wav]) {
      const { lufs, peak } = await loudnessOf(path);
      expect(Math.abs(lufs + 16)).toBeLessThanOrEqual(1);
      expect(peak).toBeLessThan(0);
    }
    expect(opus.measured['loudness_lufs']).toBeCloseTo(-16, 0);
    expect(done.measured['duration']).toBeCloseTo(4, 0);
    const waveform = JSON.parse(await readFile(named(done, 'waveform.json').path, 'utf8')) as {
      length: number;
      data: number[];
    };
    expect(waveform.data).toHaveLength(waveform.length * 2);
    expect(Math.max(...waveform.data)).toBeGreaterThan(10);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
    expect(codes(done)).toEqual([]);
  });

  test('gives the same bytes when it is processed again', async () => {
    const input = await make('same.wav', babble(1, '0.5'));
    const [first, second] = [
      await processVoice(await jobFor(folder.path, tools, input)),
      await processVoice(await jobFor(folder.path, tools, input)),
    ];
    for (const { name, path } of first.renditions)
      expect(await readFile(path)).toEqual(await readFile(named(second, name).path));
  });

  test('with a cover picture and with no length in its header is measured all the same', async () => {
    const cover = await make('cover.jpg', '-f lavfi -i color=s=64x64 -frames:v 1');
    const song = await make(
      'song.mp3',
      `${babble(3, '0.5')} -i ${cover} -map 0 -map 1 -c:v copy -disposition:v attached_pic`,
    );
    expect((await processVoice(await jobFor(folder.path, tools, song))).measured['duration']).toBeCloseTo(
      3,
      0,
    );

    const streamed = join(folder.path, 'streamed.webm');
    const { stdout } = await promisify(execFile)(
      'ffmpeg',
      ['-v', 'error', '-i', song, '-vn', '-c:a', 'libopus', '-f', 'webm', '-'],
      { encoding: 'buffer' },
    );
    await writeFile(streamed, stdout);
    expect((await ffprobe(streamed)).format['duration']).toBeUndefined();
    expect((await processVoice(await jobFor(folder.path, tools, streamed))).measured['duration']).toBeCloseTo(
      3,
      0,
    );
  });

  test('that is short, clipped, silent or other than declared is kept, with a warning each', async () => {
    const clipped = await make('clipped.wav', babble(1, '6'));
    const done = await processVoice({
      ...(await jobFor(folder.path, tools, clipped)),
      declared: { duration: 30 },
    });
    expect(codes(done)).toEqual(['clipped', 'duration_mismatch', 'too_short']);

    const silent = await make('silent.wav', '-f lavfi -i anullsrc=r=44100:cl=mono -t 4');
    const quiet = await processVoice(await jobFor(folder.path, tools, silent));
    expect(codes(quiet)).toEqual(['mostly_silent', 'too_quiet']);
    expect(quiet.measured).toMatchObject({ loudness_lufs: null, silence_share: 1 });
    expect(JSON.stringify(quiet)).not.toContain('Infinity');
  });
});

describe('a file that is no voice sample', () => {
  const outcome = async (input: string, limits = {}): Promise<unknown> =>
    processVoice(await jobFor(folder.path, tools, input, limits)).then(
      () => 'processed',
      (error: { code: string }) => error.code,
    );

  test('says why', async () => {
    const voice = await make('voice.wav', babble(3, '0.5'));
    const noise = join(folder.path, 'noise.mp3');
    await writeFile(noise, Buffer.concat([Buffer.from('fffb9000', 'hex'), Buffer.alloc(20_000, 'noise ')]));
    const text = join(folder.path, 'text.wav');
    await writeFile(text, Buffer.from('base64_encoded_audio', 'base64url'));
    const cut = join(folder.path, 'cut.flac');
    await writeFile(cut, (await readFile(await make('whole.flac', babble(4, '0.5')))).subarray(0, 20_000));

    expect(await outcome(voice, { maxBytes: 1000 })).toBe('too_large');
    expect(await outcome(voice, { maxVoiceSeconds: 2 })).toBe('too_long');
    expect(await outcome(await make('mute.mp4', '-f lavfi -i color=s=64x64:d=1 -c:v libx264'))).toBe(
      'no_audio',
    );
    expect(await outcome(text)).toBe('unsupported_media');
    expect(await outcome(noise)).toBe('media_corrupt');
    expect(await outcome(cut)).toBe('media_truncated');
  });
});
