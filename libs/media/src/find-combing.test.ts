import { tempFolder } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findCombing, readCombing } from './find-combing.ts';
import { openFile, inspect } from './inspect.ts';
import { jobFor, makeMedia } from './testing/media-files.ts';
import { openMediaTools, type MediaTools } from './tools.ts';

vi.setConfig({ testTimeout: 120_000 });

const folder = tempFolder();
afterAll(() => folder.remove());

let tools: MediaTools;
beforeAll(async () => {
  tools = await openMediaTools({ sandbox: 'auto' });
});

const MOVING = '-f lavfi -i testsrc2=s=320x240:r=50:d=3';
/** Two frames become one, line by line; nothing in the file says so. */
const woven = (first: 'top' | 'bottom'): string =>
  `${MOVING} -vf tinterlace=mode=interleave_${first},setfield=prog`;
const H264 = '-c:v libx264 -preset ultrafast -pix_fmt yuv420p';

describe('a picture', () => {
  test.each([
    ['of fields, in H.264 that says nothing', 'a.mp4', `${woven('top')} ${H264}`, 'tff'],
    ['of fields, the lower one first', 'b.mp4', `${woven('bottom')} ${H264}`, 'bff'],
    ['of fields, in MPEG-4', 'c.avi', `${woven('top')} -c:v mpeg4 -q:v 3`, 'tff'],
    ['of whole frames', 'd.mp4', `${MOVING} ${H264}`, null],
    ['of whole frames with fine lines', 'e.mp4', `-f lavfi -i mandelbrot=s=320x240:r=25 -t 3 ${H264}`, null],
    ['of noise', 'f.mp4', `${MOVING} -vf noise=alls=40:allf=t ${H264}`, null],
    ['that stands still', 'g.mp4', `-f lavfi -i smptebars=s=320x240:r=25:d=3 ${H264}`, null],
  ])('%s', async (_name, file, options, expected) => {
    const input = await makeMedia(folder.path, file, options);
    const job = await jobFor(folder.path, tools, input);
    const { context, probed, seconds } = await inspect(await openFile(job), job.limits.maxVideoSeconds);
    const { demuxer, video } = probed;
    const picture = { limits: job.limits, demuxer, seconds, maxSeconds: 3600, video: video?.stream ?? 0 };
    expect(await findCombing(context, picture)).toBe(expected);
  });

  test('is of fields only where most of it is, in one order', () => {
    const line = (tff: number, bff: number, whole: number): string =>
      `[Parsed_idet_0 @ 0x5] Multi frame detection: TFF:${String(tff).padStart(6)} BFF:${String(bff).padStart(6)} Progressive:${String(whole).padStart(6)} Undetermined:     9\n`;
    expect(readCombing(line(40, 0, 0) + line(0, 0, 20))).toBe('tff');
    expect(readCombing(line(0, 30, 0) + line(2, 10, 0))).toBe('bff');
    // Film on television: two frames of five.
    expect(readCombing(line(20, 0, 30))).toBeNull();
    expect(readCombing(line(20, 18, 0))).toBeNull();
    expect(readCombing(line(5, 0, 0))).toBeNull();
    expect(readCombing('')).toBeNull();
  });
});
