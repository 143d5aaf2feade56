import { mkdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { MediaLimits } from './limits.ts';
import { sniff, type Demuxer } from './magic.ts';
import { MediaError } from './media-error.ts';
import { probe, type Probed } from './probe.ts';
import { durationRecipe, isOneOf } from './recipes.ts';
import { runFfmpeg, type RunContext } from './run.ts';
import type { MediaTools } from './tools.ts';

/** One file to process. */
export interface MediaJob {
  /** Path of the file as it was sent; it is only read. */
  input: string;
  /** An empty folder for this job alone; the files that are made stay in it until the caller removes it. */
  folder: string;
  tools: MediaTools;
  limits: MediaLimits;
  signal?: AbortSignal;
  /** The share that is done, 0 to 1, never falling. */
  onProgress?: (done: number) => void;
}

/** A file that was made; the caller stores it before removing the folder. */
export interface Produced {
  name: string;
  path: string;
  contentType: string;
  measured: Record<string, unknown>;
}

/** Something that the owner should know about a file that was processed nevertheless. */
export interface MediaWarning {
  code: string;
  message: string;
}

export interface Inspected {
  bytes: number;
  seconds: number;
  probed: Probed;
  context: RunContext;
}

/** Demuxers that only estimate the length of what they read. */
const GUESSES: ReadonlySet<Demuxer> = new Set(['mp3', 'aac']);

/**
 * The checks that apply to every file, in this order: size, first bytes, ffprobe, length. Throws MediaError.
 */
export async function inspect(job: MediaJob, maxSeconds: number): Promise<Inspected> {
  const { limits, tools, signal } = job;
  const folder = resolve(job.folder);
  const { bytes, demuxers } = await sniff(job.input, limits.maxBytes);
  await mkdir(join(folder, 'out'));
  await symlink(resolve(job.input), join(folder, 'source'));

  const context: RunContext = { tools, limits, folder, signal, mediaSeconds: 0 };
  const probed = await probe(context, demuxers);
  const known = GUESSES.has(probed.demuxer) ? null : probed.seconds;
  const seconds = known ?? (await readThrough(context, probed.demuxer, maxSeconds));
  if (seconds > maxSeconds) {
    throw new MediaError('too_long', {
      message: `The recording is over the limit of ${Math.floor(maxSeconds / 60)} minutes. Send it in parts.`,
    });
  }
  return { bytes, seconds, probed, context: { ...context, mediaSeconds: seconds } };
}

/**
 * The length in seconds of a recording whose header does not give it, found by reading it to the end or to
 * slightly more than the limit.
 */
async function readThrough(context: RunContext, demuxer: Demuxer, maxSeconds: number): Promise<number> {
  let seconds = 0;
  const onProgress = (at: number): void => {
    seconds = at;
  };
  await runFfmpeg(
    durationRecipe({ limits: context.limits, demuxer, seconds: 0, maxSeconds: maxSeconds + 1 }),
    { ...context, onProgress },
  );
  return seconds;
}

/**
 * Compares the length in the header with the length that could be decoded: a small difference is rounding, a
 * large one means that the file was cut off.
 */
export function checkWhole(promised: number | null, decoded: number): void {
  if (promised !== null && decoded < promised * 0.95 - 0.5)
    throw new MediaError('media_truncated', { cause: `${decoded} s of ${promised} s` });
}

/** Maps the seconds done of one run onto its share of the whole job. */
export const progressOf = (job: MediaJob, from: number, to: number, seconds: number) => (at: number) => {
  job.onProgress?.(seconds > 0 ? from + (to - from) * Math.min(1, at / seconds) : from);
};

/**
 * Passes progress on only when it has risen: ffmpeg steps back slightly at times, and a second attempt begins
 * anew.
 */
export function rising(onProgress: MediaJob['onProgress']): (done: number) => void {
  let furthest = -1;
  return (done) => {
    if (done > furthest) onProgress?.((furthest = done));
  };
}

/** Refuses a track whose codec is not one of these, before any of it is decoded. */
export function checkCodec(codec: string, known: readonly string[]): void {
  if (!isOneOf(known, codec)) throw new MediaError('unsupported_media', { cause: `codec ${codec}` });
}

export function durationWarnings(declared: unknown, measured: number): MediaWarning[] {
  if (typeof declared !== 'number' || Math.abs(declared - measured) <= Math.max(1, measured * 0.02))
    return [];
  return [
    {
      code: 'duration_mismatch',
      message: `The recording lasts ${measured.toFixed(1)} s; ${declared} s were declared.`,
    },
  ];
}

/** Rounds to this many places, which is the precision of the measurements. */
export const rounded = (value: number, places = 3): number => Number(value.toFixed(places));
