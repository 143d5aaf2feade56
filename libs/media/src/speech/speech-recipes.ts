import type { Demuxer } from '../codecs.ts';
import type { MediaLimits } from '../limits.ts';
import {
  LOUDNESS,
  STDOUT,
  fixed,
  levelFilters,
  list,
  reading,
  readingMade,
  writing,
  type FfmpegRecipe,
  type Level,
} from '../recipes.ts';

/** Samples a second of what is joined. */
export const RATE = 48_000;
/** What the parts are joined in, and what is made of it. */
export const JOINED = 'joined.wav';
export const REPLY = 'reply.m4a';

export interface ClipOptions {
  limits: MediaLimits;
  demuxer: Demuxer;
  /** Seconds from the beginning of the file. */
  start: number;
  seconds: number;
}

/**
 * Decodes a part of a recording's sound: its samples (f32le, mono) to stdout, its loudness to stderr. It is
 * looked for by time in the file, and decoded from before that time, so that the first sample is the right
 * one.
 */
export const clipRecipe = ({ limits, demuxer, start, seconds }: ClipOptions): FfmpegRecipe => {
  const source = reading({ limits, demuxer, seconds, maxSeconds: seconds }, 'info');
  const chain = ['aformat=channel_layouts=mono', `aresample=${RATE}`, LOUDNESS, 'aformat=sample_fmts=flt'];
  return {
    inputs: [{ ...source, options: [...source.options, ...(start > 0 ? ['-ss', fixed(start)] : [])] }],
    outputs: [
      {
        options: list(['-map', '0:a:0', '-af', chain.join(',')], ['-c:a', 'pcm_f32le', '-f', 'f32le']),
        file: STDOUT,
      },
    ],
  };
};

/** What was joined at another level, as AAC in an MP4 that plays while it loads. */
export const replyRecipe = (limits: MediaLimits, seconds: number, level: Level): FfmpegRecipe => ({
  inputs: [readingMade(limits, JOINED, ['-f', 'wav', '-t', fixed(seconds + 1)])],
  outputs: [
    {
      options: list(
        ['-map', '0:a:0', '-af', levelFilters(level).join(',')],
        ['-c:a', 'aac', '-b:a', '96k', '-ac', '1', '-ar', String(RATE)],
        writing(seconds),
        ['-movflags', '+faststart', '-f', 'mp4'],
      ),
      file: REPLY,
    },
  ],
});
