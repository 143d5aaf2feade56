import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { processVideo, type ProcessedVideo } from './process-video.ts';
import type { SpeechPieces } from './speech-pieces.ts';
import { ffprobe, jobFor, makeMedia } from './testing/media-files.ts';
import { openMediaTools, type MediaTools } from './tools.ts';

// Each test starts ffmpeg many times in a sandbox, which takes long on a loaded machine.
vi.setConfig({ testTimeout: 120_000 });

const folder = tempFolder();
afterAll(() => folder.remove());

let tools: MediaTools;
beforeAll(async () => {
  tools = await openMediaTools({ sandbox: 'auto' });
});

const make = async (name: string, options: string): Promise<string> => makeMedia(folder.path, name, options);
const process = async (input: string, extra: object = {}): Promise<ProcessedVideo> =>
  processVideo({ ...(await jobFor(folder.path, tools, input)), ...extra });
const picture = (size: string, seconds = 2): string => `-f lavfi -i testsrc2=s=${size}:r=10:d=${seconds}`;
const sound = (seconds = 2): string => `-f lavfi -i sine=d=${seconds}`;
const playable = async (done: ProcessedVideo) => {
  const file = done.renditions[0]?.path ?? '';
  const bytes = await readFile(file);
  return {
    ...(await ffprobe(file)),
    fastStart: bytes.indexOf('moov') < bytes.indexOf('mdat'),
    text: bytes.toString('latin1'),
  };
};
/** Writes a quarter turn into the header of a one-track MP4, as a telephone held upright does. */
const turn = async (file: string): Promise<void> => {
  const bytes = await readFile(file);
  const matrix = bytes.indexOf('tkhd') + 44;
  for (const [n, value] of [0, 0x10000, 0, 0xffff0000, 0, 0].entries())
    bytes.writeUInt32BE(value, matrix + n * 4);
  await writeFile(file, bytes);
};

/** The same file with zeros in place of pictures and sound. */
const silenced = (file: Buffer): Buffer => Buffer.from(file).fill(0, file.indexOf('mdat') + 4);

const SRT =
  '1\n00:00:00,200 --> 00:00:01,000\nHello <b>there</b>\n\n2\n00:00:01,000 --> 00:00:01,900\nGoodbye\n';

