import { join } from 'node:path';
import type { Demuxer } from './codecs.ts';
import { runFfmpeg, type RunContext } from './run.ts';
import { eachChunk } from './sound.ts';
import { SPEECH, speechRecipe } from './voice-recipes.ts';

/** A part of a recording, in seconds. */
export interface Piece {
  start: number;
  end: number;
}

/** What is said in a recording, in pieces that are transcribed one by one. */
export interface SpeechPieces {
  /** In order; a stretch in which nothing is heard is in none of them. */
  pieces: readonly Piece[];
  /** Writes one of them as a small file, in the place of the one before. Returns its path. */
  write(piece: Piece): Promise<string>;
}

/** Takes samples as they come, and finds out how loud each tenth of a second is. */
export interface PauseMeter {
  write(chunk: Buffer): void;
  /** Mean squares, 1 at full scale. */
  end(): number[];
}

const STEP_SECONDS = 0.1;
/** What a server hears at once: little is lost when it fails, and the beginning is there soon. */
const MAX_SECONDS = 120;
/** A piece ends at the quietest place after this. */
const MIN_SECONDS = 75;
/** −60 dBFS; transcribers invent words for silence. */
const SILENT = 1e-6;

/** Takes mono s16le samples. */
export function createPauseMeter(sampleRate: number): PauseMeter {
  const perStep = Math.round(sampleRate * STEP_SECONDS);
  const levels: number[] = [];
  let [energy, samples] = [0, 0];
  const close = (): void => {
    levels.push(energy / Math.max(1, samples) / 32_768 ** 2);
    [energy, samples] = [0, 0];
  };
  const write = eachChunk((values) => {
    for (const value of values) {
      energy += value * value;
      samples += 1;
      if (samples === perStep) close();
    }
  });
  return {
    write,
    end: () => {
      if (samples > 0) close();
      return levels;
    },
  };
}

/** Cuts a recording where it is quiet. Takes how loud each tenth of a second is, as the meter has it. */
export function cutAtPauses(levels: readonly number[]): Piece[] {
  const [min, max] = [MIN_SECONDS / STEP_SECONDS, MAX_SECONDS / STEP_SECONDS];
  const pieces: Piece[] = [];
  for (let from = 0; from < levels.length;) {
    const to = levels.length - from > max ? quietest(levels, from + min, from + max) : levels.length;
    const isHeard = levels.slice(from, to).some((level) => level > SILENT);
    if (isHeard) pieces.push({ start: seconds(from), end: seconds(to) });
    from = to;
  }
  return pieces;
}

const seconds = (steps: number): number => Number((steps * STEP_SECONDS).toFixed(1));

/** The middle of the quietest half second that lies between two places. */
function quietest(levels: readonly number[], from: number, to: number): number {
  let [best, least] = [to, Infinity];
  for (let at = from; at < to; at += 1) {
    const around = levels.slice(at - 2, at + 3).reduce((sum, level) => sum + level, 0);
    if (around < least) [best, least] = [at, around];
  }
  return best;
}

/** The pieces of a sound that was made here. */
export const speechPieces = (
  context: RunContext,
  made: { file: string; demuxer: Demuxer },
  levels: readonly number[],
): SpeechPieces => ({
  pieces: cutAtPauses(levels),
  async write({ start, end }) {
    const recipe = speechRecipe(context.limits, { ...made, start, seconds: end - start });
    await runFfmpeg(recipe, { ...context, onStdout: undefined, onProgress: undefined });
    return join(context.folder, 'out', SPEECH);
  },
});
