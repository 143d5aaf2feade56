import type { SyntaxNode } from '@lezer/common';
import { decodeHTMLStrict } from 'entities';
import { hiddenElements, isPlaceholder, lineElements } from '../html/elements.ts';
import { lastEndTag } from '../html/end-tags.ts';
import { mayBeginEntry, standsAlone } from '../lines.ts';
import type { TextBuilder } from '../text-builder.ts';
import type { Inline, ParsedMarkdown } from './inline-elements.ts';

/**
 * What is nested deeper in quotes and lists, or in emphasis and links, is read without its marks being
 * interpreted: every level costs a call.
 */
export const MAX_NESTING = 100;

/** Where a label or a sentence's end shows, a line is looked at so far. */
const MAX_LINE = 160;
/** What Markdown puts before the first letter of a line. */
const lineMarks = /^[ \t>*_]+/;
const isLineMark = (unit: number): boolean =>
  unit === 0x20 || unit === 0x09 || unit === 0x3e || unit === 0x2a || unit === 0x5f;

/** Marks that are no text themselves. */
const skipped = new Set([
  'EmphasisMark',
  'StrikethroughMark',
  'HeaderMark',
  'QuoteMark',
  'TaskMarker',
  'Comment',
  'ProcessingInstruction',
]);

/** Reads what stands in a paragraph, heading, item or cell. */
export function createInlineReader(
  source: string,
  builder: TextBuilder,
  { inlinesOf, nameOf }: Pick<ParsedMarkdown, 'inlinesOf' | 'nameOf'>,
  isDefined: (link: Inline) => boolean,
) {
  /** The element whose content is not shown, while its end is still to come. */
  let hiddenUntil = -1;

  /** Running text: line breaks are spaces, and so is the indentation behind them. */
  const copy = (start: number, end: number): void => {
    let from = Math.max(start, hiddenUntil);
    while (from < end) {
      const found = source.indexOf('\n', from);
      const stop = found < 0 || found >= end ? end : found;
      let last = stop;
      if (stop < end || end === source.length || source.charCodeAt(end) === 0x0a)
        while (last > from && isBlank(source.charCodeAt(last - 1))) last--;
      copyLine(from, last);
      if (stop === end) return;
      from = stop + 1;
      while (from < end && isBlank(source.charCodeAt(from))) from++;
      if (isOwnLine(last, stop + 1)) builder.breakLine(last, from);
      else builder.space(last, from);
    }
  };
  const isOwnLine = (before: number, after: number): boolean => {
    let first = after;
    while (isLineMark(source.charCodeAt(first))) first++;
    if (!mayBeginEntry(source.charCodeAt(first))) return false;
    const line = source.slice(Math.max(source.lastIndexOf('\n', before - 1) + 1, before - MAX_LINE), before);
    const next = source.slice(after, after + MAX_LINE).split('\n', 1)[0] ?? '';
    return standsAlone(line.replace(lineMarks, ''), next.replace(lineMarks, ''));
  };
  /** A line with each run of blanks as one: markup that was blanked out leaves long ones. */
  const copyLine = (start: number, end: number): void => {
    let from = start;
    const line = source.slice(start, end);
    for (;;) {
      const found = line.indexOf('  ', from - start);
      if (found < 0) break;
      const wide = start + found;
      builder.copy(from, wide);
      from = wide;
      while (from < end && isBlank(source.charCodeAt(from))) from++;
      builder.space(wide, from);
    }
    if (end > from) builder.copy(from, end);
  };
  let nesting = 0;
  /** Whether a cell of a table is read. */
  let inCell = false;
  const readInlines = (inlines: readonly Inline[], from: number, to: number): void => {
    if (nesting > MAX_NESTING) return copy(from, to);
    nesting++;
    let at = from;
    // Blanks at the ends of what is read belong to the markup around it.
    for (const child of inlines) {
      if (child.to <= from || child.from >= to) continue;
      if (child.from > at) copy(at, child.from);
      at = Math.max(at, readChild(child));
    }
    if (to > at) copy(at, to);
    nesting--;
  };
  /** Returns where reading goes on. */
  const readChild = (child: Inline): number => {
    if (child.from < hiddenUntil) return child.to;
    const name = nameOf(child);
    switch (name) {
      case 'Escape':
        builder.copy(isInPath(source, child.from) ? child.from : child.from + 1, child.to);
        return child.to;
      case 'Entity': {
        const written = source.slice(child.from, child.to);
        const decoded = /^&#(?:\d{8}|x[\da-f]{7})/i.test(written) ? written : decodeHTMLStrict(written);
        if (decoded === written) builder.copy(child.from, child.to);
        else builder.replace(decoded === '\u00a0' ? ' ' : decoded, child.from, child.to);
        return child.to;
      }
      case 'HardBreak':
        builder.breakLine(child.from, child.to);
        return child.to + leadingBlanks(source, child.to);
      case 'Emphasis':
      case 'StrongEmphasis':
      case 'Strikethrough':
        if (isProduct(child, source) || (name === 'Strikethrough' && isLongStrike(child, source)))
          copy(child.from, child.to);
        else if (name === 'StrongEmphasis')
          builder.bold(() => readInlines(child.children, child.from, child.to));
        else readInlines(child.children, child.from, child.to);
        return child.to;
      case 'InlineCode':
        readCodeSpan(child);
        return child.to;
      case 'Link':
      case 'Image':
        readLink(child);
        return child.to;
      case 'Autolink':
        builder.copy(child.from + 1, child.to - 1);
        return child.to;
      case 'HTMLTag':
        return readTag(child);
      case 'HeaderMark':
        // What closes a heading has blanks before it that are not its own.
        return child.to + leadingBlanks(source, child.to);
      default:
        if (!skipped.has(name)) readInlines(child.children, child.from, child.to);
        return name === 'TaskMarker' || name === 'QuoteMark'
          ? child.to + leadingBlanks(source, child.to)
          : child.to;
    }
  };
  const readCodeSpan = (node: Inline): void => {
    // It ends with as many marks as it begins with.
    let from = node.from;
    while (source.charCodeAt(from) === BACKQUOTE) from++;
    let to = node.to - (from - node.from);
    const inner = source.slice(from, to);
    if (/^[ \n][^]*[ \n]$/.test(inner) && /[^ \n]/.test(inner)) {
      from++;
      to--;
    }
    // In a table a bar is escaped even here.
    if (!inCell || !inner.includes('\\|')) return copy(from, to);
    for (let at = from; at < to;) {
      const found = source.indexOf('\\|', at);
      const end = found < 0 || found >= to ? to : found;
      copy(at, end);
      at = end === to ? to : end + 1;
      if (end < to) builder.copy(at, ++at);
    }
  };
  const readLink = (node: Inline): void => {
    const [open, close] = node.children.filter((child) => nameOf(child) === 'LinkMark');
    if (!open || !close) return;
    const isInline = source[close.to] === '(' && node.to > close.to;
    if (isInline || isDefined(node)) return readInlines(node.children, open.to, close.from);
    const label = source.slice(node.from, node.to);
    // A footnote's mark is no text; brackets without a target are.
    if (/^\[\^[^\]]+\]$/.test(label)) return;
    copy(node.from, open.to);
    readInlines(node.children, open.to, close.from);
    copy(close.from, node.to);
  };
  const readTag = (node: Inline): number => {
    const found = /^<(\/?)([a-z][a-z0-9-]*)/i.exec(
      source.slice(node.from, Math.min(node.to, node.from + 64)),
    );
    const name = (found?.[2] ?? '').toLowerCase();
    if (lineElements.has(name)) builder.breakLine(node.from, node.to);
    if (isGap(node)) builder.copy(node.from, node.to);
    if (
      found?.[1] === '' &&
      hiddenElements.has(name) &&
      source[node.to - 2] !== '/' &&
      lastEndOf(name) >= node.to
    ) {
      const end = new RegExp(`</${name}\\s*>`, 'i').exec(source.slice(node.to, node.to + 100_000));
      if (end) hiddenUntil = node.to + end.index + end[0].length;
    }
    return node.to;
  };
  const lastEnds = new Map<string, number>();
  /**
   * Where an element is closed for the last time: most that are never closed are not looked for again and
   * again.
   */
  const lastEndOf = (name: string): number => {
    const known = lastEnds.get(name);
    if (known !== undefined) return known;
    const last = lastEndTag(source, name);
    lastEnds.set(name, last);
    return last;
  };
  /** Whether an element is none, but a gap that somebody has left to be filled. */
  const isGap = (node: Pick<Inline, 'from' | 'to'>): boolean =>
    isPlaceholder(
      source.slice(node.from, Math.min(node.to, node.from + MAX_TAG)),
      (name) => lastEndOf(name) >= 0,
    );
  return {
    isGap,
    copy,
    /** From so many characters behind its beginning on. */
    read(node: SyntaxNode, skip = 0): void {
      inCell = node.name === 'TableCell';
      readInlines(inlinesOf(node), node.from + skip, node.to);
    },
  };
}

