import { describe, expect, test } from 'vitest';
import { readProbe } from './probe.ts';

const video = { index: 0, codec_type: 'video', codec_name: 'h264', width: 1920, height: 1080 };
const probed = (streams: object[], extra: object = {}) =>
  readProbe({ format: { format_name: 'mov,mp4,m4a,3gp,3g2,mj2', duration: '10.5' }, streams, ...extra }, [
    'mov',
  ]);

describe('what ffprobe prints', () => {
  test('is read as tracks', () => {
    const read = probed([
      { ...video, avg_frame_rate: '30000/1001', duration: '10.4' },
      {
        index: 1,
        codec_type: 'audio',
        codec_name: 'aac',
        sample_rate: '44100',
        channels: 2,
        duration: '10.3',
      },
    ]);
    expect(read).toMatchObject({
      demuxer: 'mov',
      seconds: 10.5,
      video: {
        stream: 0,
        width: 1920,
        height: 1080,
        pixels: 2_073_600,
        framesPerSecond: 29.97,
        hdr: false,
        seconds: 10.4,
      },
      audio: { stream: 1, codec: 'aac', sampleRate: 44_100, channels: 2, seconds: 10.3 },
    });
  });

  test.each([
    ['a quarter turn', { side_data_list: [{ side_data_type: 'Display Matrix', rotation: -90 }] }, 1080, 1920],
    ['a quarter turn as older builds say it', { tags: { rotate: '270' } }, 1080, 1920],
    ['half a turn', { side_data_list: [{ rotation: 180 }] }, 1920, 1080],
    ['wide pixels', { width: 1440, sample_aspect_ratio: '4:3' }, 1920, 1080],
    ['pixels without a shape', { sample_aspect_ratio: '0:1' }, 1920, 1080],
    ['absurd pixels', { sample_aspect_ratio: '65000:1' }, 1920, 1080],
  ])('%s gives the picture as it is shown', (_name, extra, width, height) => {
    expect(probed([{ ...video, ...extra }]).video).toMatchObject({ width, height });
  });

  test('a cover picture is no video, and the default track is taken', () => {
    expect(probed([{ ...video, disposition: { attached_pic: 1 } }]).video).toBeNull();
    const tracks = [
      { index: 1, codec_type: 'audio', disposition: { default: 0 } },
      { index: 2, codec_type: 'audio', disposition: { default: 1 } },
    ];
    expect(probed(tracks).audio?.stream).toBe(2);
    const telephone = [
      { index: 1, codec_type: 'audio', codec_name: 'apac', disposition: { default: 1 } },
      { index: 2, codec_type: 'audio', codec_name: 'aac' },
    ];
    expect(probed(telephone).audio?.stream).toBe(2);
  });

  test('text tracks are captions with a language that browsers know; pictures are counted', () => {
    const subtitle = (index: number, codec_name: string, tags: object = {}) => ({
      index,
      codec_type: 'subtitle',
      codec_name,
      tags,
    });
    const read = probed([
      subtitle(2, 'mov_text', { language: 'eng', title: 'English\u0000 \n for all' }),
      subtitle(3, 'subrip', { language: 'und' }),
      subtitle(4, 'ass', { language: '../../x' }),
      subtitle(5, 'webvtt', { language: 'zh-Hant' }),
      subtitle(6, 'dvd_subtitle'),
    ]);
    expect(read.captions).toEqual([
      { stream: 2, codec: 'mov_text', language: 'en', title: 'English for all' },
      { stream: 3, codec: 'subrip', language: null, title: null },
      { stream: 4, codec: 'ass', language: null, title: null },
      { stream: 5, codec: 'webvtt', language: 'zh-Hant', title: null },
    ]);
    expect(read.lostCaptions).toBe(1);
  });

  test('chapters have a length and a title', () => {
    const chapter = (start_time: string, end_time: string, title?: string) => ({
      start_time,
      end_time,
      tags: { title },
    });
    const read = probed([video], {
      chapters: [
        chapter('0.0', '4.0', 'One'),
        chapter('4.0', '99.0', 'Two'),
        chapter('50', '60', 'Beyond'),
        chapter('-5', '-1'),
        chapter('nan', 'x'),
      ].map((one) => JSON.parse(JSON.stringify(one)) as object),
    });
    expect(read.chapters).toEqual([
      { start: 0, end: 4, title: 'One' },
      { start: 4, end: 99, title: 'Two' },
      { start: 50, end: 60, title: 'Beyond' },
      { start: -5, end: -1, title: '' },
    ]);
  });

  test('of another format than the first bytes allowed is refused', () => {
    expect(() => readProbe({ format: { format_name: 'hls' }, streams: [] }, ['mov'])).toThrow(
      expect.objectContaining({ code: 'unsupported_media' }),
    );
    expect(() => readProbe({ format: { format_name: 'wav' }, streams: [] }, ['mov'])).toThrow(
      expect.objectContaining({ code: 'unsupported_media' }),
    );
    for (const nonsense of [null, {}, [], { format: {} }, { error: { code: -22 } }]) {
      expect(() => readProbe(nonsense, ['mov'])).toThrow(expect.objectContaining({ code: 'media_corrupt' }));
    }
  });
});
