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

/** A segment, and how many fragments are in it. */
export type TakenSegment = Segment & { fragments: number };

interface SegmentOptions {
  /** Whether it is the first of the whole track, which begins at 0 whenever its first frame comes. */
  isFirst: boolean;
  /** Where the track ends; null while it grows. */
  endTicks: number | null;
  /** How many fragments it has; by default as many as make it long enough. */
  count?: number | undefined;
}

/** The segment that begins with a fragment; null while its end is not known. */
export function segmentAt(
  fragments: readonly Fragment[],
  first: number,
  { isFirst, endTicks, count }: SegmentOptions,
): TakenSegment | null {
  const begin = fragments[first];
  if (!begin) return null;
  let bytes = 0;
  for (let n = first; n < fragments.length; n += 1) {
    bytes += fragments[n]?.bytes ?? 0;
    const next = fragments[n + 1];
    const ends = next ? next.startTicks : endTicks;
    if (ends === null) return null;
    // The last frame of a damaged file may begin where the track is said to end.
    const ticks = Math.max(1, ends - (isFirst ? 0 : begin.startTicks));
    const taken = n + 1 - first;
    const isWhole = count === undefined ? ticks >= (isFirst ? MIN_FIRST_TICKS : MIN_TICKS) : taken >= count;
    if (!next || isWhole) return { ticks, bytes, fragments: taken };
  }
  return null;
}
