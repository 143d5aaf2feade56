/** A window in which the sound is looked at. */
const WINDOW_SECONDS = 0.005;
/** Codecs spread a sound over so much before and after it: that may be another speaker's. */
const MARGIN_SECONDS = 0.01;
/** How far from the time of a cue its sound may be cut. */
const MAX_MOVE_SECONDS = 0.05;
/** A window is silent so far below the sound as a whole: a hundredth of its power. */
const SILENT_SHARE = 0.01;

/**
 * Where the sound of a cue is cut: at the silence that is nearest to its time, if one is within 50 ms, else
 * at its time. Only ever towards the inside, because what is outside was not cited. Returns the first sample
 * that is heard and the one after the last.
 */
export function cutEdges(samples: Float32Array, rate: number): { from: number; to: number } {
  const window = Math.round(WINDOW_SECONDS * rate);
  const margin = Math.min(Math.round(MARGIN_SECONDS * rate), Math.floor(samples.length / 4));
  const silent = powerOf(samples, 0, samples.length) * SILENT_SHARE;
  const furthest = Math.min(Math.round(MAX_MOVE_SECONDS * rate), Math.floor(samples.length / 4));
  let from = margin;
  for (let at = margin; at + window <= furthest; at += window)
    if (powerOf(samples, at, at + window) <= silent) {
      from = at;
      break;
    }
  let to = samples.length - margin;
  for (let at = to; at - window >= samples.length - furthest; at -= window)
    if (powerOf(samples, at - window, at) <= silent) {
      to = at;
      break;
    }
  return { from, to };
}

function powerOf(samples: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += (samples[at] ?? 0) ** 2;
  return to > from ? sum / (to - from) : 0;
}
