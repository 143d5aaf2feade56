import type { Picture } from './video-recipes.ts';

/** One size of a video, called after its shorter side as in `720p`. */
export interface Rung extends Picture {
  name: string;
  /** The most bits a second, over two seconds. */
  maxBitsPerSecond: number;
}

/** Shorter sides below the original's, with what their pictures may take. */
const STEPS = [
  { side: 720, maxBitsPerSecond: 4_000_000 },
  { side: 480, maxBitsPerSecond: 1_800_000 },
  { side: 360, maxBitsPerSecond: 1_000_000 },
  { side: 240, maxBitsPerSecond: 500_000 },
] as const;
const TOP_BITS_PER_SECOND = 8_000_000;
/** A size that is nearer than this to the one that is made anyway would help no connection. */
const MIN_RATIO = 1.3;

/** The sizes that are made of a video, from the one given down to 240p; small ones have no other. */
export function ladder(top: Picture): Rung[] {
  const side = Math.min(top.width, top.height);
  const even = (length: number): number => Math.max(2, 2 * Math.round(length / 2));
  return [
    { ...top, name: `${side}p`, maxBitsPerSecond: TOP_BITS_PER_SECOND },
    ...STEPS.filter((step) => step.side * MIN_RATIO <= side).map((step) => ({
      name: `${step.side}p`,
      width: even((top.width * step.side) / side),
      height: even((top.height * step.side) / side),
      maxBitsPerSecond: step.maxBitsPerSecond,
    })),
  ];
}
