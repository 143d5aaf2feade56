import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { processVideo, type ProcessedVideo } from './process-video.ts';
import { processVoice, type ProcessedVoice } from './process-voice.ts';
import { ffprobe, jobFor, loudnessOf, makeMedia } from './testing/media-files.ts';
import { openMediaTools, type MediaTools } from './tools.ts';

// Each test starts ffmpeg many times in a sandbox, which takes long on a loaded machine.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const folder = tempFolder();
afterAll(() => folder.remove());

let tools: MediaTools;
let base: string;
beforeAll(async () => {
  tools = await openMediaTools({ sandbox: 'auto' });
  base = await make(
    'base.mp4',
    '-f lavfi -i testsrc=s=160x120:r=25:d=3 -f lavfi -i sine=d=3 -c:v libx264 -pix_fmt yuv420p -c:a aac',
  );
});

const make = async (name: string, options: string): Promise<string> => makeMedia(folder.path, name, options);
const save = async (name: string, content: string | Buffer): Promise<string> => {
  await writeFile(join(folder.path, name), content);
  return join(folder.path, name);
};
const video = async (input: string): Promise<ProcessedVideo> =>
  processVideo(await jobFor(folder.path, tools, input));
const voice = async (input: string): Promise<ProcessedVoice> =>
  processVoice(await jobFor(folder.path, tools, input));
const codes = ({ warnings }: { warnings: { code: string }[] }): string[] => warnings.map(({ code }) => code);
const mp4 = ({ renditions }: ProcessedVideo): string => renditions[0]?.path ?? '';
const said = async ({ captions }: Pick<ProcessedVideo, 'captions'>): Promise<string[]> =>
  Promise.all(captions.map(async ({ path }) => readFile(path, 'utf8')));
const cue = (times: string, text: string): string => `1\n${times}\n${text}\n`;

describe('the length is that of picture and sound', () => {
  test.each([
    ['a cue past the end', '00:00:30,000 --> 00:00:40,000', 'mp4', 'mov_text'],
    ['a cue at ten hours', '10:00:00,000 --> 10:00:01,000', 'mkv', 'copy'],
    ['captions that outlast the picture', '00:00:02,000 --> 00:00:05,000', 'mkv', 'copy'],
  ])('with %s', async (name, times, container, codec) => {
    const srt = await save('late.srt', cue(times, 'late'));
    const input = await make(
      `${name.replaceAll(' ', '-')}.${container}`,
      `-i ${base} -i ${srt} -map 0 -map 1 -c copy -c:s ${codec}`,
    );
    const file = await readFile(input);
    // Other writers leave no tag with the length of each track.
    await writeFile(input, Buffer.from(file.toString('latin1').replaceAll('DURATION', 'DURATI0N'), 'latin1'));
    const done = await video(input);
    expect(done.measured['duration']).toBeCloseTo(3, 0);
    expect(done.poster).not.toBeNull();
    expect(codes(done)).toEqual([]);
  });

  test('where a recording begins at ten seconds, or a chapter or a header says more', async () => {
    const chapters = await save(
      'chapters.txt',
      ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=1000\nEND=60000\ntitle=All\n',
    );
    const moved = await video(await make('start10.mkv', `-i ${base} -c copy -output_ts_offset 10`));
    expect(moved.measured['duration']).toBeCloseTo(3, 0);
    const chaptered = await video(
      await make('chapter.mp4', `-i ${base} -i ${chapters} -map_chapters 1 -c copy`),
    );
    expect(chaptered.measured['duration']).toBeCloseTo(3, 0);
    expect(chaptered.chapters).toMatchObject([{ end: expect.closeTo(3, 0), title: 'All' }]);
    const header = await readFile(base);
    header.writeUInt32BE(3_000_000, header.indexOf('mvhd') + 20);
    expect((await video(await save('header.mp4', header))).measured['duration']).toBeCloseTo(3, 0);
  });

  test('of a slideshow, with its last picture', async () => {
    const list = await save(
      'slides.txt',
      `ffconcat version 1.0\nfile a.png\nduration 5\nfile b.png\nduration 5\nfile b.png\n`,
    );
    await make('a.png', '-f lavfi -i color=red:s=64x64 -frames:v 1');
    await make('b.png', '-f lavfi -i color=blue:s=64x64 -frames:v 1');
    const input = await make(
      'slides.mp4',
      `-f concat -i ${list} ${tools.frameOption} vfr -c:v libx264 -pix_fmt yuv420p -bf 0 -x264opts bframes=0`,
    );
    expect((await video(input)).measured['duration']).toBeCloseTo(10, 0);
  });

  test('of a screen that stands still for a while, in the header of the MP4 too', async () => {
    const input = await make(
      'still-screen.mp4',
      `-f lavfi -i testsrc=s=64x64:r=10:d=6 -vf select=lt(n\\,9)+eq(n\\,40)+gt(n\\,57) ${tools.frameOption} vfr -c:v mpeg4`,
    );
    const path = (await video(input)).renditions[0]?.path ?? '';
    const options = ['-v', 'error', '-show_entries', 'format=duration:stream=duration', '-of', 'csv=p=0'];
    const { stdout } = await promisify(execFile)('ffprobe', [...options, path]);
    for (const seconds of stdout.trim().split('\n')) expect(Number(seconds)).toBeCloseTo(6, 1);
  });
});

