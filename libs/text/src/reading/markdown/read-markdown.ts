import type { SyntaxNode } from '@lezer/common';
import { decodeHTMLStrict } from 'entities';
import { standsAlone } from '../lines.ts';
import { hiddenElements, isPlaceholder, lineElements } from '../html/elements.ts';
import { normaliseLabel, parseMarkdown, type Dialect } from './parse-markdown.ts';
import { readHtml } from '../html/read-html.ts';
import type { TextBuilder } from '../text-builder.ts';

/** What stands before the text of a footnote. */
const footnoteMark = /^\[\^[^\]\s]{1,40}\]:[ \t]*/;

/** `> [!NOTE]`, as GitHub and Obsidian set notes. */
const calloutMark = /^>[ \t]*\[![\w-]{1,30}\][-+]?[ \t]*/;
/** A list of nothing but links to places on the page. */
const isContents = (list: string): boolean =>
  /\]\(#/.test(list) &&
  /^(?:[ \t>]*(?:[-*+]|\d{1,3}[.)])[ \t]+\[[^\n]*\]\(#[^\n]*\)[ \t]*(?:\r?\n|$)|[ \t]*\r?\n)+$/.test(list);
/**
 * What is nested deeper in quotes and lists, or in emphasis and links, is read without its marks being
 * interpreted: every level costs a call.
 */
const MAX_NESTING = 100;

/** Where a block stands: how deep in quotes and lists, and in which list. */
interface Place {
  quoted: number;
  depth: number;
  group: number;
  chrome?: boolean;
}

/**
 * Reads CommonMark and GFM. `source` is the content with what is no Markdown (front matter, templates)
 * blanked out, letter for letter as long, so that its offsets are the content's. Linear but for what the
 * parser does with hostile nesting, which it bounds itself.
 */
export function readMarkdown(
  source: string,
  builder: TextBuilder,
  nextGroup: () => number,
  dialect: Dialect = { mdx: false },
): void {
  const tree = parseMarkdown(source, dialect);
  const references = collectReferences(tree.topNode, source);
  const inline = createInlineReader(source, builder, references.isDefined);

  const readBlocks = (parent: SyntaxNode, place: Place): void => {
    for (let node = parent.firstChild; node; node = node.nextSibling) readBlock(node, place);
  };
  const paragraph = (node: SyntaxNode, place: Place): void => {
    builder.open('paragraph', { quoted: place.quoted, group: place.group });
    inline.read(node, footnoteMark.exec(source.slice(node.from, node.from + 100))?.[0].length);
  };
  const readQuote = (node: SyntaxNode, place: Place): void => {
    const mark = calloutMark.exec(source.slice(node.from, node.from + 60))?.[0].length;
    if (mark === undefined) return readBlocks(node, { ...place, quoted: place.quoted + 1 });
    // A callout is set as a quote and says what the page says.
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.name !== 'Paragraph' || child.from > node.from + mark) readBlock(child, place);
      else {
        builder.open('paragraph', { quoted: place.quoted, group: place.group });
        inline.read(child, node.from + mark - child.from);
      }
    }
  };
  const readList = (node: SyntaxNode, place: Place): void => {
    if (isContents(source.slice(node.from, node.to))) place = { ...place, chrome: true };
    const group = place.group || nextGroup();
    let number: number | undefined;
    for (let item = node.firstChild; item; item = item.nextSibling) {
      if (item.name !== 'ListItem') continue;
      const mark = item.getChild('ListMark');
      const written = mark ? source.slice(mark.from, mark.to) : '';
      // As it is shown: the first number counts, the others follow it.
      number = number === undefined ? Number.parseInt(written, 10) : number + 1;
      const marker = node.name === 'OrderedList' ? `${number}${written.slice(-1)}` : '';
      readItem(item, { ...place, group, depth: place.depth + 1 }, marker);
    }
  };
  const readItem = (item: SyntaxNode, place: Place, marker: string): void => {
    let first = true;
    for (let node = item.firstChild; node; node = node.nextSibling) {
      if (node.name === 'ListMark' || node.name === 'QuoteMark') continue;
      if (first && (node.name === 'Paragraph' || node.name === 'Task')) {
        builder.open('item', {
          level: place.depth,
          quoted: place.quoted,
          group: place.group,
          marker,
          ...(place.chrome ? { chrome: true } : {}),
        });
        inline.read(node);
      } else readBlock(node, place);
      first = false;
    }
  };
  const readTable = (node: SyntaxNode, place: Place): void => {
    const group = nextGroup();
    let columns = 0;
    for (let row = node.firstChild; row; row = row.nextSibling) {
      if (row.name !== 'TableHeader' && row.name !== 'TableRow') continue;
      if (row.name === 'TableHeader') columns = [...cellsOf(row)].length;
      let n = 0;
      builder.open('row', {
        quoted: place.quoted,
        group,
        ...(row.name === 'TableHeader' ? { header: true } : {}),
      });
      for (const cell of cellsOf(row)) {
        // What stands beyond the last heading is not shown.
        if (n++ === columns) break;
        builder.cell(cell.from);
        if (cell.node) inline.read(cell.node);
      }
    }
    builder.close();
  };
  const readBlock = (node: SyntaxNode, place: Place): void => {
    if (place.quoted + place.depth > MAX_NESTING) {
      builder.open('paragraph', { quoted: place.quoted, group: place.group });
      return inline.copy(node.from, node.to);
    }
    switch (node.name) {
      case 'Paragraph':
      case 'Task':
        return paragraph(node, place);
      case 'Blockquote':
        return readQuote(node, place);
      case 'BulletList':
      case 'OrderedList':
        return readList(node, place);
      case 'ATXHeading1':
      case 'ATXHeading2':
      case 'ATXHeading3':
      case 'ATXHeading4':
      case 'ATXHeading5':
      case 'ATXHeading6':
      case 'SetextHeading1':
      case 'SetextHeading2':
        // A line of dashes under a sentence parts it from the next.
        if (/[.!?…。！？][ \t]*\n[ \t>]*-+[ \t]*$/.test(source.slice(node.from, node.to)))
          return paragraph(node, place);
        builder.open('heading', { level: Number(node.name.at(-1)), quoted: place.quoted });
        inline.read(node);
        return builder.close();
      case 'HorizontalRule':
        return builder.rule();
      case 'FencedCode':
      case 'CodeBlock':
        return readCode(node, place);
      case 'Table':
        return readTable(node, place);
      case 'HTMLBlock':
      case 'CommentBlock':
      case 'ProcessingInstructionBlock':
        return readHtmlBlock(node, place);
      case 'LinkReference':
        if (!references.isReference(node)) {
          builder.open('paragraph', { quoted: place.quoted, group: place.group });
          references.readAsText(node, inline.copy);
        }
        return;
      default:
    }
  };
  const readHtmlBlock = (node: SyntaxNode, place: Place): void => {
    if (isPlaceholder(source.slice(node.from, Math.min(node.to, node.from + MAX_TAG)), inline.isClosed)) {
      builder.open('paragraph', { quoted: place.quoted, group: place.group });
      return builder.copy(node.from, node.to);
    }
    const html = withoutMarks(node, source);
    return readHtml(source, { from: node.from, to: node.to, ...place, html }, builder, nextGroup);
  };
  const readCode = (node: SyntaxNode, place: Place): void => {
    builder.open('code', { quoted: place.quoted, group: place.group });
    let last: number | undefined;
    for (const text of node.getChildren('CodeText')) {
      for (let from = text.from; from <= text.to;) {
        const found = source.indexOf('\n', from);
        const to = found < 0 || found > text.to ? text.to : found;
        if (last !== undefined) builder.breakLine(last, from);
        if (to > from) builder.copy(from, to);
        last = to;
        from = to + 1;
      }
    }
    builder.close();
  };

  readBlocks(tree.topNode, { quoted: 0, depth: 0, group: 0 });
  builder.close();
}

