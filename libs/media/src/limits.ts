import { availableParallelism } from 'node:os';

/** What one file may cost. Every figure is judged on what was measured, never on what was declared. */
export interface MediaLimits {
  /** Of the file as it was sent. */
  maxBytes: number;
  maxVoiceSeconds: number;
  maxVideoSeconds: number;
  /** Width × height of one decoded frame. */
  maxPixels: number;
  probeSeconds: number;
  /** Wall-clock time of one ffmpeg run: at least `floor`, else `perSecond` for each second of the recording. */
  deadline: { floorSeconds: number; perSecond: number };
  /** Address space of one ffmpeg, where the system can hold it to that. */
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

/** The most a file made of this much recording may take: the video's own ceiling of 8 Mbit/s with its sound, and some room. */
export const outputBytes = (mediaSeconds: number): number =>
  Math.ceil(16 * 1024 * 1024 + mediaSeconds * 1_250_000);
