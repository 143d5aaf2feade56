import type { BlobKey, Hls, HlsTrack } from '@persona/contracts';
import { describe, expect, test } from 'vitest';
import { bandwidthOf, playableHls, playlist } from './hls-playlists.ts';

const part = (name: string, ticks: number[], sizes: number[]): HlsTrack['parts'][number] => ({
  blob_key: `ins_A/vid_B/hls/${name}` as BlobKey,
  bytes: 0,
  sha256: '',
  ticks,
  sizes,
});
const size = (name: string, width: number, height: number, bytes: number): HlsTrack => ({
  name,
  width,
  height,
  codecs: 'avc1.64001f',
  header_bytes: 800,
  parts: [
    part(`${name}-0-aa.mp4`, [180_000], [bytes]),
    part(`${name}-1-bb.mp4`, [540_000, 270_000], [3 * bytes, bytes]),
  ],
});
const sound: HlsTrack = {
  name: 'sound',
  width: null,
  height: null,
  codecs: 'mp4a.40.2',
  header_bytes: 700,
  parts: [part('sound-0-cc.mp4', [990_000], [16_000])],
};
const hls: Hls = {
  recipe: '',
  complete: true,
  sound: null,
  tracks: [sound, size('720p', 1280, 720, 250_000), size('240p', 426, 240, 50_000)],
};

describe('a playlist', () => {
  test('names every size with what it needs, the smallest first, and the sound once', () => {
    expect(playlist(hls, 'master.m3u8')?.split('\n')).toEqual([
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      '#EXT-X-INDEPENDENT-SEGMENTS',
      '#EXT-X-START:TIME-OFFSET=0,PRECISE=YES',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="sound.m3u8"',
      '#EXT-X-STREAM-INF:BANDWIDTH=211637,AVERAGE-BANDWIDTH=193456,RESOLUTION=426x240,CODECS="avc1.64001f,mp4a.40.2",AUDIO="sound"',
      '240p.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=1011637,AVERAGE-BANDWIDTH=920728,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2",AUDIO="sound"',
      '720p.m3u8',
      '',
    ]);
  });

  test('of a size says where each segment is in its part, and ends when all is there', () => {
    const lines = playlist(hls, '240p.m3u8')?.split('\n') ?? [];
    expect(lines).toEqual([
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      '#EXT-X-TARGETDURATION:8',
      '#EXT-X-PLAYLIST-TYPE:VOD',
      '#EXT-X-INDEPENDENT-SEGMENTS',
      '#EXT-X-MAP:URI="240p-0-aa.mp4",BYTERANGE="800@0"',
      '#EXTINF:2.00000,',
      '#EXT-X-BYTERANGE:50000@800',
      '240p-0-aa.mp4',
      '#EXTINF:6.00000,',
      '#EXT-X-BYTERANGE:150000@0',
      '240p-1-bb.mp4',
      '#EXTINF:3.00000,',
      '#EXT-X-BYTERANGE:50000@150000',
      '240p-1-bb.mp4',
      '#EXT-X-ENDLIST',
      '',
    ]);
    const growing = playlist({ ...hls, complete: false }, '240p.m3u8');
    expect(growing).toContain('#EXT-X-PLAYLIST-TYPE:EVENT');
    expect(growing).not.toContain('ENDLIST');
    // The sound is whole before the first picture.
    expect(playlist({ ...hls, complete: false }, 'sound.m3u8')).toContain('ENDLIST');
    expect(playlist(hls, '1080p.m3u8')).toBeNull();
  });

  test('is there when a size has its first part, and a mute video has no group of sounds', () => {
    const state = 'processing';
    expect(playableHls({ hls: { ...hls, tracks: [sound] }, state })).toBeNull();
    expect(playableHls({ state })).toBeNull();
    expect(playableHls({ hls, state: 'failed' })).toBeNull();
    const mute = { ...hls, tracks: hls.tracks.slice(1) };
    expect(playableHls({ hls: mute, state })).toBe(mute);
    expect(playlist(mute, 'master.m3u8')).not.toContain('AUDIO');
  });

  test('does not ask for more than a connection must carry because of a last frame', () => {
    const last = { ...sound, parts: [part('x-0-a.mp4', [180_000, 3000], [25_000, 20_000])] };
    expect(bandwidthOf(last).peak).toBe(100_000);
  });
});