/** Links and bold, which Markdown does not know amid HTML and people write there all the same. */
const inlineMarks =
  /!?\[([^\][]{1,300})\]\([^()\s]{1,500}(?:[ \t]+"[^"\n]{0,200}")?\)|(?<![*\w])\*\*(?=\S)([^*]{1,300})(?<=\S)\*\*(?![*\w])/g;

/**
 * The text of an HTML block with the marks blanked that stand in it: those a quote puts before each line, and
 * those of Markdown.
 */
function withoutMarks(node: SyntaxNode, source: string): string {
  const html = source.slice(node.from, node.to);
  const isCode = /<(?:pre|code|script|style|textarea)\b/i.test(html);
  const blanked = isCode
    ? html
    : html.replace(inlineMarks, (found, label: string | undefined, bold: string | undefined) => {
        const shown = label ?? bold ?? '';
        const before = found.indexOf(shown, found.startsWith('!') ? 2 : 1);
        return found.startsWith('!')
          ? ' '.repeat(found.length)
          : ' '.repeat(before) + shown + ' '.repeat(found.length - before - shown.length);
      });
  let result = '';
  let last = 0;
  for (const mark of node.getChildren('QuoteMark')) {
    const [from, to] = [mark.from - node.from, mark.to - node.from];
    result += blanked.slice(last, from) + ' '.repeat(to - from);
    last = to;
  }
  return result + blanked.slice(last);
}

/** The cells of a row with those that are empty, which the parser leaves out. */
function* cellsOf(row: SyntaxNode): Generator<{ from: number; node?: SyntaxNode }> {
  let open = false;
  let cell: { from: number; node?: SyntaxNode } | undefined;
  for (let node = row.firstChild; node; node = node.nextSibling) {
    if (node.name === 'TableCell') {
      yield { from: node.from, node };
      open = false;
      cell = undefined;
    } else if (node.name === 'TableDelimiter') {
      if (open && cell) yield cell;
      open = true;
      cell = { from: node.to };
    }
  }
}

/** Link definitions, and which of what looks like one is none: `[10:32]: The ferry leaves.` */
function collectReferences(top: SyntaxNode, source: string) {
  const labelOf = (node: SyntaxNode): string => {
    const label = node.getChild('LinkLabel');
    return label ? normaliseLabel(source.slice(label.from + 1, label.to - 1)) : '';
  };
  const definitions: SyntaxNode[] = [];
  const used = new Set<string>();
  const cursor = top.cursor();
  do {
    if (cursor.name === 'LinkReference') definitions.push(cursor.node);
    else if (cursor.name === 'Link' || cursor.name === 'Image') used.add(referenceLabel(cursor.node, source));
  } while (cursor.next());
  /** A target that could be one; a footnote's text and a speaker's first word are none. */
  const isReference = (node: SyntaxNode): boolean => {
    const label = labelOf(node);
    if (label.startsWith('^')) return false;
    const url = node.getChild('URL');
    const target = url ? source.slice(url.from, url.to) : '';
    return used.has(label) || /[./#:<]/.test(target);
  };
  const defined = new Set(definitions.filter(isReference).map(labelOf));
  return {
    isReference,
    isDefined: (node: SyntaxNode): boolean => defined.has(referenceLabel(node, source)),
    readAsText(node: SyntaxNode, copy: (from: number, to: number) => void): void {
      copy(node.from + (footnoteMark.exec(source.slice(node.from, node.to))?.[0].length ?? 0), node.to);
    },
  };
}

/**
 * The label that a reference link looks up: the second pair of brackets, or the first when that is empty or
 * missing.
 */
function referenceLabel(node: SyntaxNode, source: string): string {
  const label = node.getChild('LinkLabel');
  if (label && label.to - label.from > 2) return normaliseLabel(source.slice(label.from + 1, label.to - 1));
  const [open, close] = node.getChildren('LinkMark');
  return open && close ? normaliseLabel(source.slice(open.to, close.from)) : '';
}

/** Where a label or a sentence's end shows, a line is looked at so far. */
const MAX_LINE = 160;
/** What Markdown puts before the first letter of a line. */
const lineMarks = /^[ \t>*_]+/;

/** Reads what stands in a paragraph, heading, item or cell. */
function createInlineReader(source: string, builder: TextBuilder, isDefined: (link: SyntaxNode) => boolean) {
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
  const skipped = new Set([
    'EmphasisMark',
    'StrikethroughMark',
    'HeaderMark',
    'QuoteMark',
    'TaskMarker',
    'Comment',
    'ProcessingInstruction',
  ]);

  let nesting = 0;
  const children = (node: SyntaxNode, from: number, to: number): void => {
    if (nesting > MAX_NESTING) return copy(from, to);
    nesting++;
    let at = from;
    // Blanks at the ends of what is read belong to the markup around it.
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.to <= from || child.from >= to) continue;
      if (child.from > at) copy(at, child.from);
      at = Math.max(at, readChild(child));
    }
    if (to > at) copy(at, to);
    nesting--;
  };
  /** Returns where reading goes on. */
  const readChild = (child: SyntaxNode): number => {
    if (child.from < hiddenUntil) return child.to;
    switch (child.name) {
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
        if (isProduct(child, source) || isLongStrike(child, source)) copy(child.from, child.to);
        else if (child.name === 'StrongEmphasis') builder.bold(() => children(child, child.from, child.to));
        else children(child, child.from, child.to);
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
        if (!skipped.has(child.name)) children(child, child.from, child.to);
        return child.name === 'TaskMarker' || child.name === 'QuoteMark'
          ? child.to + leadingBlanks(source, child.to)
          : child.to;
    }
  };
  const readCodeSpan = (node: SyntaxNode): void => {
    const [open, close] = node.getChildren('CodeMark');
    if (!open || !close) return;
    let [from, to] = [open.to, close.from];
    const inner = source.slice(from, to);
    if (/^[ \n][^]*[ \n]$/.test(inner) && /[^ \n]/.test(inner)) {
      from++;
      to--;
    }
    // In a table a bar is escaped even here.
    if (!inner.includes('\\|') || !isInTable(node)) return copy(from, to);
    for (let at = from; at < to;) {
      const found = source.indexOf('\\|', at);
      const end = found < 0 || found >= to ? to : found;
      copy(at, end);
      at = end === to ? to : end + 1;
      if (end < to) builder.copy(at, ++at);
    }
  };
  const readLink = (node: SyntaxNode): void => {
    const [open, close] = node.getChildren('LinkMark');
    if (!open || !close) return;
    const isInline = source[close.to] === '(' && node.to > close.to;
    if (isInline || isDefined(node)) return children(node, open.to, close.from);
    const label = source.slice(node.from, node.to);
    // A footnote's mark is no text; brackets without a target are.
    if (/^\[\^[^\]]+\]$/.test(label)) return;
    copy(node.from, open.to);
    children(node, open.to, close.from);
    copy(close.from, node.to);
  };
  const readTag = (node: SyntaxNode): number => {
    const found = /^<(\/?)([a-z][a-z0-9-]*)/i.exec(
      source.slice(node.from, Math.min(node.to, node.from + 64)),
    );
    const name = (found?.[2] ?? '').toLowerCase();
    if (lineElements.has(name)) builder.breakLine(node.from, node.to);
    if (isPlaceholder(source.slice(node.from, Math.min(node.to, node.from + MAX_TAG)), isClosed))
      builder.copy(node.from, node.to);
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
  let lower: string | undefined;
  /**
   * Where an element is closed for the last time: most that are never closed are not looked for again and
   * again.
   */
  const lastEndOf = (name: string): number => {
    const known = lastEnds.get(name);
    if (known !== undefined) return known;
    const last = (lower ??= source.toLowerCase()).lastIndexOf(`</${name}`);
    lastEnds.set(name, last);
    return last;
  };
  const isClosed = (name: string): boolean => lastEndOf(name) >= 0;
  return {
    copy,
    isClosed,
    /** From so many characters behind its beginning on. */
    read(node: SyntaxNode, skip = 0): void {
      children(node, node.from + skip, node.to);
    },
  };
}

