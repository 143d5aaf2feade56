import { sentences } from './sentences.ts';
import { sizeOf } from './size.ts';

/** What is shorter, in characters of a script with spaces, is said at once. */
const MIN_PROSE_SIZE = 60;

/**
 * Whether a value of a record or a table is text that somebody wrote: several sentences, each of which can be
 * said alone.
 */
export const isProse = (text: string, language = 'und'): boolean =>
  sizeOf(text, { start: 0, end: text.length }) >= MIN_PROSE_SIZE && sentences(text, language).length > 1;