const BACKQUOTE = 0x60;

/** Characters of a path and of a tag, at most. */
const MAX_PATH = 260;
const MAX_TAG = 100;

/**
 * Whether a backslash stands in a path of Windows (`C:\\_work`, `\\\\server\\_share`), where it escapes
 * nothing. Who knows that it would writes two.
 */
function isInPath(source: string, at: number): boolean {
  if (source[at + 1] === '\\' && source[at - 1] !== undefined && /\S/.test(source[at - 1] as string))
    return false;
  const around = source.slice(Math.max(0, at - MAX_PATH), at + MAX_PATH);
  const begin = around.slice(0, Math.min(at, MAX_PATH)).search(/\S*$/);
  return /^["'(“„]*(?:\p{L}:\\(?!\\)|\\\\\w[\w.-]*\\\w)/u.test(around.slice(begin));
}

const isBlank = (unit: number): boolean => unit === 0x20 || unit === 0x09 || unit === 0x0d;

function leadingBlanks(source: string, at: number): number {
  let end = at;
  while (
    end < source.length &&
    (isBlank(source.charCodeAt(end)) || (end === at && source.charCodeAt(end) === 0x0a))
  )
    end++;
  return end - at;
}

/**
 * `4*8*15` multiplies: a star between digits is one, whatever CommonMark says, since a lost number is a lie.
 */
function isProduct(node: Inline, source: string): boolean {
  return (
    source[node.from] === '*' &&
    /\d/.test(source[node.from - 1] ?? '') &&
    /\d/.test(source[node.from + 1] ?? '')
  );
}

/** Three tildes and more strike nothing, says GFM; the parser takes two of them. */
function isLongStrike(node: Inline, source: string): boolean {
  return source[node.from + 2] === '~' || source[node.from - 1] === '~';
}