/**
 * Whether a backslash stands in a path of Windows (`C:\\_work`, `\\\\server\\_share`), where it escapes nothing.
 * Who knows that it would writes two.
 */
function isInPath(source: string, at: number): boolean {
  if (source[at + 1] === '\\' && source[at - 1] !== undefined && /\S/.test(source[at - 1] as string))
    return false;
  const before = source.slice(Math.max(0, at - MAX_PATH), at + MAX_PATH);
  const begin = before.slice(0, Math.min(at, MAX_PATH)).search(/\S*$/);
  return /^["'(“„]*(?:\p{L}:\\(?!\\)|\\\\\w[\w.-]*\\\w)/u.test(before.slice(begin));
}

function isInTable(node: SyntaxNode): boolean {
  for (let parent = node.parent; parent; parent = parent.parent) if (parent.name === 'TableCell') return true;
  return false;
}

/** Characters of a path and of a tag, at most. */
const MAX_PATH = 260;
const MAX_TAG = 100;

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
function isProduct(node: SyntaxNode, source: string): boolean {
  return (
    source[node.from] === '*' &&
    /\d/.test(source[node.from - 1] ?? '') &&
    /\d/.test(source[node.from + 1] ?? '')
  );
}

/** Three tildes and more strike nothing, says GFM; the parser takes two of them. */
function isLongStrike(node: SyntaxNode, source: string): boolean {
  return node.name === 'Strikethrough' && (source[node.from + 2] === '~' || source[node.from - 1] === '~');
}
