import type { Demuxer } from './codecs.ts';
import { readLoudness, type Loudness } from './loudness.ts';
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

/**
 * Brings a sound to −16 LUFS with no peak above −1 dBTP: makes it with the gain that was measured, measures
 * what the encoder made of it, and makes it again when it missed. `source` is the loudness of what is made
 * louder, and `make` returns the loudness of what it made. Returns that of the last.
 */
export async function levelSound(
  source: Loudness,
  make: (level: Level) => Promise<Loudness>,
): Promise<Loudness> {
  let gainDb = source.lufs === null ? 0 : Math.min(MAX_GAIN_DB, TARGET_LUFS - source.lufs);
  let ceilingDbtp = CEILING_DBTP;
  for (let attempt = 1; ; attempt += 1) {
    // A limiter that never works costs a third of the time.
    const isNear = source.truePeakDb === null || source.truePeakDb + gainDb > ceilingDbtp - 1;
    const loudness = await make({ gainDb, ceilingDbtp: isNear || attempt > 1 ? ceilingDbtp : null });
    const missing = loudness.lufs === null ? 0 : TARGET_LUFS - loudness.lufs;
    const over = Math.max(0, (loudness.truePeakDb ?? -Infinity) - MAX_PEAK_DBTP);
    const next = Math.min(MAX_GAIN_DB, gainDb + missing);
    const isRight = over === 0 && (Math.abs(missing) <= TOLERANCE_LU || Math.abs(next - gainDb) < 0.1);
    if (attempt === MAX_ATTEMPTS || isRight) return loudness;
    gainDb = next;
    if (over > 0) ceilingDbtp -= over + 0.2;
  }
}

/** The loudness of a file that was made here. */
export async function measureMade(context: RunContext, file: string, demuxer: Demuxer): Promise<Loudness> {
  const recipe = loudnessRecipe(context.limits, file, demuxer);
  return readLoudness(await runFfmpeg(recipe, { ...context, onStdout: undefined, onProgress: undefined }));
}
