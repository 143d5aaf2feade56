import { nameOf } from '@persona/blobs';
import type { Hls, HlsTrack, Media } from '@persona/contracts';

/** Ticks a second of a segment's length. */
export const TICKS = 90_000;
/** The least that a playlist promises as its longest segment, so that the promise holds as it grows. */
const MIN_TARGET_S = 8;

export const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl';
export const MASTER = 'master.m3u8';

/** What can be played: there is the first part of every size, and the sound if there is any; else null. */
export const playableHls = ({ hls, state }: Pick<Media, 'hls' | 'state'>): Hls | null =>
  state !== 'failed' && hls?.tracks.some(({ width }) => width !== null) ? hls : null;

/** The playlist of this name as it is now (RFC 8216); null when there is none. */
export function playlist(hls: Hls, name: string): string | null {
  if (name === MASTER) return masterPlaylist(hls);
  const track = hls.tracks.find((one) => name === `${one.name}.m3u8`);
  return track ? trackPlaylist(track, hls.complete || track.width === null) : null;
}

/** The sizes, the smallest first, because players begin with the first. */
function masterPlaylist({ tracks }: Hls): string {
  const sound = tracks.find(({ width }) => width === null);
  const sizes = tracks.filter(({ width }) => width !== null).toReversed();
  const heard = sound ? bandwidthOf(sound) : { peak: 0, mean: 0 };
  return lines(
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    // Otherwise players begin where a video that is still being made ends.
    '#EXT-X-START:TIME-OFFSET=0,PRECISE=YES',
    ...(sound
      ? [
          `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="${sound.name}.m3u8"`,
        ]
      : []),
    ...sizes.flatMap((track) => {
      const seen = bandwidthOf(track);
      const codecs = [track.codecs, ...(sound ? [sound.codecs] : [])].join(',');
      return [
        `#EXT-X-STREAM-INF:BANDWIDTH=${seen.peak + heard.peak},AVERAGE-BANDWIDTH=${seen.mean + heard.mean}` +
          `,RESOLUTION=${track.width}x${track.height},CODECS="${codecs}"${sound ? ',AUDIO="sound"' : ''}`,
        `${track.name}.m3u8`,
      ];
    }),
  );
}

/** Bits a second: of the fullest segment, and of all. */
export function bandwidthOf({ parts }: HlsTrack): { peak: number; mean: number } {
  let [peak, bits, seconds] = [0, 0, 0];
  for (const { ticks, sizes } of parts)
    for (const [n, length] of ticks.entries()) {
      const [size, span] = [8 * (sizes[n] ?? 0), length / TICKS];
      // A last segment of one frame says nothing about what a connection must carry.
      if (span >= 0.5 || peak === 0) peak = Math.max(peak, size / Math.max(span, 0.5));
      bits += size;
      seconds += span;
    }
  return { peak: Math.ceil(peak), mean: Math.ceil(bits / Math.max(seconds, 0.5)) };
}

function trackPlaylist({ header_bytes: header, parts }: HlsTrack, isComplete: boolean): string {
  const maxSeconds = Math.max(MIN_TARGET_S, ...parts.flatMap(({ ticks }) => ticks.map((one) => one / TICKS)));
  const [first] = parts;
  return lines(
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${Math.ceil(maxSeconds)}`,
    `#EXT-X-PLAYLIST-TYPE:${isComplete ? 'VOD' : 'EVENT'}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...(first ? [`#EXT-X-MAP:URI="${nameOf(first.blob_key)}",BYTERANGE="${header}@0"`] : []),
    ...parts.flatMap(({ blob_key, ticks, sizes }, part) => {
      let at = part === 0 ? header : 0;
      return ticks.flatMap((length, n) => {
        const start = at;
        at += sizes[n] ?? 0;
        return [
          `#EXTINF:${(length / TICKS).toFixed(5)},`,
          `#EXT-X-BYTERANGE:${sizes[n]}@${start}`,
          nameOf(blob_key),
        ];
      });
    }),
    ...(isComplete ? ['#EXT-X-ENDLIST'] : []),
  );
}

const lines = (...all: string[]): string => `${all.join('\n')}\n`;
