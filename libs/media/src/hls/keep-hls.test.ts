import { readFile } from 'node:fs/promises';
import { tempFolder } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { processVideo, type ProcessedVideo } from '../process-video.ts';
import { createFolderKeeper } from '../testing/folder-keeper.ts';
import { ffprobe, jobFor, makeMedia } from '../testing/media-files.ts';
import { frameTimes, keyTimes, packetsOf } from '../testing/packets.ts';
import { openMediaTools, type MediaTools } from '../tools.ts';
import type { HlsKeeper, KeptHls, KeptTrack } from './keep-hls.ts';

// Each test starts ffmpeg many times in a sandbox, which takes long on a loaded machine.
vi.setConfig({ testTimeout: 120_000 });

const folder = tempFolder();
afterAll(() => folder.remove());

let tools: MediaTools;
let film: string;
beforeAll(async () => {
  tools = await openMediaTools({ sandbox: 'auto' });
  film = await makeMedia(
    folder.path,
    'film.mp4',
    '-f lavfi -i testsrc2=s=640x360:r=24000/1001:d=21 -f lavfi -i sine=d=21 -shortest -c:v libx264 -preset ultrafast -c:a aac',
  );
});

const folderKeeper = (kept: KeptHls | null = null, maxParts = Infinity, at?: string) =>
  createFolderKeeper(folder.path, kept, maxParts, at);
const process = async (input: string, keeper: HlsKeeper): Promise<ProcessedVideo> =>
  processVideo({ ...(await jobFor(folder.path, tools, input)), keeper });

/** The clock of a run that goes on begins elsewhere, so its times may be rounded the other way. */
const expectSameTimes = (given: number[], expected: number[]): void => {
  expect(given).toHaveLength(expected.length);
  expect(Math.max(...given.map((time, n) => Math.abs(time - (expected[n] ?? 0))))).toBeLessThanOrEqual(1);
};

