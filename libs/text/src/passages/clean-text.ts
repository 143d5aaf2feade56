import { decodeHTML } from 'entities';
import type { Span } from './sentences.ts';

/** Content without its markup, and the way back. */
export interface CleanText {
  /** Readable text: no tags, entities decoded, no Markdown marks; a line break where the reader sees one. */
  text: string;
  /** For each code unit of `text`, where in the raw content that begins and ends which it was read from. */
  starts: Uint32Array;
  ends: Uint32Array;
}

const blockTag =
  /^(?:address|article|aside|blockquote|body|br|caption|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|html|li|main|nav|ol|option|p|pre|section|summary|table|tbody|tfoot|thead|title|tr|ul)$/;
const tag = /<(\/?)([a-zA-Z][a-zA-Z0-9:-]*)(?:\s[^<>]*)?\/?>/y;
const hiddenTag = /^(?:script|style|noscript|template|svg|math|head|iframe|object|select|textarea)$/;
const entity = /&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});/y;
const codeSpan = /(`+)(?!`)([^\n]*?[^`\n])\1(?!`)/y;
const link =
  /(!?)\[((?:[^[\]\\\n]|\\.|\[[^[\]\n]*\]|\n(?!\n))*)\](?:\((?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)|\[[^\]\n]*\])/y;
const footnote = /\[\^[^\]\s]{1,40}\]:?/y;
const autolink = /<((?:https?|ftp|mailto):[^\s<>]+)>/y;
const shortcode = /\{\{[<%].*?[%>]\}\}/y;
const fenceLine = /[ \t]*(`{3,}|~{3,})[^\n]*/y;
const heading = /[ \t]{0,3}#{1,6}[ \t]+/y;
const quoteMark = /(?:[ \t]{0,3}>[ \t]?)+/y;
const listMark = /[ \t]*(?:[-*+•]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?/y;
const markLine =
  /[ \t]*(?:(?:[-=*_][ \t]*){3,}|\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?|\[[^\]\n]{1,200}\]:[ \t]*\S[^\n]*)(?=\n|\r|$)/y;
const indent = /[ \t]+/y;
const rowStart = /[ \t]*\|[ \t]*/y;
const rowEnd = /[ \t]*\|[ \t]*(?=\r?\n|$)/y;
const hardNext =
  /[ \t]*(?:\r?\n|#{1,6}[ \t]|[-*+•][ \t]|\d{1,9}[.)][ \t]|>|\||`{3}|~{3}|<\/?(?:p|li|h[1-6]|tr|div|ul|ol|table|pre)\b|$)/iy;
const plainRun = /[^<&`*_[\]!\\\n\r{|~]+/y;

function at(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}

/** Takes Markdown and HTML marks off a stretch of content. Meant for passages; what looks like neither stays as it is. */
export function cleanText(raw: string): CleanText {
  const pieces: { from: number; to: number; text?: string }[] = [];
  cleanInto(raw, 0, raw.length, pieces, true);
  let length = 0;
  for (const { from, to, text } of pieces) length += text === undefined ? to - from : text.length;
  const starts = new Uint32Array(length);
  const ends = new Uint32Array(length);
  const parts: string[] = [];
  let written = 0;
  for (const { from, to, text } of pieces) {
    const part = text ?? raw.slice(from, to);
    parts.push(part);
    for (let i = 0; i < part.length; i++) {
      starts[written] = text === undefined ? from + i : from;
      ends[written++] = text === undefined ? from + i + 1 : to;
    }
  }
  return { text: parts.join(''), starts, ends };
}

/** The raw stretch that a stretch of the clean text was read from: the same words, with the marks between them. */
export function rawSpan({ starts, ends }: CleanText, { start, end }: Span): Span {
  const from = starts[start] ?? ends.at(-1) ?? 0;
  return { start: from, end: end > start ? (ends[end - 1] ?? from) : from };
}

type Pieces = { from: number; to: number; text?: string }[];

function cleanInto(raw: string, start: number, stop: number, pieces: Pieces, blocks: boolean): void {
  let index = start;
  let lineStart = blocks;
  let inFence: string | undefined;
  const emphasis: { mark: string; piece: number }[] = [];
  const keep = (from: number, to: number): void => {
    const before = pieces.at(-1);
    if (
      before &&
      before.text === undefined &&
      before.to === from &&
      emphasis.at(-1)?.piece !== pieces.length - 1
    )
      before.to = to;
    else if (to > from) pieces.push({ from, to });
  };
  const breakLine = (from: number, to: number, by: string): void => {
    emphasis.length = 0;
    const before = pieces.at(-1);
    if (before?.text === '\n') return;
    if (before && before.text === undefined)
      while (before.to > before.from && ' \t'.includes(raw.charAt(before.to - 1))) before.to--;
    if (pieces.length > 0) pieces.push({ from, to, text: by });
  };
  while (index < stop) {
    if (lineStart) {
      lineStart = false;
      const fenced = at(fenceLine, raw, index);
      if (fenced && (inFence === undefined || (fenced[1] ?? '').startsWith(inFence))) {
        inFence = inFence === undefined ? (fenced[1] ?? '').slice(0, 3) : undefined;
        index = Math.min(fenceLine.lastIndex, stop);
        continue;
      }
      if (inFence === undefined) {
        const marks = at(markLine, raw, index);
        if (marks) {
          index = markLine.lastIndex;
          continue;
        }
        for (const pattern of [indent, quoteMark, heading, listMark, rowStart])
          if (at(pattern, raw, index)) index = pattern.lastIndex;
        continue;
      }
    }
    const character = raw.charAt(index);
    if (character === '\n' || character === '\r') {
      const end = character === '\r' && raw.charAt(index + 1) === '\n' ? index + 2 : index + 1;
      const blank = pieces.length === 0 || pieces.at(-1)?.text === '\n';
      const soft = !blank && inFence === undefined && !at(hardNext, raw, end) && !endsHard(raw, index);
      if (soft) {
        pieces.push({ from: index, to: end, text: ' ' });
        // Marks of quotes and list continuations are taken off every line.
      } else breakLine(index, end, '\n');
      lineStart = blocks;
      index = end;
      if (soft) while (raw.charAt(index) === ' ' || raw.charAt(index) === '\t') index++;
      continue;
    }
    if (inFence !== undefined) {
      const end = nextBreak(raw, index, stop);
      keep(index, end);
      index = end;
      continue;
    }
    const run = at(plainRun, raw, index);
    if (run) {
      const end = Math.min(plainRun.lastIndex, stop);
      keep(index, end);
      index = end;
      continue;
    }
    const next = special(raw, index, stop, character, pieces, emphasis, keep, breakLine);
    index = Math.max(next, index + 1);
  }
}

function endsHard(raw: string, index: number): boolean {
  // Two spaces or a backslash before a line break, and the end of a table row or heading, break the line.
  if (
    raw.charAt(index - 1) === '\\' ||
    (raw.charAt(index - 1) === ' ' && raw.charAt(index - 2) === ' ') ||
    raw.charAt(index - 1) === '|'
  )
    return true;
  const start = raw.lastIndexOf('\n', index - 1) + 1;
  return /^(?: {0,3}#{1,6}[ \t]|[ \t]*\||[ \t]*(?:`{3}|~{3}))/.test(
    raw.slice(start, Math.min(index, start + 40)),
  );
}

