import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { HlsKeeper } from './hls/keep-hls.ts';
import { processVideo, type ProcessedVideo } from './process-video.ts';
import { createFolderKeeper } from './testing/folder-keeper.ts';
import { ffprobe, jobFor, makeMedia } from './testing/media-files.ts';
import { frameTimes, keyTimes } from './testing/packets.ts';
import { openMediaTools, type MediaTools } from './tools.ts';

// Each test starts ffmpeg many times in a sandbox, which takes long on a loaded machine.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const folder = tempFolder();
afterAll(() => folder.remove());

let tools: MediaTools;
let film: string;
const PICTURE = '-f lavfi -i testsrc2=s=640x360:r=30:d=13 -f lavfi -i sine=d=13';
const H264 = '-c:v libx264 -preset veryfast -pix_fmt yuv420p -c:a aac';
const make = async (name: string, options: string): Promise<string> => makeMedia(folder.path, name, options);
beforeAll(async () => {
  tools = await openMediaTools({ sandbox: 'auto' });
  // Key frames where the picture changes, at most three seconds apart.
  film = await make('film.mp4', `${PICTURE} ${H264} -g 90 -force_key_frames 1.5,7.2`);
});

const process = async (input: string, keeper?: HlsKeeper): Promise<ProcessedVideo> =>
  processVideo({ ...(await jobFor(folder.path, tools, input)), ...(keeper && { keeper }) });
const mp4 = ({ renditions }: ProcessedVideo): string => renditions[0]?.path ?? '';
const isCopied = ({ renditions }: ProcessedVideo): boolean => renditions[0]?.measured['copied'] === true;
/** What is seen: a hash of each frame. */
const frames = async (file: string): Promise<string[]> => {
  const options = [
    '-v',
    'error',
    '-i',
    file,
    '-map',
    '0:v:0',
    '-fps_mode',
    'passthrough',
    '-f',
    'framemd5',
    '-',
  ];
  const { stdout } = await promisify(execFile)('ffmpeg', options);
  return stdout.split('\n').flatMap((line) => /, ([0-9a-f]{32})$/.exec(line)?.[1] ?? []);
};

describe('a picture that browsers play as it is', () => {
  test('is the largest size, and the smaller ones have its key frames', async () => {
    const { keeper, tracks } = await createFolderKeeper(folder.path);
    const done = await process(film, keeper);
    expect(isCopied(done)).toBe(true);
    expect((await readFile(film)).includes('x264 - core')).toBe(true);
    expect((await readFile(mp4(done))).includes('x264 - core')).toBe(false);
    const files = await tracks();
    const [large = '', small = ''] = [files.get('360p'), files.get('240p')];
    const shown = await frames(film);
    expect(await frames(large)).toEqual(shown);
    expect(await frames(mp4(done))).toEqual(shown);
    const keys = await keyTimes(film);
    expect(keys).toEqual([0, 1500, 4500, 7200, 10_200]);
    for (const file of [large, small, mp4(done)]) {
      expect(await keyTimes(file)).toEqual(keys);
      expect(await frameTimes(file)).toEqual(await frameTimes(film));
    }
    // Players that read no edit list show both at the same time.
    const delays = await Promise.all(
      [large, small].map(
        async (file) => (await ffprobe(file, '-ignore_editlist', '1')).streams[0]?.['start_time'],
      ),
    );
    expect(delays[0]).toBe(delays[1]);
    const lengths = (keeper.kept?.tracks ?? []).map(({ parts }) => parts.flat().map(({ ticks }) => ticks));
    expect(lengths[1]).toEqual(lengths[2]);
  });

  test('is gone on with where an attempt ended', async () => {
    const first = await createFolderKeeper(folder.path, null, 2);
    await expect(process(film, first.keeper)).rejects.toThrow('the worker died');
    const second = await createFolderKeeper(folder.path, first.keeper.kept, Infinity, first.place);
    const done = await process(film, second.keeper);
    expect(second.log[0]).toBe('360p-2');
    expect(isCopied(done)).toBe(true);
    const files = await second.tracks();
    const shown = await frames(film);
    expect(await frames(files.get('360p') ?? '')).toEqual(shown);
    expect(await frames(mp4(done))).toEqual(shown);
    expect(await keyTimes(files.get('240p') ?? '')).toEqual(await keyTimes(film));
    expect(await frames(files.get('240p') ?? '')).toHaveLength(shown.length);
  });

  test('is encoded after all where it has a fault', async () => {
    const bytes = await readFile(film);
    const damaged = Buffer.from(bytes);
    const begin = bytes.indexOf('mdat') + 40_000;
    for (let n = 0; n < 40; n += 1) damaged[begin + n * 997] = 0xff;
    const input = join(folder.path, 'damaged.mp4');
    await writeFile(input, damaged);
    const { keeper, tracks, log } = await createFolderKeeper(folder.path);
    const done = await process(input, keeper);
    expect(isCopied(done)).toBe(false);
    expect(log.filter((entry) => entry === 'begin')).toHaveLength(2);
    expect([...(await tracks()).keys()]).toEqual(['sound', '360p', '240p']);
    expect(done.measured['duration']).toBeCloseTo(13, 0);
  });

  test('and is small has no other size, and is not encoded at all', async () => {
    const small = await make(
      'small.mp4',
      `-f lavfi -i testsrc2=s=160x120:r=30:d=3 -f lavfi -i sine=d=3 ${H264} -g 60 -profile:v main`,
    );
    const { keeper, log } = await createFolderKeeper(folder.path);
    const done = await process(small, keeper);
    expect([isCopied(done), log]).toEqual([true, ['begin', 'sound-0', '120p-0', '120p-1']]);
    expect(await frames(mp4(done))).toEqual(await frames(small));
  });
});

test.each([
  ['key frames far apart', `${PICTURE} ${H264} -g 600 -sc_threshold 0`],
  ['frames that need those before a key frame', `${PICTURE} ${H264} -g 60 -x264-params open-gop=1:bframes=3`],
  [
    'more bits than a connection carries',
    `${PICTURE} ${H264} -g 60 -b:v 20M -minrate 20M -bufsize 2M -x264-params nal-hrd=cbr`,
  ],
  ['ten bits a colour', `${PICTURE} ${H264} -g 60 -pix_fmt yuv420p10le`],
  ['more than 60 frames a second', `-f lavfi -i testsrc2=s=320x240:r=120:d=3 ${H264} -g 60`],
  ['fields', `${PICTURE} ${H264} -g 60 -flags +ildct+ilme -x264-params tff=1`],
  ['pixels that are not square', `${PICTURE} ${H264} -g 60 -vf setsar=4/3`],
])('a picture with %s is encoded', async (name, options) => {
  const input = await make(`${name.replaceAll(' ', '-')}.mp4`, options);
  expect(isCopied(await process(input))).toBe(false);
});
