import { availableParallelism } from 'node:os';

/** The limits for one file. Every figure is compared with what was measured, never with what was declared. */
export interface MediaLimits {
  /** The largest file that may be sent. */
  maxBytes: number;
  maxVoiceSeconds: number;
  maxVideoSeconds: number;
  /** Width × height of one decoded frame. */
  maxPixels: number;
  probeSeconds: number;
  /**
   * Wall-clock time of one ffmpeg run: `perSecond` for each second of the recording, and at least `floor`.
   */
  deadline: { floorSeconds: number; perSecond: number };
  /** Address space of one ffmpeg process, where the system can enforce it. */
  memoryBytes: number;
  /** Threads of one decoder or encoder. */
  threads: number;
}

export const defaultLimits: MediaLimits = {
  maxBytes: 200 * 1024 * 1024,
  maxVoiceSeconds: 60 * 60,
  maxVideoSeconds: 2 * 60 * 60,
  maxPixels: 3840 * 2160,
  probeSeconds: 10,
  deadline: { floorSeconds: 120, perSecond: 30 },
  memoryBytes: 4 * 1024 ** 3,
  threads: Math.min(4, availableParallelism()),
};

export const deadlineSeconds = ({ deadline }: MediaLimits, mediaSeconds: number): number =>
  Math.max(deadline.floorSeconds, deadline.perSecond * mediaSeconds);

/**
 * The largest file that may be made from a recording of this length: the video's own ceiling of 8 Mbit/s with
 * its sound, and a margin.
 */
export const outputBytes = (mediaSeconds: number): number =>
  Math.ceil(16 * 1024 * 1024 + mediaSeconds * 1_250_000);