describe('a video', () => {
  test('becomes a fast-start MP4 with a poster, captions and chapters, and nothing of its metadata', async () => {
    const captions = join(folder.path, 'captions.srt');
    await writeFile(captions, SRT);
    const chapters = join(folder.path, 'chapters.txt');
    await writeFile(
      chapters,
      ';FFMETADATA1\ntitle=Secret\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=First\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=1000\nEND=2000\ntitle=Second\n',
    );
    const input = await make(
      'captioned.mp4',
      `${picture('320x240')} ${sound()} -i ${captions} -f ffmetadata -i ${chapters} -map 0 -map 1 -map 2 -map_metadata 3 -c:v libx264 -pix_fmt yuv444p -c:a aac -c:s mov_text -metadata:s:s:0 language=ger`,
    );
    const progress: number[] = [];
    const done = await process(input, {
      onProgress: (share: number) => progress.push(share),
      declared: { duration: 2, resolution: '320x240' },
      onSpeech: () => Promise.reject(new Error('it has captions')),
    });

    const { streams, fastStart, text } = await playable(done);
    expect(streams).toMatchObject([
      { codec_name: 'h264', width: 320, height: 240, pix_fmt: 'yuv420p' },
      { codec_name: 'aac', sample_rate: '48000', channels: 2 },
    ]);
    expect(streams).toHaveLength(2);
    expect(fastStart).toBe(true);
    expect(text).not.toContain('Secret');
    expect(done.measured).toMatchObject({
      container: 'mov',
      width: 320,
      height: 240,
      video_codec: 'h264',
      frames_per_second: 10,
    });
    expect((await ffprobe(done.poster?.path ?? '')).streams).toMatchObject([
      { codec_name: 'mjpeg', width: 320, height: 240 },
    ]);
    expect(done.captions).toMatchObject([
      { name: 'captions-0.vtt', language: 'de', contentType: 'text/vtt; charset=utf-8' },
    ]);
    expect(await readFile(done.captions[0]?.path ?? '', 'utf8')).toMatch(
      /^WEBVTT\n\n00:00:00\.200 --> 00:00:01\.000\nHello there\n\n00:00:01\.000 --> 00:00:01\.900\nGoodbye\n$/,
    );
    expect(done.chapters).toEqual([
      { start: 0, end: 1, title: 'First' },
      { start: 1, end: 2, title: 'Second' },
    ]);
    expect(done.warnings).toEqual([]);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
  });

  test('of Matroska keeps every text track, in WebVTT; an empty one is left out', async () => {
    const [srt, empty] = [join(folder.path, 'm.srt'), join(folder.path, 'empty.vtt')];
    await writeFile(srt, SRT);
    await writeFile(empty, 'WEBVTT\n\n');
    const input = await make(
      'tracks.mkv',
      `${picture('160x120')} -i ${srt} -i ${srt} -i ${empty} -map 0 -map 1 -map 2 -map 3 -c:v libvpx -c:s:0 srt -c:s:1 ass -c:s:2 webvtt -metadata:s:s:0 language=fre -metadata:s:s:1 language=ita`,
    );
    const done = await process(input, { declared: { duration: 60, resolution: '4K' } });
    expect(done.captions.map(({ name, language }) => [name, language])).toEqual([
      ['captions-0.vtt', 'fr'],
      ['captions-1.vtt', 'it'],
    ]);
    for (const { path } of done.captions) expect(await readFile(path, 'utf8')).toContain('Goodbye');
    expect(done.warnings.map(({ code }) => code)).toEqual([
      'duration_mismatch',
      'resolution_mismatch',
      'no_audio',
    ]);
    expect((await playable(done)).streams).toHaveLength(1);
  });

  test('held upright stays upright; odd sides become even', async () => {
    const input = await make('upright.mp4', `${picture('322x182', 1)} -c:v libx264`);
    await turn(input);
    const done = await process(input);
    expect(done.measured).toMatchObject({ width: 182, height: 322 });
    expect((await playable(done)).streams).toMatchObject([{ width: 182, height: 322 }]);

    const odd = await process(
      await make('odd.webm', `${picture('161x121', 1)} -c:v libvpx-vp9 -deadline realtime`),
    );
    expect((await playable(odd)).streams).toMatchObject([{ width: 160, height: 120 }]);
  });

  test('gives its sound to be transcribed, if it has any', async () => {
    const heard: unknown[] = [];
    const onSpeech = async ({ pieces, write }: SpeechPieces): Promise<void> => {
      for (const piece of pieces) heard.push(piece, (await ffprobe(await write(piece))).streams[0]);
    };
    const spoken = await make('spoken.mp4', `${picture('64x64', 2)} ${sound(2)} -c:v libx264 -c:a aac`);
    await process(spoken, { onSpeech });
    expect(heard).toMatchObject([
      { start: 0, end: expect.closeTo(2, 0) },
      { codec_name: 'opus', channels: 1 },
    ]);
    await process(await make('mute.mp4', `${picture('64x64', 1)} -c:v libx264`), { onSpeech });
    const silent = '-f lavfi -i anullsrc=d=2 -c:v libx264 -c:a aac';
    await process(await make('silent.mp4', `${picture('64x64', 2)} ${silent}`), { onSpeech });
    expect(heard).toHaveLength(2);
  });

  test('ends the transcript when its picture comes to nothing', async () => {
    const spoken = await make('lost.mp4', `${picture('64x64', 2)} ${sound(2)} -c:v libx264 -c:a aac`);
    const stop = new AbortController();
    let reason: unknown;
    const onSpeech = async (_speech: SpeechPieces, signal: AbortSignal): Promise<void> => {
      const aborted = once(signal, 'abort');
      stop.abort(new Error('not wanted'));
      await aborted;
      reason = signal.reason;
    };
    await expect(process(spoken, { onSpeech, signal: stop.signal })).rejects.toThrow('not wanted');
    expect(reason).toMatchObject({ message: 'not wanted' });
  });

  test('keeps its frames at their times, at most 60 a second', async () => {
    const uneven = await make(
      'uneven.webm',
      `-f lavfi -i testsrc2=s=64x64:r=30:d=4,select=lt(n\\,10)+not(mod(n\\,20)) ${tools.frameOption} vfr -c:v libvpx`,
    );
    const frames = async (file: string): Promise<number> =>
      Number((await ffprobe(file, '-count_packets')).streams[0]?.['nb_read_packets']);
    expect(await frames((await process(uneven)).renditions[0]?.path ?? '')).toBe(await frames(uneven));
    const fast = await process(await make('fast.mp4', '-f lavfi -i testsrc2=s=64x64:r=120:d=1 -c:v libx264'));
    expect((await playable(fast)).streams).toMatchObject([{ avg_frame_rate: '60/1' }]);
  });

  test('of 4K comes down to 1080p', async () => {
    const done = await process(
      await make('4k.mp4', '-f lavfi -i color=s=3840x2160:r=2:d=1 -c:v libx264 -preset ultrafast'),
    );
    expect(done.measured).toMatchObject({ width: 3840, height: 2160 });
    expect((await playable(done)).streams).toMatchObject([{ width: 1920, height: 1080 }]);
    expect(done.poster?.measured).toMatchObject({ width: 1280, height: 720 });
  });
});

