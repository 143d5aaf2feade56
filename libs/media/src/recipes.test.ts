import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ladder } from './ladder.ts';
import { defaultLimits } from './limits.ts';
import {
  cuesRecipe,
  guards,
  loudnessRecipe,
  packetsRecipe,
  probeRecipe,
  type FfmpegRecipe,
} from './recipes.ts';
import { resolutionWarnings } from './resolution.ts';
import { planStoryboard } from './storyboard.ts';
import {
  fit1080p,
  posterRecipe,
  soundLoudnessRecipe,
  soundRecipe,
  combingRecipe,
  ladderRecipe,
  mp4Recipe,
  peaksRecipe,
} from './video-recipes.ts';
import { measureRecipe, speechRecipe, voiceRecipe } from './voice-recipes.ts';

const limits = { ...defaultLimits, threads: 2 };
const reading = { limits, demuxer: 'mov' as const, seconds: 10, maxSeconds: 3601 };
const level = { gainDb: 3.456, ceilingDbtp: -2 };
const picture = {
  ...reading,
  video: 0,
  rungs: ladder({ width: 1280, height: 720 }),
  fromTicks: 0,
  pictureEnd: 9.5,
  deinterlace: null,
  copy: null,
};
const recipes: Record<string, FfmpegRecipe> = {
  measure: measureRecipe({ ...reading, stream: 1, channels: 2 }),
  voice: voiceRecipe({ ...reading, stream: 1, channels: 2, level, mix: 'both', isChecked: false }),
  'checked voice': voiceRecipe({ ...reading, stream: 1, channels: 1, level, mix: 'both', isChecked: true }),
  loudness: loudnessRecipe(limits, 'voice.webm', 'matroska'),
  'sound loudness': soundLoudnessRecipe({ ...reading, stream: 1, channels: 9 }),
  sound: soundRecipe({ ...reading, stream: 1, channels: 6, level }),
  video: ladderRecipe({
    ...picture,
    toneMap: true,
    tooFast: false,
    frameOption: '-fps_mode',
  }),
  'copied video': ladderRecipe({
    ...picture,
    fromTicks: 180_000,
    copy: { extraDelayTicks: 6000 },
    toneMap: false,
    tooFast: false,
    frameOption: '-fps_mode',
  }),
  'rest of a video': ladderRecipe({
    ...picture,
    fromTicks: 180_000,
    deinterlace: 'flagged',
    toneMap: false,
    tooFast: true,
    frameOption: '-vsync',
  }),
  poster: posterRecipe(limits, { at: 1, seconds: 4, keyframes: true, bright: true }),
  mp4: mp4Recipe({
    limits,
    seconds: 10,
    top: '720p.mp4',
    least: '240p.mp4',
    withSound: true,
    pictureEnd: 9.5,
    storyboard: planStoryboard({ width: 1280, height: 720 }, 10),
  }),
  peaks: peaksRecipe(limits),
  speech: speechRecipe(limits, { file: 'sound.m4a', demuxer: 'mov', start: 60, seconds: 30 }),
  combing: combingRecipe({ ...reading, video: 0, starts: [1, 5], sampleSeconds: 1.4 }),
};

/** Whether these options stand in the list one after another. */
const holds = (list: readonly string[], ...run: string[]): boolean =>
  list.some((_, at) => run.every((word, n) => list[at + n] === word));

describe('every recipe', () => {
  test.each(Object.entries(recipes))(
    '%s reads with all guards, never a terminal, a named demuxer and a cap on time',
    (_name, { inputs: [input, ...made] }) => {
      if (!input) throw new Error('a recipe without a source');
      expect(holds(input.options, ...guards(limits))).toBe(true);
      expect(input.options).toContain('-nostdin');
      const allowed = input.options[input.options.indexOf('-format_whitelist') + 1]?.split(',');
      expect(allowed).toContain(input.options[input.options.indexOf('-f') + 1]);
      expect(input.options).toContain('-t');
      expect(input.file).toMatch(/^(?:\.\.\/source|[a-z0-9-]+\.(?:webm|mp4|m4a))$/);
      for (const { options, file } of made) {
        expect(options).toContain('-t');
        expect(file).toMatch(/^(?:\.\.\/source|sound\.m4a|240p\.mp4)$/);
      }
    },
  );

  test.each(Object.entries(recipes))(
    '%s writes files of our names, with a cap on size and without metadata',
    (_name, { outputs }) => {
      for (const { options, file } of outputs) {
        if (file === '-' || file === 'pipe:1') continue;
        for (const name of file.split('|'))
          expect(name).toMatch(/^(?:\[[a-z=:+]+\])?[a-z0-9-]+\.(?:webm|wav|mp4|m4a|jpg|ogg)$/);
        expect(options).toContain('-fs');
        expect(holds(options, '-map_metadata', '-1')).toBe(true);
        expect(holds(options, '-map_chapters', '-1')).toBe(true);
      }
    },
  );

  test('lets ffprobe read under the same guards', () => {
    const refused = new Map([[2, 'truehd']]);
    for (const { arguments: options } of [
      probeRecipe(limits, { refused }),
      packetsRecipe(limits, 'mov', refused),
      cuesRecipe(limits, 'mov', refused),
    ]) {
      expect(holds(options, ...guards(limits).slice(0, 5))).toBe(true);
      expect(holds(options, '-max_pixels', '8294400')).toBe(true);
      const [strict = '', probing = ''] = [guards(limits), options].map(
        (list) => list[list.indexOf('-codec_whitelist') + 1] ?? '',
      );
      expect(probing.startsWith(`${strict},`)).toBe(true);
      expect(strict).not.toContain('png');
      // Only this track's decoder is opened beyond the list, by nobody who decodes.
      expect(strict + probing).not.toContain('truehd');
      expect(holds(options, '-codec_whitelist:2', 'truehd')).toBe(true);
    }
  });

  test('whitelists one protocol and no container that names other files', () => {
    expect(holds(guards(limits), '-protocol_whitelist', 'file')).toBe(true);
    expect(holds(guards(limits), '-max_pixels', '8294400')).toBe(true);
    const formats = guards(limits)[guards(limits).indexOf('-format_whitelist') + 1]?.split(',');
    for (const dangerous of ['hls', 'concat', 'dash', 'image2', 'sdp', 'lavfi', 'rtsp'])
      expect(formats).not.toContain(dangerous);
  });
});

