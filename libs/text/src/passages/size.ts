import { insideCharacter, insideWord, Kind, kindAt } from '../analysis/characters.ts';
import type { Span } from './sentences.ts';

/** Of a passage, in characters of a script with spaces; a Chinese character counts as SPACELESS of them. */
export const MAX_SIZE = 1_400;
const SPACELESS = 2.5;
/** No word is longer; what is, is not a word and is cut between characters. */
const MAX_WORD = 400;

function weight(text: string, index: number): number {
  return text.charCodeAt(index) < 0x0e00 ? 1 : kindAt(text, index) === Kind.unspaced ? SPACELESS : 1;
}

export function sizeOf(text: string, { start, end }: Span): number {
  // Nothing that long fits, whatever it is made of.
  if (end - start > MAX_SIZE) return end - start;
  let size = 0;
  for (let at = start; at < end; at++) size += weight(text, at);
  return size;
}

/**
 * A stretch in pieces that each fit a passage: itself, or its lines, or pieces of at most about half a
 * passage, cut between words.
 */
export function piecesOf(text: string, span: Span): Span[] {
  const isShort = (span.end - span.start) * SPACELESS <= MAX_SIZE;
  if (isShort || sizeOf(text, span) <= MAX_SIZE) return [span];
  const pieces: Span[] = [];
  let open: Span | undefined;
  for (const line of linesOf(text, span)) {
    if (sizeOf(text, line) > MAX_SIZE) {
      pieces.push(...(open ? [open] : []), ...wordPieces(text, line));
      open = undefined;
    } else if (open && sizeOf(text, { start: open.start, end: line.end }) <= MAX_SIZE / 2)
      open.end = line.end;
    else {
      if (open) pieces.push(open);
      open = { ...line };
    }
  }
  return open ? [...pieces, open] : pieces;
}

function* linesOf(text: string, { start, end }: Span): Generator<Span> {
  for (let from = start; from < end;) {
    const found = text.indexOf('\n', from);
    const to = found < 0 || found >= end ? end : found;
    yield { start: from, end: to };
    from = to + 1;
  }
}

/** Cut between characters where there is no end of a word near. */
function wordPieces(text: string, span: Span): Span[] {
  const pieces: Span[] = [];
  let start = span.start;
  while (start < span.end) {
    let end = start;
    let size = 0;
    while (end < span.end && size < MAX_SIZE / 2) size += weight(text, end++);
    if (end < span.end) {
      let cut = end;
      while (cut < span.end && cut - end < MAX_WORD && insideWord(text, cut)) cut++;
      if (cut < span.end && insideWord(text, cut)) {
        cut = end;
        while (cut < span.end && cut - end < 32 && insideCharacter(text, cut)) cut++;
        // Beyond 32 marks on one character only surrogate pairs are kept together.
        if (isLowSurrogate(text, cut)) cut++;
      }
      end = cut;
    }
    pieces.push({ start, end });
    start = end;
  }
  return pieces;
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
