import { MediaError } from './media-error.ts';
import type { Reading } from './recipes.ts';
import { runFfmpeg, type RunContext } from './run.ts';
import { combingRecipe, type FieldOrder } from './video-recipes.ts';

/** Looked at from each of a few places. */
const SAMPLE_SECONDS = 1.4;
/** Where the places lie; a film often begins with a still. */
const PLACES = [0.15, 0.5, 0.8];
/** Fewer frames that move show nothing. */
const MIN_FRAMES = 8;

/**
 * Finds out by the picture itself whether its frames are made of two fields, as tapes and television have
 * them: many files don't say so, or say the contrary. Returns which field comes first; null where frames are
 * whole, or nothing moves.
 */
export async function findCombing(
  context: RunContext,
  picture: Reading & { video: number },
): Promise<FieldOrder | null> {
  const { seconds } = picture;
  const starts = seconds > 4 * SAMPLE_SECONDS ? PLACES.map((place) => place * seconds) : [0];
  try {
    const recipe = combingRecipe({ ...picture, starts, sampleSeconds: SAMPLE_SECONDS });
    return readCombing(await runFfmpeg(recipe, { ...context, onStdout: undefined, onProgress: undefined }));
  } catch (error) {
    // What can't be read here is found out when all of it is.
    if (!(error instanceof MediaError) || error.retryable) throw error;
    return null;
  }
}

/** Reads what `idet` says of each place; it must be of one kind by far. */
export function readCombing(stderr: string): FieldOrder | null {
  let [top, bottom, whole] = [0, 0, 0];
  const found = /Multi frame detection: TFF:\s*(\d+) BFF:\s*(\d+) Progressive:\s*(\d+)/g;
  for (const [, tff, bff, progressive] of stderr.matchAll(found)) {
    top += Number(tff);
    bottom += Number(bff);
    whole += Number(progressive);
  }
  const [max, min] = [Math.max(top, bottom), Math.min(top, bottom)];
  if (max < MIN_FRAMES || max < 4 * min || max < 1.5 * (whole + min)) return null;
  return top > bottom ? 'tff' : 'bff';
}
