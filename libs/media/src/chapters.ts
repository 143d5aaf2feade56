import { rounded } from './inspect.ts';
import type { Chapter, Probed } from './probe.ts';

/** Chapters in seconds from the beginning of the rendition, which ends them. */
export const chaptersWithin = (
  { chapters, start: zero }: Pick<Probed, 'chapters' | 'start'>,
  seconds: number,
): Chapter[] =>
  chapters
    .map(({ start, end, title }) => ({
      start: rounded(Math.max(0, start - zero)),
      end: rounded(Math.min(end - zero, seconds)),
      title,
    }))
    .filter(({ start, end }) => end > start);
