import type { Cue } from './web-vtt.ts';

/** What a transcriber heard, in seconds from the beginning of what it was given. */
export interface Heard {
  segments: readonly { start: number; end: number | null; text: string }[];
  /** When each word is said; empty where the transcriber does not tell. */
  words: readonly { start: number; end: number; text: string }[];
}

/** A cue is read in this time; a longer one is cut between words. */
const MAX_SECONDS = 7;
/** A sentence that is shorter stays with the one after it. */
const MIN_SECONDS = 1.2;
const MIN_GAP_SECONDS = 1;
/** How far behind the word before it a word may stand in the text of its segment. */
const MAX_SKIPPED_CHARACTERS = 30;

const SENTENCE_END = /[.!?…。！？؟۔।]/u;

/**
 * The cues of a piece of a recording that begins at `offset` and ends at `end`, both in seconds. A segment is
 * cut into its sentences where the times of its words are known, and its words keep them.
 */
export function cuesOfTranscript({ segments, words }: Heard, offset: number, end: number): Cue[] {
  const rest = [...words];
  return segments.flatMap((segment): Cue[] => {
    const text = segment.text.replaceAll(/\s+/g, ' ').trim();
    const whole: Cue = { start: segment.start, end: segment.end ?? end - offset, text };
    const placed = takeWords(text, rest);
    return (placed.length > 0 ? sentencesOf(text, placed) : [whole]).map((cue) => ({
      ...cue,
      start: Math.min(offset + cue.start, end),
      end: Math.min(offset + cue.end, end),
      ...(cue.words && {
        words: cue.words.map((word) => ({ ...word, start: Math.min(offset + word.start, end) })),
      }),
    }));
  });
}

interface Placed {
  start: number;
  end: number;
  /** Where it stands in the text. */
  at: number;
  until: number;
}

/** Takes those of the words from the front that stand in a text, in their order. */
function takeWords(text: string, words: { start: number; end: number; text: string }[]): Placed[] {
  const lower = text.toLowerCase();
  const placed: Placed[] = [];
  for (let cursor = 0; words.length > 0;) {
    const { start, end, text: said } = words[0] ?? { start: 0, end: 0, text: '' };
    // Transcribers write words with the marks around them or without.
    const letters = said.toLowerCase().replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
    const at = letters === '' ? cursor : placeOf(letters, lower, cursor);
    if (at < 0 || at > cursor + MAX_SKIPPED_CHARACTERS) break;
    words.shift();
    if (letters === '') continue;
    placed.push({ start, end, at, until: at + letters.length });
    cursor = at + letters.length;
  }
  return placed;
}

/** Letters of writings that put spaces between words; of others, a word may begin anywhere. */
const SPACED = /[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Devanagari}\p{N}]/u;

/** Where a word begins in a text, from a place on; −1: nowhere. */
function placeOf(word: string, text: string, from: number): number {
  let at = text.indexOf(word, from);
  while (at > from && SPACED.test(text[at - 1] ?? '') && SPACED.test(word)) at = text.indexOf(word, at + 1);
  return at;
}

function sentencesOf(text: string, placed: readonly Placed[]): Cue[] {
  const cues: Cue[] = [];
  let open: Placed[] = [];
  const close = (until: number): void => {
    const [first] = open;
    const last = open.at(-1);
    if (!first || !last) return;
    const from = cues.length === 0 ? 0 : first.at;
    const words = open.map(({ start, at }, n) => ({
      start,
      text: text.slice(n === 0 ? from : at, open[n + 1]?.at ?? until),
    }));
    cues.push({ start: first.start, end: last.end, text: text.slice(from, until).trim(), words });
    open = [];
  };
  for (const [n, word] of placed.entries()) {
    open.push(word);
    const next = placed[n + 1];
    if (!next) break;
    const seconds = word.end - (open[0]?.start ?? 0);
    const isOver =
      seconds >= MIN_SECONDS &&
      (SENTENCE_END.test(text.slice(word.until, next.at)) || next.start - word.end >= MIN_GAP_SECONDS);
    if (isOver || next.end - (open[0]?.start ?? 0) > MAX_SECONDS) close(next.at);
  }
  close(text.length);
  return cues;
}
