import { mkdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createCopyCheck, type CopyCheck } from './copy-check.ts';
import type { MediaLimits } from './limits.ts';
import { sniff } from './magic.ts';
import { MediaError } from './media-error.ts';
import { probe, type Probed } from './probe.ts';
import type { RunContext } from './run.ts';
import type { SpeechPieces } from './speech-pieces.ts';
import type { MediaTools } from './tools.ts';
import { isCut, readTracks, type Tracks } from './track-times.ts';
import { isOneOf } from './codecs.ts';

/** One file to process. */
export interface MediaJob {
  /** Path of the file as it was sent; it is only read. */
  input: string;
  /** An empty folder for this job alone; the files that are made stay in it until the caller removes it. */
  folder: string;
  tools: MediaTools;
  limits: MediaLimits;
  signal?: AbortSignal;
  /** Captions that came beside the file, in order; SRT, WebVTT or JSON in any encoding. */
  sidecars?: readonly Sidecar[];
  /** Receives what is said in the file as soon as it is known, before the renditions are made. */
  onCaptions?: (tracks: CaptionText[]) => Promise<void>;
  /**
   * Receives what is said in a recording without captions, as soon as its sound is made. The signal ends it
   * when the recording comes to nothing.
   */
  onSpeech?: (speech: SpeechPieces, signal: AbortSignal) => Promise<void>;
  /** The share that is done, 0 to 1, never falling. */
  onProgress?: (done: number) => void;
}

/** Captions as they were sent beside a file. */
export interface Sidecar {
  language: string | null;
  bytes: Uint8Array;
}

/** A caption track as WebVTT, with its name. */
export interface CaptionText {
  name: string;
  language: string | null;
  vtt: string;
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

/** A file whose first bytes and headers were looked at. */
export interface Opened {
  bytes: number;
  probed: Probed;
  context: RunContext;
  /** Whether its outermost parts are cut off. */
  isShort: boolean;
}

/** A file of which every packet was looked at. */
export interface Inspected extends Opened {
  seconds: number;
  tracks: Tracks;
  /** Of a picture that can stand in the renditions as it is; else null. */
  copy: ReturnType<CopyCheck['end']>;
}

/** The first checks of every file, in this order: size, first bytes, ffprobe. Throws MediaError. */
export async function openFile(job: MediaJob): Promise<Opened> {
  const { limits, tools, signal } = job;
  const folder = resolve(job.folder);
  const { bytes, demuxers, isShort } = await sniff(job.input, limits.maxBytes);
  await mkdir(join(folder, 'out'));
  await symlink(resolve(job.input), join(folder, 'source'));
  const context: RunContext = { tools, limits, folder, signal, mediaSeconds: 0 };
  return { bytes, probed: await probe(context, demuxers), context, isShort };
}

/**
 * Whether the file is whole, and not too long. The length is that of its picture and sound, by their packets.
 * Throws MediaError.
 */
export async function inspect(opened: Opened, maxSeconds: number): Promise<Inspected> {
  const { probed, context, isShort } = opened;
  const check = createCopyCheck();
  const { video } = probed;
  const tracks = await readTracks(
    context,
    probed,
    video?.playable ? { stream: video.stream, take: check.take } : undefined,
  );
  if (isCut(probed, tracks, isShort)) throw new MediaError('media_truncated');
  const ends = [probed.video, probed.audio].flatMap((track) => {
    const times = track && tracks.get(track.stream);
    return times ? [times.end - probed.start] : [];
  });
  const seconds = Math.max(0, ...ends);
  if (seconds > maxSeconds) throw tooLong(maxSeconds);
  return { ...opened, seconds, tracks, copy: check.end(), context: { ...context, mediaSeconds: seconds } };
}

export const tooLong = (maxSeconds: number): MediaError =>
  new MediaError('too_long', {
    message: `The recording is over the limit of ${Math.floor(maxSeconds / 60)} minutes. Send it in parts.`,
  });

/**
 * Compares the length of what could be decoded with that of the packets: damage in a part loses that part,
 * which is said; a recording of which most is lost is refused.
 */
export function damageWarnings(expected: number, decoded: number): MediaWarning[] {
  if (decoded >= expected * 0.95 - 0.5) return [];
  if (decoded < expected / 2)
    throw new MediaError('media_corrupt', { cause: `${decoded} s of ${expected} s` });
  return [
    {
      code: 'partly_damaged',
      message: `Only ${decoded.toFixed(1)} s of ${expected.toFixed(1)} s could be read; the file is damaged.`,
    },
  ];
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
