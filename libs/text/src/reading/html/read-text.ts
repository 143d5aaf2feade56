import { isInvisible, isSpace, type TextBuilder } from '../text-builder.ts';
import { referenceAt } from './character-references.ts';
import type { Piece } from './parse-html.ts';

const [LINE_FEED, CARRIAGE_RETURN, SPACE, AMPERSAND] = [0x0a, 0x0d, 0x20, 0x26];

/**
 * What is read, all of the same length and with the same offsets: `source` is what is copied; `html` what was
 * parsed, in which marks are blanked, and which begins at `offset` of the source.
 */
interface Texts {
  source: string;
  html: string;
  offset: number;
}

/** Writes pieces of text as they are shown; `begin` is called before the first that shows. */
export function createTextReader({ source, html, offset }: Texts, builder: TextBuilder, begin: () => void) {
  /** Whether a place shows as it stands, and is no blank. */
  const isPlain = (at: number): boolean => {
    const unit = html.charCodeAt(at);
    return unit > SPACE && !isSpace(unit) && !isInvisible(unit);
  };
  /** Runs of words with one blank between them are copied at once. */
  const copyRunning = (from: number, to: number): void => {
    for (let at = from; at < to;) {
      let end = at;
      for (; end < to; end++) {
        const unit = html.charCodeAt(end);
        if (unit > SPACE && unit < 0x80) continue;
        if (!isSpace(unit)) continue;
        if (unit !== SPACE || end === at || end + 1 >= to || source.charCodeAt(offset + end) !== SPACE) break;
        if (!isPlain(end - 1) || !isPlain(end + 1)) break;
      }
      if (end > at) {
        begin();
        builder.copy(offset + at, offset + end);
      }
      let after = end;
      while (after < to && isSpace(html.charCodeAt(after))) after++;
      if (after > end) builder.space(offset + end, offset + after);
      at = after;
    }
  };
  /** What is blanked in the HTML stands in the source still, and is a blank where blanks count. */
  const copyLine = (from: number, to: number): void => {
    if (source.startsWith(html.slice(from, to), offset + from))
      return builder.copy(offset + from, offset + to);
    for (let at = from; at < to; at++)
      if (source[offset + at] === html[at]) builder.copy(offset + at, offset + at + 1);
      else builder.replace(html.charAt(at), offset + at, offset + at + 1);
  };
  const copyLines = (from: number, to: number): void => {
    for (let at = from; at < to;) {
      const found = html.indexOf('\n', at);
      const end = found < 0 || found > to ? to : found;
      if (end > at) {
        begin();
        copyLine(at, end);
      }
      if (end < to) builder.breakLine(offset + end, offset + end + 1);
      at = end + 1;
    }
  };
  /** Writes what a stretch was read as, where it does not stand in the HTML like that. */
  const write = (text: string, from: number, to: number, isPre: boolean): void => {
    for (const character of text) {
      const unit = character.charCodeAt(0);
      if (isPre ? unit === LINE_FEED : isSpace(unit)) {
        if (isPre) builder.breakLine(offset + from, offset + to);
        else builder.space(offset + from, offset + to);
        continue;
      }
      begin();
      builder.replace(character, offset + from, offset + to);
    }
  };
  /** The text of a piece beside its HTML: what is the same, character references, and line ends. */
  const align = (text: string, from: number, to: number, isPre: boolean): void => {
    const copy = isPre ? copyLines : copyRunning;
    let raw = from;
    /** Whether all that was read so far is what stands there, but for line ends and references. */
    let isAsWritten = !isPre;
    for (let at = 0; at < text.length;) {
      if (isAsWritten) {
        let end = raw;
        let next = at;
        for (; end < to && html.charCodeAt(end) !== AMPERSAND; end++) {
          if (isLineEnd(end, to)) continue;
          if (html.charCodeAt(end) !== text.charCodeAt(next)) break;
          next++;
        }
        isAsWritten = end === to || html.charCodeAt(end) === AMPERSAND;
        if (isAsWritten && end > raw) {
          copy(raw, end);
          at = next;
          raw = end;
          continue;
        }
      }
      let same = 0;
      for (; at + same < text.length && raw + same < to; same++) {
        const unit = text.charCodeAt(at + same);
        if (unit === AMPERSAND || unit !== html.charCodeAt(raw + same)) break;
      }
      if (same > 0) copy(raw, raw + same);
      at += same;
      raw += same;
      if (at === text.length) return;
      const reference = html.charCodeAt(raw) === AMPERSAND ? referenceAt(html, raw, to, text, at) : undefined;
      const shown = reference?.decoded ?? text.charAt(at);
      let end = Math.min(raw + (reference?.length ?? 1), to);
      if (!reference && shown === '\n' && html.charCodeAt(raw) === CARRIAGE_RETURN)
        end = raw + (html.charCodeAt(raw + 1) === LINE_FEED ? 2 : 1);
      // An ampersand may stand for itself.
      if (!reference && html.startsWith(shown, raw) && raw < to) copy(raw, raw + 1);
      else write(shown, raw, end, isPre);
      at += shown.length;
      raw = end;
    }
  };
  /** Whether a carriage return and a line feed stand there, of which the parser leaves the second. */
  const isLineEnd = (at: number, to: number): boolean =>
    html.charCodeAt(at) === CARRIAGE_RETURN && at + 1 < to && html.charCodeAt(at + 1) === LINE_FEED;
  return {
    /** Where `isPre`, line breaks and blanks count. */
    read({ from, to, text }: Piece, isPre: boolean): void {
      if (text !== undefined) align(text, from, to, isPre);
      else if (isPre) copyLines(from, to);
      else copyRunning(from, to);
    },
  };
}