describe('a video', () => {
  test('is fast-start H.264 and AAC in colours every player knows', () => {
    const [top, ...smaller] = (recipes['video']?.outputs ?? []).map(({ options }) => options);
    expect(smaller).toHaveLength(3);
    for (const options of [top ?? [], ...smaller]) {
      expect(holds(options, '-c:v', 'libx264')).toBe(true);
      // Key frames at other places in other sizes could not be switched between.
      expect(holds(options, '-sc_threshold', '0')).toBe(true);
      // What is written can be read at once.
      expect(holds(options, '-flush_packets', '1')).toBe(true);
    }
    const graph = (recipe: string) => recipes[recipe]?.outputs[0]?.options[1]?.split(';') ?? [];
    expect(graph('video')[0]).toMatch(
      /^\[0:0\]scale=1280:720,zscale=.*,setsar=1,format=yuv420p,split=2\[v0\]\[rest1\]$/,
    );
    expect(graph('video').slice(1)).toEqual([
      '[rest1]scale=854:480,split=2[v1][rest2]',
      '[rest2]scale=640:360,split=2[v2][rest3]',
      '[rest3]scale=426:240[v3]',
    ]);
    expect(graph('rest of a video')[0]).toMatch(/^\[0:0\]bwdif=.*,trim=start=1\.999500,scale=/);
    const mp4 = recipes['mp4']?.outputs[0]?.options ?? [];
    expect(holds(mp4, '-c', 'copy')).toBe(true);
    expect(holds(mp4, '-movflags', '+faststart')).toBe(true);
  });

  test.each([
    [
      { width: 1920, height: 1080 },
      { width: 1920, height: 1080 },
    ],
    [
      { width: 3840, height: 2160 },
      { width: 1920, height: 1080 },
    ],
    [
      { width: 2160, height: 3840 },
      { width: 1080, height: 1920 },
    ],
    [
      { width: 1280, height: 1280 },
      { width: 1080, height: 1080 },
    ],
    [
      { width: 321, height: 241 },
      { width: 320, height: 240 },
    ],
    [
      { width: 1, height: 1 },
      { width: 2, height: 2 },
    ],
  ])('of %j becomes %j', (from, to) => {
    expect(fit1080p(from)).toEqual(to);
  });

  test('fits 1080p with even sides, keeps its shape and never grows', () => {
    const side = fc.integer({ min: 16, max: 4096 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const to = fit1080p({ width, height });
        expect([to.width % 2, to.height % 2]).toEqual([0, 0]);
        expect(Math.max(to.width, to.height)).toBeLessThanOrEqual(1920);
        expect(Math.min(to.width, to.height)).toBeLessThanOrEqual(1080);
        expect(to.width).toBeLessThanOrEqual(width + 1);
        expect(to.height).toBeLessThanOrEqual(height + 1);
        const scale = Math.min(1, 1920 / Math.max(width, height), 1080 / Math.min(width, height));
        expect(Math.abs(to.width - width * scale)).toBeLessThanOrEqual(2);
        expect(Math.abs(to.height - height * scale)).toBeLessThanOrEqual(2);
      }),
    );
  });
});

describe('a declared resolution', () => {
  test.each([
    '1080p',
    '1080P60',
    '1920x1080',
    '1920 × 1080',
    '1080x1920',
    'Full HD',
    'cinema',
    '',
    7,
    undefined,
  ])('%j agrees with 1920×1080', (declared) => {
    expect(resolutionWarnings(declared, { width: 1920, height: 1080 })).toEqual([]);
    expect(resolutionWarnings(declared, { width: 1080, height: 1920 })).toEqual([]);
  });

  test.each(['720p', '4K', '1280x720', 'hd'])('%j does not', (declared) => {
    expect(resolutionWarnings(declared, { width: 1920, height: 1080 })).toMatchObject([
      { code: 'resolution_mismatch' },
    ]);
  });

  test('of a wide film goes by its width', () => {
    expect(resolutionWarnings('1080p', { width: 1920, height: 804 })).toEqual([]);
  });
});