describe('the sizes of a video', () => {
  test('are kept in parts that join to whole files, with their key frames at the same times', async () => {
    const { keeper, log, tracks } = await folderKeeper();
    const done = await process(film, keeper);
    const files = await tracks();
    expect([...files.keys()]).toEqual(['sound', '360p', '240p']);
    expect(keeper.kept?.tracks.map(({ codecs }) => codecs)).toEqual([
      'mp4a.40.2',
      expect.stringMatching(/^avc1\.64[0-9a-f]{4}$/),
      expect.stringMatching(/^avc1\.64[0-9a-f]{4}$/),
    ]);
    // The first parts of all sizes are there before the second of any.
    expect(log.slice(0, 4)).toEqual(['begin', 'sound-0', '360p-0', '240p-0']);
    expect(log.indexOf('360p-1')).toBeGreaterThan(log.indexOf('240p-0'));

    const [large, small] = [files.get('360p') ?? '', files.get('240p') ?? ''];
    const keys = await keyTimes(large);
    expect(await keyTimes(small)).toEqual(keys);
    expect(keys[0]).toBe(0);
    expect(await frameTimes(large)).toEqual(await frameTimes(done.renditions[0]?.path ?? ''));
    expect(await frameTimes(small)).toEqual(await frameTimes(large));
    expect((await ffprobe(small)).streams).toMatchObject([{ codec_name: 'h264', width: 426, height: 240 }]);

    // What is said of the segments is so: each begins with a key frame, and they last as long as the film.
    const pictures = keeper.kept?.tracks.find(({ name }) => name === '240p');
    const segments = (pictures?.parts ?? []).flat();
    expect(pictures?.parts[0]).toHaveLength(1);
    const starts = segments.map((_, n) => segments.slice(0, n).reduce((sum, { ticks }) => sum + ticks, 0));
    for (const start of starts) expect(keys.some((key) => Math.abs(key - start / 90) <= 1)).toBe(true);
    const total = (track: KeptTrack | undefined) =>
      (track?.parts ?? []).flat().reduce((sum, { ticks }) => sum + ticks, 0) / 90_000;
    expect(total(pictures)).toBeCloseTo(Number((await ffprobe(large)).streams[0]?.['duration']), 2);
    expect(total(keeper.kept?.tracks[0])).toBeCloseTo(21, 0);

    // The lead of the sound's encoder is left out.
    const sound = await packetsOf(done.renditions[0]?.path ?? '', 'a');
    expect(Number(sound.find(({ flags }) => !flags.includes('D'))?.pts_time)).toBe(0);
  });

  test('are gone on with where an attempt ended, and come out as if it had not', async () => {
    const unbroken = await folderKeeper();
    await process(film, unbroken.keeper);

    const first = await folderKeeper(null, 2);
    await expect(process(film, first.keeper)).rejects.toThrow('the worker died');
    expect(first.log).toEqual(['begin', 'sound-0', '360p-0', '240p-0', '360p-1', '240p-1']);

    const second = await folderKeeper(first.keeper.kept, Infinity, first.place);
    const done = await process(film, second.keeper);
    // Neither the sound nor the parts that were there are made again.
    expect(second.log.slice(0, 2)).toEqual(['360p-2', '240p-2']);

    const [whole, joined] = [await unbroken.tracks(), await second.tracks()];
    for (const size of ['360p', '240p']) {
      expectSameTimes(await frameTimes(joined.get(size) ?? ''), await frameTimes(whole.get(size) ?? ''));
      expectSameTimes(await keyTimes(joined.get(size) ?? ''), await keyTimes(whole.get(size) ?? ''));
    }
    expectSameTimes(
      await frameTimes(done.renditions[0]?.path ?? ''),
      await frameTimes(whole.get('360p') ?? ''),
    );
    expect(done.peaks?.json.measured['pixels']).toBeGreaterThan(900);
    expect(done.measured).toMatchObject({ loudness_lufs: expect.any(Number) });
  });

  test('of another recipe are made anew', async () => {
    const { keeper, log } = await folderKeeper({ recipe: 'of another version', sound: null, tracks: [] });
    const small = await makeMedia(
      folder.path,
      'small.mp4',
      '-f lavfi -i testsrc2=s=160x120:r=5:d=1 -c:v libx264',
    );
    await process(small, keeper);
    expect(log).toEqual(['begin', '120p-0']);
  });
});

describe('a storyboard', () => {
  test('shows each stretch of time in its place', async () => {
    // Each four seconds have a grey of their own.
    const shades = await makeMedia(
      folder.path,
      'shades.mp4',
      '-f lavfi -i color=black:s=320x240:r=10:d=12,geq=lum=64+48*floor(T/4):cb=128:cr=128 -c:v libx264 -pix_fmt yuv420p',
    );
    const { storyboard } = await process(shades, (await folderKeeper()).keeper);
    const vtt = await readFile(storyboard?.vtt.path ?? '', 'utf8');
    const cues = [...vtt.matchAll(/(\S+) --> (\S+)\nstoryboard\.jpg#xywh=(\d+),(\d+),160,120/g)];
    expect(cues.map(([, start]) => start)).toEqual(
      [0, 2, 4, 6, 8, 10].map((second) => `00:00:${String(second).padStart(2, '0')}.000`),
    );
    const cropped = cues.map(([, , , x, y]) => `format=gray,crop=1:1:${Number(x) + 80}:${Number(y) + 60}`);
    for (const [n, crop] of cropped.entries()) {
      const raw = await makeMedia(
        folder.path,
        `shade-${n}.raw`,
        `-i ${storyboard?.image.path} -vf ${crop} -f rawvideo`,
      );
      const [grey = 0] = await readFile(raw);
      // JPEG has the full range where the film has 16 to 235.
      expect(Math.abs(grey - ((64 + 48 * Math.floor(n / 2) - 16) * 255) / 219)).toBeLessThan(8);
    }
  });
});