describe('a poster is any frame, and none is no fault', () => {
  test('of one frame, of a still with sound, and behind a black beginning', async () => {
    const one = await make('one.mp4', '-f lavfi -i testsrc=s=64x64:r=25 -frames:v 1 -c:v libx264');
    expect((await video(one)).poster).not.toBeNull();
    const still = await make(
      'still.mp4',
      '-f lavfi -i testsrc=s=64x64:r=25:d=0.04 -f lavfi -i sine=d=3 -c:v libx264 -pix_fmt yuv420p -c:a aac',
    );
    const done = await video(still);
    expect(done.poster).not.toBeNull();
    expect(done.measured['duration']).toBeCloseTo(3, 0);

    const dark = await make(
      'dark.mp4',
      '-f lavfi -i color=black:s=64x64:r=25:d=6 -f lavfi -i color=white:s=64x64:r=25:d=3 -filter_complex [0][1]concat -c:v libx264 -pix_fmt yuv420p',
    );
    const { stdout } = await promisify(execFile)(
      'ffmpeg',
      [
        '-v',
        'error',
        '-i',
        (await video(dark)).poster?.path ?? '',
        '-f',
        'rawvideo',
        '-pix_fmt',
        'gray',
        '-',
      ],
      { encoding: 'buffer' },
    );
    expect(stdout[0]).toBeGreaterThan(200);
  });
});

describe('a track that cannot be read refuses no file with one that can', () => {
  test('beside sound, beside a picture, as a cover', async () => {
    const rare = await make(
      'rare.mkv',
      `-i ${base} -map 0:v -map 0:a -map 0:a -map 0:v -c copy -c:a:0 truehd -strict -2 -c:v:1 magicyuv -disposition:a:0 default`,
    );
    const done = await video(rare);
    expect(done.measured).toMatchObject({ video_codec: 'h264', audio_codec: 'aac' });
    expect(codes(done)).toEqual(['tracks_skipped']);

    const cover = await make('cover.bmp', '-f lavfi -i testsrc=s=64x64 -frames:v 1');
    const song = await make(
      'song.mp3',
      `-i ${base} -i ${cover} -map 0:a -map 1 -c:a libmp3lame -c:v copy -disposition:v attached_pic`,
    );
    expect((await voice(song)).measured).toMatchObject({ codec: 'mp3' });
  });
});

describe('what devices and archives make is read', () => {
  test.each([
    ['alac.m4a', '-c:a alac'],
    ['pcm.caf', '-c:a pcm_s16be'],
    ['float.aiff', '-c:a pcm_f32be'],
    ['rf64.wav', '-c:a pcm_s16le -rf64 always'],
    ['long.w64', '-c:a pcm_s16le'],
    ['phone.wav', '-ar 8000 -c:a adpcm_ms'],
    ['radio.mp2', '-c:a mp2'],
    ['film.ac3', '-c:a ac3'],
  ])('a voice in %s', async (name, options) => {
    const done = await voice(await make(`voice-${name}`, `-f lavfi -i sine=d=3.5 ${options}`));
    expect(done.measured['duration']).toBeCloseTo(3.5, 0);
    expect(codes(done)).toEqual([]);
  });

  test.each([
    ['disc.mpg', '-c:v mpeg2video -c:a mp2'],
    ['camcorder.m2ts', '-c copy'],
    ['camera.avi', '-c:v mjpeg -c:a pcm_s16le'],
    ['editor.mov', '-c:v prores -c:a pcm_s16le'],
    ['tape.dv', '-s 720x576 -r 25 -ar 48000 -ac 2'],
    ['telephone.3gp', '-s 176x144 -c:v h263 -an'],
    ['moving.gif', '-vf fps=10 -an'],
  ])('a video in %s', async (name, options) => {
    const done = await video(await make(name, `-i ${base} ${options}`));
    expect(done.measured['duration']).toBeCloseTo(3, 0);
    expect(done.poster).not.toBeNull();
    expect(codes(done).filter((code) => code !== 'no_audio')).toEqual([]);
  });

  test('MP3 behind padding, and recordings that were put together', async () => {
    const mp3 = await readFile(await make('plain.mp3', '-f lavfi -i sine=d=4'));
    const padded = await voice(await save('padded.mp3', Buffer.concat([Buffer.alloc(2048), mp3])));
    expect(padded.measured['duration']).toBeCloseTo(4, 0);
    const note = await readFile(await make('note.ogg', '-f lavfi -i sine=d=4 -c:a libopus'));
    const chained = await voice(await save('chained.ogg', Buffer.concat([note, note])));
    expect(chained.measured['duration']).toBeCloseTo(8, 0);
  });
});