function nextBreak(raw: string, index: number, stop: number): number {
  const found = raw.indexOf('\n', index);
  return found < 0 || found > stop ? stop : found;
}

function special(
  raw: string,
  index: number,
  stop: number,
  character: string,
  pieces: Pieces,
  emphasis: { mark: string; piece: number }[],
  keep: (from: number, to: number) => void,
  breakLine: (from: number, to: number, by: string) => void,
): number {
  switch (character) {
    case '<': {
      if (raw.startsWith('<!--', index)) {
        const end = raw.indexOf('-->', index);
        if (end >= 0) return end + 3;
      }
      const address = at(autolink, raw, index);
      if (address) {
        keep(index + 1, autolink.lastIndex - 1);
        return autolink.lastIndex;
      }
      const found = at(tag, raw, index);
      if (!found) break;
      const name = (found[2] ?? '').toLowerCase();
      const end = tag.lastIndex;
      if (!found[1] && hiddenTag.test(name)) {
        const closing = raw.toLowerCase().indexOf(`</${name}`, end);
        return closing < 0 ? end : closing;
      }
      if (blockTag.test(name)) breakLine(index, end, '\n');
      else if ((name === 'td' || name === 'th') && pieces.at(-1)?.text !== '\n') breakLine(index, end, ' ');
      return end;
    }
    case '&': {
      const found = at(entity, raw, index);
      if (!found) break;
      const decoded = decodeHTML(found[0]);
      if (decoded === found[0]) break;
      pieces.push({ from: index, to: entity.lastIndex, text: decoded === '\u00a0' ? ' ' : decoded });
      return entity.lastIndex;
    }
    case '`': {
      const found = at(codeSpan, raw, index);
      if (!found) break;
      const ticks = (found[1] ?? '').length;
      keep(index + ticks, codeSpan.lastIndex - ticks);
      return codeSpan.lastIndex;
    }
    case '!':
    case '[': {
      if (at(footnote, raw, index)) return footnote.lastIndex;
      const found = at(link, raw, index);
      if (!found) break;
      const from = index + (found[1] ?? '').length + 1;
      const end = link.lastIndex;
      const to = from + (found[2] ?? '').length;
      // Nothing inside a label reaches beyond it.
      cleanInto(raw.slice(0, to), from, to, pieces, false);
      return end;
    }
    case '*':
    case '_':
    case '~':
      return emphasise(raw, index, stop, character, pieces, emphasis);
    case '\\':
      if (/[!-/:-@[-`{-~]/.test(raw.charAt(index + 1)) && index + 1 < stop) {
        keep(index + 1, index + 2);
        return index + 2;
      }
      break;
    case '{':
      if (at(shortcode, raw, index)) return shortcode.lastIndex;
      break;
    case '|':
      if (at(rowEnd, raw, index)) return rowEnd.lastIndex;
      break;
  }
  keep(index, index + 1);
  return index + 1;
}

const wordLike = /[\p{L}\p{N}]/u;

/** Drops marks that open and close; a mark without partner is a character like any other (2 * 3, snake_case). */
function emphasise(
  raw: string,
  index: number,
  stop: number,
  mark: string,
  pieces: Pieces,
  open: { mark: string; piece: number }[],
): number {
  let end = index;
  while (end < stop && raw.charAt(end) === mark) end++;
  const run = raw.slice(index, end);
  const before = index > 0 ? raw.charAt(index - 1) : ' ';
  const after = raw.charAt(end) || ' ';
  const strict = mark !== '*';
  const canOpen = !/\s/.test(after) && !(strict && wordLike.test(before));
  const canClose = !/\s/.test(before) && !(strict && wordLike.test(after));
  const usable = run.length <= 3 && (mark !== '~' || run.length === 2);
  if (usable && canClose) {
    const opener = open.findLastIndex((candidate) => candidate.mark === run);
    if (opener >= 0) {
      const piece = pieces[open[opener]?.piece ?? -1];
      if (piece) piece.text = '';
      open.length = opener;
      return end;
    }
  }
  pieces.push({ from: index, to: end });
  if (usable && canOpen) open.push({ mark: run, piece: pieces.length - 1 });
  return end;
}
