import { TICKS, type Fragment } from './read-fragments.ts';

/** What a player loads at once: some fragments that follow one another. */
export interface Segment {
  ticks: number;
  bytes: number;
}

/** The first segment is short, so that playing begins soon. */
const MIN_FIRST_TICKS = 1.5 * TICKS;
const MIN_TICKS = 5.5 * TICKS;
/** Segments of one stored file: few at first, so that little is lost when a worker dies early. */
const MAX_SEGMENTS_OF_PART = 16;

export const segmentsOfPart = (part: number): number =>
  part === 0 ? 1 : Math.min(MAX_SEGMENTS_OF_PART, 2 ** (part - 1));

/**
 * The segment that begins with a fragment; null while its end is not known. `endTicks` is where the track
 * ends, null while it grows. `isFirst`: of the whole track.
 */
export function segmentAt(
  fragments: readonly Fragment[],
  first: number,
  { isFirst, endTicks }: { isFirst: boolean; endTicks: number | null },
): (Segment & { fragments: number }) | null {
  const begin = fragments[first];
  if (!begin) return null;
  let bytes = 0;
  for (let n = first; n < fragments.length; n += 1) {
    bytes += fragments[n]?.bytes ?? 0;
    const next = fragments[n + 1];
    const ends = next ? next.startTicks : endTicks;
    if (ends === null) return null;
    // The last frame of a damaged file may begin where the track is said to end.
    const ticks = Math.max(1, ends - begin.startTicks);
    if (!next || ticks >= (isFirst ? MIN_FIRST_TICKS : MIN_TICKS))
      return { ticks, bytes, fragments: n + 1 - first };
  }
  return null;
}