describe('picture and sound come out right', () => {
  test('six channels come to −16 LUFS with no peak above −1 dBTP', async () => {
    const sines = '0.8*sin(2*PI*440*t)|0.8*sin(2*PI*440*t)|0.9*sin(2*PI*440*t)|0|0.8*sin(2*PI*440*t)';
    const loud = await make(
      'loud.mp4',
      `-f lavfi -i testsrc=s=64x64:d=3 -f lavfi -i aevalsrc=${sines}|0.8*sin(2*PI*440*t):c=5.1:s=48000:d=3 -c:v libx264 -pix_fmt yuv420p -c:a aac`,
    );
    const peaks = await make(
      'peaks.mp4',
      '-f lavfi -i testsrc=s=64x64:d=4 -f lavfi -i aevalsrc=0.05*sin(2*PI*300*t)+0.9*lt(mod(t\\,1)\\,0.003):s=48000:d=4 -c:v libx264 -pix_fmt yuv420p -c:a aac',
    );
    for (const file of [loud, peaks]) {
      const done = await video(file);
      const { lufs, peak } = await loudnessOf(mp4(done));
      expect(Math.abs(lufs + 16)).toBeLessThanOrEqual(1);
      expect(peak).toBeLessThanOrEqual(-1);
      expect(Number(done.renditions[0]?.measured['loudness_lufs'])).toBeCloseTo(lufs, 0);
    }
  });

  test('frames are not doubled where a header counts in milliseconds', async () => {
    const film = await make(
      'clock.mkv',
      '-f lavfi -i testsrc=s=64x64:r=30:d=1 -c:v libvpx -deadline realtime',
    );
    const bytes = await readFile(film);
    // DefaultDuration of the track: a millisecond.
    const at = bytes.indexOf(Buffer.from([0x23, 0xe3, 0x83])) + 4;
    bytes.writeUInt32BE(1_000_000, at);
    const done = await video(await save('clock-lies.mkv', bytes));
    expect(Math.abs(Number(done.measured['frames_per_second']) - 30)).toBeLessThan(2);
    const { streams } = await ffprobe(mp4(done), '-count_frames');
    expect(streams[0]?.['nb_read_frames']).toBe('30');
  });

  test('fields become frames', async () => {
    const combed = await make(
      'combed.mp4',
      '-f lavfi -i testsrc2=s=320x240:r=50:d=2 -vf tinterlace=mode=interleave_top,setfield=tff -c:v libx264 -flags +ildct+ilme -x264opts tff=1 -pix_fmt yuv420p',
    );
    const fields = async (file: string): Promise<number[]> => {
      const { stderr } = await promisify(execFile)('ffmpeg', ['-i', file, '-vf', 'idet', '-f', 'null', '-']);
      const [, tff, bff, progressive] =
        /Single frame detection: TFF: *(\d+) BFF: *(\d+) Prog\w+: *(\d+)/.exec(stderr) ?? [0, 0, 0, 0];
      return [Number(tff) + Number(bff), Number(progressive)];
    };
    expect((await fields(combed))[0]).toBeGreaterThan(40);
    const [interlaced = 0, progressive = 0] = await fields(mp4(await video(combed)));
    expect(interlaced).toBeLessThan(progressive / 10);
  });

  test('what sounds late stays late', async () => {
    const beep = await make(
      'beep.mkv',
      '-f lavfi -i testsrc=s=64x64:d=3 -itsoffset 0.7 -f lavfi -i aevalsrc=0.5*sin(880*2*PI*t)*gt(t\\,1):d=2 -map 0 -map 1 -c:v libx264 -pix_fmt yuv420p -c:a libvorbis',
    );
    const { stdout } = await promisify(execFile)(
      'ffmpeg',
      ['-v', 'error', '-i', mp4(await video(beep)), '-ac', '1', '-ar', '8000', '-f', 'u8', '-'],
      { encoding: 'buffer' },
    );
    expect(stdout.findIndex((sample) => Math.abs(sample - 128) > 20) / 8000).toBeCloseTo(1.7, 1);
  });

  test('a stereo voice is measured in each channel, and one that cancels itself out is kept', async () => {
    const left = await voice(
      await make(
        'left.wav',
        '-f lavfi -i aevalsrc=clip(3*sin(2*PI*220*t)\\,-1\\,1)|0:s=48000:d=4 -c:a pcm_s16le',
      ),
    );
    expect(left.measured['clipped_shares']).toEqual([expect.closeTo(0.78, 1), 0]);
    expect(codes(left)).toEqual(['clipped']);
    const opposed = await voice(
      await make(
        'opposed.wav',
        '-f lavfi -i aevalsrc=0.5*sin(2*PI*220*t)|-0.5*sin(2*PI*220*t):s=48000:d=4 -c:a pcm_s16le',
      ),
    );
    expect(codes(opposed)).toEqual(['out_of_phase']);
    const { lufs } = await loudnessOf(opposed.renditions[0]?.path ?? '');
    expect(Math.abs(lufs + 16)).toBeLessThanOrEqual(1);
  });

  test('what is left out is said', async () => {
    const glass = await make(
      'glass.webm',
      '-f lavfi -i testsrc=s=64x64:d=1,format=yuva420p -c:v libvpx-vp9 -deadline realtime',
    );
    expect(codes(await video(glass))).toEqual(['no_audio', 'alpha_dropped']);
  });
});

