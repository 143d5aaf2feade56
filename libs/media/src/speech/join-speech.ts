import { mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { webVtt, type Cue } from '../captions/web-vtt.ts';
import { rounded, type Produced } from '../inspect.ts';
import { levelSound, measureMade } from '../level-sound.ts';
import { readLoudness } from '../loudness.ts';
import { sniff } from '../magic.ts';
import { MediaError } from '../media-error.ts';
import { loudnessRecipe, TARGET_LUFS } from '../recipes.ts';
import { runFfmpeg, type RunContext } from '../run.ts';
import type { MediaLimits } from '../limits.ts';
import type { MediaTools } from '../tools.ts';
import { cutEdges } from './cut-edges.ts';
import { createSoundJoiner } from './sound-joiner.ts';
import { clipRecipe, JOINED, RATE, REPLY, replyRecipe } from './speech-recipes.ts';

/** A sound of a reply, and what is said in it. */
export interface SpeechPart {
  /** The file in which it is heard; it is only read. */
  path: string;
  /** The part of the file that is heard, in milliseconds; absent: all of it. */
  span?: { startMs: number; endMs: number };
  /** What is said; `speaker` is null where nobody knows who says it. */
  lines: readonly { speaker: string | null; text: string }[];
}

export interface SpeechJob {
  /** A folder for this job alone. */
  folder: string;
  tools: MediaTools;
  limits: MediaLimits;
  signal?: AbortSignal | undefined;
  parts: readonly SpeechPart[];
  /** What the captions say of where the sound comes from. */
  note: string;
}

export interface JoinedSpeech {
  audio: Produced;
  /** Who says what when, as WebVTT. */
  captions: Produced;
}

/** What is heard of one reply at most. */
export const MAX_SPEECH_SECONDS = 15 * 60;
/** The most of one recording that is heard without a cut, which is held in memory. */
const MAX_RUN_SECONDS = 5 * 60;
/** Cues of one recording so close together are one sound: each edge may be off by half of it. */
const MAX_GAP_MS = 100;
/** Sounds shorter than this have no loudness, and nothing is said in them. */
const MIN_CLIP_SECONDS = 0.05;
/** What is quieter than this is mostly noise. */
const MAX_GAIN_DB = 30;

/**
 * Joins sounds into one reply, in their order, each as loud as the others and all at −16 LUFS. Of recordings
 * nothing but their spans is heard. Throws MediaError, or the signal's reason.
 */
export async function joinSpeech(job: SpeechJob): Promise<JoinedSpeech> {
  const { tools, limits, signal } = job;
  const folder = resolve(job.folder);
  const out = join(folder, 'out');
  await mkdir(out, { recursive: true });
  const context: RunContext = { tools, limits, folder, signal, mediaSeconds: MAX_RUN_SECONDS };
  const runs = runsOf(job.parts);
  const fromRecordings = job.parts.every(({ span }) => span !== undefined);
  const joiner = await createSoundJoiner(join(out, JOINED), RATE, fromRecordings ? 'cross-fade' : 'pause');
  const cues: Cue[] = [];
  let seconds = 0;
  try {
    for (const run of runs) cues.push(...(await addRun(context, run, joiner.add)));
  } finally {
    seconds = await joiner.end();
  }
  if (seconds > MAX_SPEECH_SECONDS) throw tooLong();
  const lasting = { ...context, mediaSeconds: seconds };
  const source = readLoudness(await runFfmpeg(loudnessRecipe(limits, JOINED, 'wav'), lasting));
  const loudness = await levelSound(source, async (level) => {
    await runFfmpeg(replyRecipe(limits, seconds, level), lasting);
    return measureMade(lasting, REPLY, 'mov');
  });
  const path = join(out, REPLY);
  const { size: bytes } = await stat(path);
  const vtt = webVtt(cues).replace('WEBVTT\n', `WEBVTT\n\nNOTE ${job.note}\n`);
  const captions = join(out, 'reply.vtt');
  await writeFile(captions, vtt);
  return {
    audio: {
      name: REPLY,
      path,
      contentType: 'audio/mp4',
      measured: {
        duration: rounded(seconds),
        loudness_lufs: loudness.lufs,
        true_peak_dbtp: loudness.truePeakDb,
        bytes,
      },
    },
    captions: {
      name: 'reply.vtt',
      path: captions,
      contentType: 'text/vtt; charset=utf-8',
      measured: { cues: cues.length },
    },
  };
}

/** A stretch of one file that is heard without a cut, with its parts. */
interface Run {
  path: string;
  span: { startMs: number; endMs: number } | null;
  parts: SpeechPart[];
}

/** Cues that follow one another in the same recording are one sound, so that no cut is heard between them. */
function runsOf(parts: readonly SpeechPart[]): Run[] {
  const runs: Run[] = [];
  for (const part of parts) {
    const { path, span = null } = part;
    const last = runs.at(-1);
    if (
      span &&
      last?.span &&
      last.path === path &&
      span.startMs >= last.span.startMs &&
      span.startMs <= last.span.endMs + MAX_GAP_MS
    ) {
      last.span.endMs = Math.max(last.span.endMs, span.endMs);
      last.parts.push(part);
    } else runs.push({ path, span: span && { ...span }, parts: [part] });
  }
  const tooMuch = runs.some(({ span }) => span && span.endMs - span.startMs > MAX_RUN_SECONDS * 1000);
  const all = runs.reduce((sum, { span }) => sum + (span ? span.endMs - span.startMs : 0), 0);
  if (tooMuch || all > MAX_SPEECH_SECONDS * 1000) throw tooLong();
  return runs;
}

const tooLong = (): MediaError =>
  new MediaError('too_long', {
    message: `A reply is spoken for ${MAX_SPEECH_SECONDS / 60} minutes at most.`,
  });

/** Adds a stretch of a file to the reply; returns the cues that are heard in it. */
async function addRun(
  context: RunContext,
  { path, span, parts }: Run,
  add: (samples: Float32Array, gain: number) => Promise<number>,
): Promise<Cue[]> {
  const { samples, gain } = await decode(context, path, span);
  const { from, to } = span ? cutEdges(samples, RATE) : { from: 0, to: samples.length };
  const begin = await add(samples.subarray(from, to), gain);
  const end = begin + (to - from) / RATE;
  /** The place of a time of the recording in the reply. */
  const placed = (ms: number, startMs: number): number =>
    Math.min(end, Math.max(begin, begin + (ms - startMs) / 1000 - from / RATE));
  return parts.flatMap(({ span: own, lines }) =>
    lines.map(({ speaker, text }) => ({
      start: own && span ? placed(own.startMs, span.startMs) : begin,
      end: own && span ? placed(own.endMs, span.startMs) : end,
      speaker,
      text,
    })),
  );
}

/** The samples of a stretch of a file, and what brings it to −16 LUFS. */
async function decode(
  context: RunContext,
  path: string,
  span: Run['span'],
): Promise<{ samples: Float32Array; gain: number }> {
  const { limits, folder } = context;
  const { demuxers } = await sniff(path, Infinity);
  const [demuxer] = demuxers;
  if (demuxer === undefined) throw new MediaError('unsupported_media', { cause: 'a sound without a format' });
  await pointSource(folder, path);
  const seconds = span ? (span.endMs - span.startMs) / 1000 : MAX_RUN_SECONDS;
  const chunks: Buffer[] = [];
  const recipe = clipRecipe({ limits, demuxer, start: (span?.startMs ?? 0) / 1000, seconds });
  const stderr = await runFfmpeg(recipe, { ...context, onStdout: (chunk) => void chunks.push(chunk) });
  const bytes = Buffer.concat(chunks);
  const samples = new Float32Array(bytes.length >> 2);
  Buffer.from(samples.buffer).set(bytes.subarray(0, samples.length * 4));
  if (samples.length < MIN_CLIP_SECONDS * RATE)
    throw new MediaError('media_truncated', { cause: 'a cue without sound' });
  const { lufs } = readLoudness(stderr);
  return { samples, gain: lufs === null ? 1 : 10 ** (Math.min(MAX_GAIN_DB, TARGET_LUFS - lufs) / 20) };
}

/** Makes another file the one that the confined program reads. */
async function pointSource(folder: string, path: string): Promise<void> {
  const source = join(folder, 'source');
  await rm(source, { force: true });
  await symlink(resolve(path), source);
}