describe('a file that is no video for us', () => {
  const outcome = async (input: string, limits = {}): Promise<unknown> => {
    const job = await jobFor(folder.path, tools, input, limits);
    return processVideo(job).then(
      () => 'processed',
      (error: { code: string; message: string }) => {
        expect(error.message).not.toMatch(/ffmpeg|ffprobe|source|exit|\/tmp/);
        return error.code;
      },
    );
  };
  const save = async (name: string, content: string | Buffer): Promise<string> => {
    await writeFile(join(folder.path, name), content);
    return join(folder.path, name);
  };

  test('says why', async () => {
    const whole = await readFile(
      await make('whole.mp4', `${picture('320x240', 4)} ${sound(4)} -c:v libx264 -c:a aac`),
    );
    const early = await readFile(
      await make(
        'early.mp4',
        `${picture('320x240', 4)} ${sound(4)} -c:v libx264 -c:a aac -movflags +faststart`,
      ),
    );
    const secret = await make('secret.ts', `${sound(1)} -f mpegts`);

    expect(
      await outcome(
        await make('huge.mp4', '-f lavfi -i color=s=8192x8192:r=1:d=2 -c:v libx264 -preset ultrafast'),
      ),
    ).toBe('too_many_pixels');
    expect(await outcome(await save('cut-end.mp4', whole.subarray(0, whole.length / 2)))).toBe(
      'media_truncated',
    );
    expect(await outcome(await save('cut-middle.mp4', early.subarray(0, early.length / 2)))).toBe(
      'media_truncated',
    );
    expect(
      await outcome(await save('playlist.mp4', `#EXTM3U\n#EXTINF:1,\n${secret}\n#EXT-X-ENDLIST\n`)),
    ).toBe('unsupported_media');
    expect(await outcome(await save('concat.mp4', `ffconcat version 1.0\nfile ${secret}\n`))).toBe(
      'unsupported_media',
    );
    expect(await outcome(await save('text.mp4', 'This is a film, I promise.'))).toBe('unsupported_media');
    expect(await outcome(await make('renamed.png', '-f lavfi -i color=s=64x64 -frames:v 1'))).toBe(
      'unsupported_media',
    );
    expect(
      await outcome(
        await save('garbage.mp4', Buffer.concat([Buffer.from('\0\0\0\x18ftypisom'), Buffer.alloc(5000, 7)])),
      ),
    ).not.toBe('processed');
    expect(await outcome(await make('sound.m4a', `${sound(1)} -c:a aac -f mp4`))).toBe('no_video');
    expect(
      await outcome(await make('long.mp4', `${picture('64x64', 4)} -c:v libx264`), { maxVideoSeconds: 3 }),
    ).toBe('too_long');
    expect(await outcome(await save('no-frame.mp4', silenced(early)))).toBe('media_corrupt');
    expect(await outcome(await make('rare.mkv', '-f lavfi -i color=s=64x64:d=1 -c:v magicyuv'))).toBe(
      'unsupported_media',
    );
  });

  test('however it is damaged, ends with a reason', async () => {
    const whole = await readFile(
      await make(
        'victim.mp4',
        `${picture('160x120', 1)} ${sound(1)} -c:v libx264 -c:a aac -movflags +faststart`,
      ),
    );
    let seed = 1;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let n = 0; n < 6; n += 1) {
      const damaged = Buffer.from(whole);
      for (let hit = 0; hit < 20; hit += 1) damaged[32 + random(damaged.length - 32)] = random(256);
      expect(await outcome(await save(`damaged-${n}.mp4`, damaged))).toMatch(
        /^(processed|media_corrupt|media_truncated|unsupported_media|no_video|too_many_pixels|too_long)$/,
      );
    }
  });
});

describe('the recordings beside the project', () => {
  const media = new URL('../../../../shared/data/media/', import.meta.url).pathname;

  test.each([
    ['rabbit320.mp4', 320, 240, 7.8],
    ['frog.webm', 720, 480, 8.27],
  ])('%s plays as promised', async (name, width, height, seconds) => {
    if (!existsSync(media))
      return console.info('The larger recordings are not there; the ones made by ffmpeg were tested.');
    const done = await process(join(media, name));
    const { streams, format } = await playable(done);
    expect(streams).toMatchObject([
      { codec_name: 'h264', width, height, pix_fmt: 'yuv420p' },
      { codec_name: 'aac' },
    ]);
    expect(Number(format['duration'])).toBeCloseTo(seconds, 0);
  });
});