describe('captions are what the file says', () => {
  const captioned = async (name: string, srt: string, codec = 'copy'): Promise<string> =>
    make(name, `-i ${base} -i ${await save(`${name}.srt`, srt)} -map 0 -map 1 -c copy -c:s ${codec}`);

  test('of a clip that was trimmed at their time, and in no Unicode', async () => {
    const cues = [0, 1, 2].map((n) => cue(`00:00:0${n},000 --> 00:00:0${n},800`, `cue ${n}`)).join('\n');
    const whole = await captioned('whole.mp4', cues, 'mov_text');
    const [trimmed] = await said(
      await video(await make('trimmed.mp4', `-ss 0.5 -i ${whole} -map 0 -c copy`)),
    );
    expect(trimmed).toContain('00:00:00.500 --> 00:00:01.300\ncue 1\n');
    expect(trimmed).toContain('00:00:00.000 --> 00:00:00.300\ncue 0\n');

    const utf8 = await captioned('utf8.mkv', cue('00:00:00,200 --> 00:00:01,000', 'OdXya cafX'));
    const bytes = (await readFile(utf8)).toString('latin1').replace('OdXya cafX', 'Od\xfaya caf\xe9');
    const western = await video(await save('western.mkv', Buffer.from(bytes, 'latin1')));
    expect((await said(western))[0]).toContain('Odúya café');
    expect(codes(western)).toEqual(['captions_encoding']);
  });

  test.each([
    ['talk.mp4', '-c:a aac -c:s mov_text'],
    ['talk.mka', '-c:a flac -c:s srt'],
  ])('of a voice too, with its chapters: %s', async (name, codecs) => {
    const srt = await save('talk.srt', cue('00:00:00,500 --> 00:00:01,500', 'Good <i>morning</i>'));
    const chapters = await save(
      'talk.txt',
      ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2000\ntitle=Greeting\n',
    );
    const input = await make(
      name,
      `-f lavfi -i sine=d=4 -i ${srt} -i ${chapters} -map 0 -map 1 -map_chapters 2 ${codecs} -metadata:s:s:0 language=eng`,
    );
    const told: unknown[] = [];
    const done = await processVoice({
      ...(await jobFor(folder.path, tools, input)),
      onCaptions: async (tracks) => void told.push(...tracks),
      onSpeech: () => Promise.reject(new Error('it has captions')),
    });
    expect(await said(done)).toEqual(['WEBVTT\n\n00:00:00.500 --> 00:00:01.500\nGood morning\n']);
    expect(done.captions).toMatchObject([{ language: 'en' }]);
    expect(done.chapters).toEqual([{ start: 0, end: 2, title: 'Greeting' }]);
    expect(told).toMatchObject([
      { name: 'captions-0.vtt', vtt: expect.stringContaining('Chapter: Greeting') },
    ]);
  });

  test('without the readings of a drone', async () => {
    const reading = (n: number): string =>
      `<font size="36">SrtCnt : ${n}, DiffTime : 33ms\n[iso : 100] [shutter : 1/800.0] [latitude: 47.6] [longitude: 9.2]</font>`;
    const srt = [0, 1, 2].map((n) => cue(`00:00:0${n},000 --> 00:00:0${n},900`, reading(n))).join('\n');
    const done = await video(await captioned('drone.mkv', srt));
    expect(done.captions).toEqual([]);
    expect(codes(done)).toEqual(['telemetry_skipped']);
  });
});
