import { TICKS } from './hls/read-fragments.ts';
import type { Inspected } from './inspect.ts';
import type { Picture } from './video-recipes.ts';

/** One packet of a picture, times in seconds. */
interface PicturePacket {
  pts: number;
  dts: number;
  bytes: number;
  isKey: boolean;
}

/** Whether a picture can stand in the renditions as it is, by its packets. */
export interface CopyCheck {
  take(packet: PicturePacket): void;
  /** When its first frame is shown, and how long before that it has to be decoded; null: it can't. */
  end(): { start: number; delay: number } | null;
}

/** What a connection must carry, over two seconds: as much as an encoded picture of the largest size. */
const MAX_BITS_PER_SECOND = 8_000_000;
/** Players begin at key frames, and change sizes there. */
const MAX_KEY_SECONDS = 5;

/**
 * Every segment has to be played on its own: from a key frame on, with nothing from before it, in the order
 * in which its packets come.
 */
export function createCopyCheck(): CopyCheck {
  let isFit = true;
  let first: PicturePacket | undefined;
  let last: PicturePacket | undefined;
  let [keyPts, bits] = [0, 0];
  return {
    take(packet) {
      const { pts, dts, bytes, isKey } = packet;
      if (!first) {
        isFit = isKey;
        first = packet;
      }
      const step = last ? dts - last.dts : 0;
      bits = Math.max(0, bits - step * MAX_BITS_PER_SECOND) + 8 * bytes;
      if (isKey) {
        if (pts - keyPts > MAX_KEY_SECONDS) isFit = false;
        keyPts = pts;
      }
      const isOrdered = pts >= dts && pts >= keyPts && (!last || step > 0);
      if (!isOrdered || pts - keyPts > MAX_KEY_SECONDS || bits > 2 * MAX_BITS_PER_SECOND) isFit = false;
      last = packet;
    },
    end: () => (isFit && first ? { start: first.pts, delay: first.pts - first.dts } : null),
  };
}

/** Frames that an encoder of ours keeps back to reorder them. */
const ENCODER_FRAMES = 2;
/** A picture that begins later than this is put together of more than one recording. */
const MAX_START_SECONDS = 1;

/**
 * How a picture stands in the largest size as it is, if it does. It is decoded as much earlier than it is
 * shown as the sizes beside it are, which are encoded: players that don't read edit lists would show it
 * sooner.
 */
export function planCopy(
  { copy, probed: { video, start } }: Pick<Inspected, 'copy' | 'probed'>,
  size: Picture,
): { extraDelayTicks: number } | null {
  if (!copy || !video?.playable || video.framesPerSecond === null) return null;
  if (video.width !== size.width || video.height !== size.height) return null;
  if (Math.abs(copy.start - start) > MAX_START_SECONDS) return null;
  const extra = ENCODER_FRAMES / video.framesPerSecond - copy.delay;
  if (extra < -0.5 / video.framesPerSecond) return null;
  return { extraDelayTicks: Math.max(0, Math.round(extra * TICKS)) };
}
