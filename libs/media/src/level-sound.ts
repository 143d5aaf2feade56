import { setImmediate } from 'node:timers/promises';
import type { Demuxer } from './codecs.ts';
import type { Envelope } from './envelope.ts';
import { createPeakReader, readLoudness, type Loudness } from './loudness.ts';
import { MediaError } from './media-error.ts';
import { loudnessRecipe, TARGET_LUFS, type Level } from './recipes.ts';
import { runFfmpeg, type RunContext } from './run.ts';

/** How far the loudness of a rendition may be off before it is made once more. */
const TOLERANCE_LU = 0.5;
/** The true peak that a rendition may have. */
const MAX_PEAK_DBTP = -1;
/** Where the limiter begins: encoders add to the peaks. */
const CEILING_DBTP = -2;
/** A whisper in a quiet room is amplified no further than this: beyond it there is only noise. */
export const MAX_GAIN_DB = 40;
const MAX_ATTEMPTS = 4;
/** Attempts that were ended early cost little. */
const MAX_EARLY_ENDS = 5;

/** The loudness of what is made louder, and what a limiter would leave of it, where that is known. */
export interface Source extends Loudness {
  envelope?: Envelope | undefined;
}

/** What came of an attempt; the peak alone, if that was too high and the rest was not waited for. */
export type Attempt = Loudness | { tooHighDb: number };

/**
 * Brings a sound to −16 LUFS with no peak above −1 dBTP: makes it with the gain that is foreseen, measures
 * what the encoder made of it, and makes it again when it missed. `make` returns the loudness of what it
 * made; it may end early at a peak above `endsAboveDb`. Returns the loudness of the last.
 */
export async function levelSound(
  source: Source,
  make: (level: Level, endsAboveDb: number) => Promise<Attempt>,
): Promise<Loudness> {
  let ceilingDbtp = CEILING_DBTP;
  /** How much louder it came out than foreseen. */
  let excess = 0;
  let [attempts, earlyEnds] = [0, 0];
  let gainDb = await gainFor(source, ceilingDbtp, excess);
  for (;;) {
    // A limiter that never works costs a third of the time.
    const isNear = source.truePeakDb === null || source.truePeakDb + gainDb > ceilingDbtp - 1;
    const isLimited = isNear || attempts + earlyEnds > 0;
    const made = await make(
      { gainDb, ceilingDbtp: isLimited ? ceilingDbtp : null },
      earlyEnds < MAX_EARLY_ENDS ? MAX_PEAK_DBTP : Infinity,
    );
    if ('tooHighDb' in made) {
      earlyEnds += 1;
      // Not all of its peaks were waited for.
      ceilingDbtp -= made.tooHighDb - MAX_PEAK_DBTP + 0.5;
      gainDb = await gainFor(source, ceilingDbtp, excess);
      continue;
    }
    attempts += 1;
    const { lufs, truePeakDb } = made;
    const missing = lufs === null ? 0 : TARGET_LUFS - lufs;
    const over = Math.max(0, (truePeakDb ?? -Infinity) - MAX_PEAK_DBTP);
    if (lufs !== null) excess = lufs - foreseen(source, gainDb, ceilingDbtp);
    if (over > 0) ceilingDbtp -= over + 0.2;
    const next = lufs === null ? gainDb : await gainFor(source, ceilingDbtp, excess);
    const isRight = over === 0 && (Math.abs(missing) <= TOLERANCE_LU || Math.abs(next - gainDb) < 0.1);
    if (attempts === MAX_ATTEMPTS || isRight) return made;
    gainDb = next;
  }
}

/** The loudness that a gain leads to; without an envelope, as if nothing were limited. */
const foreseen = ({ lufs, envelope }: Source, gainDb: number, ceilingDbtp: number): number =>
  envelope?.loudnessAt(gainDb, ceilingDbtp) ?? (lufs ?? TARGET_LUFS) + gainDb;

/** The limiter takes no more than this of the loudness. */
const MAX_LOSS_DB = 12;

/** The gain that leads to −16 LUFS. */
async function gainFor(source: Source, ceilingDbtp: number, excess: number): Promise<number> {
  if (source.lufs === null) return 0;
  const target = TARGET_LUFS - excess;
  const start = source.envelope?.loudnessAt(0, Infinity) ?? source.lufs;
  let low = Math.min(MAX_GAIN_DB, target - start);
  if (foreseen(source, low, ceilingDbtp) > target - 0.1) return low;
  let high = Math.min(MAX_GAIN_DB, low + MAX_LOSS_DB);
  while (high - low > 0.1) {
    // It goes through all of the recording; others of this process are let in between.
    await setImmediate();
    const middle = (low + high) / 2;
    if (foreseen(source, middle, ceilingDbtp) < target) low = middle;
    else high = middle;
  }
  return high;
}

/** The loudness of a file that was made here. */
export async function measureMade(context: RunContext, file: string, demuxer: Demuxer): Promise<Loudness> {
  const recipe = loudnessRecipe(context.limits, file, demuxer);
  return readLoudness(await runFfmpeg(recipe, { ...context, onStdout: undefined, onProgress: undefined }));
}

/**
 * The same of what is still being made; ends at a peak above a limit, as soon as it is known about how high
 * the peaks are.
 */
export async function measureWhileMade(
  context: RunContext,
  file: string,
  demuxer: Demuxer,
  endsAboveDb: number,
): Promise<Attempt> {
  const recipe = loudnessRecipe(context.limits, file, demuxer, 'each');
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(context.signal ? [context.signal] : [])]);
  const peaks = createPeakReader(endsAboveDb, () => stop.abort(new MediaError('internal')));
  try {
    const within = { ...context, signal, onStdout: undefined, onProgress: undefined };
    return readLoudness(await runFfmpeg(recipe, { ...within, onStderr: peaks.write }));
  } catch (error) {
    context.signal?.throwIfAborted();
    if (stop.signal.aborted) return { tooHighDb: peaks.highest() };
    throw error;
  }
}
