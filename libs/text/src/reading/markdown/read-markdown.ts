import type { SyntaxNode } from '@lezer/common';
import { readHtml } from '../html/read-html.ts';
import type { TextBuilder } from '../text-builder.ts';
import { withoutMarks } from './html-block.ts';
import { parseMarkdown, type Dialect } from './parse-markdown.ts';
import { createInlineReader, MAX_NESTING } from './read-inline.ts';
import { collectReferences, footnoteMark } from './references.ts';

/** `> [!NOTE]`, as GitHub and Obsidian set notes. */
const calloutMark = /^>[ \t]*\[![\w-]{1,30}\][-+]?[ \t]*/;
/** A list of nothing but links to places on the page. */
const isContents = (list: string): boolean =>
  /\]\(#/.test(list) &&
  /^(?:[ \t>]*(?:[-*+]|\d{1,3}[.)])[ \t]+\[[^\n]*\]\(#[^\n]*\)[ \t]*(?:\r?\n|$)|[ \t]*\r?\n)+$/.test(list);

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
  const parsed = parseMarkdown(source, dialect);
  const references = collectReferences(parsed, source);
  const inline = createInlineReader(source, builder, parsed, references.isDefined);

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
          chrome: place.chrome === true,
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
      builder.open('row', { quoted: place.quoted, group, header: row.name === 'TableHeader' });
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
        if (inline.isGap(node)) {
          builder.open('paragraph', { quoted: place.quoted, group: place.group });
          return builder.copy(node.from, node.to);
        }
        return readHtml(
          source,
          { from: node.from, to: node.to, ...place, html: withoutMarks(node, source) },
          builder,
          nextGroup,
        );
      case 'LinkReference':
        if (!references.isReference(node)) {
          builder.open('paragraph', { quoted: place.quoted, group: place.group });
          const mark = footnoteMark.exec(source.slice(node.from, node.to))?.[0].length ?? 0;
          inline.copy(node.from + mark, node.to);
        }
        return;
      default:
    }
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

  readBlocks(parsed.top, { quoted: 0, depth: 0, group: 0 });
  builder.close();
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
