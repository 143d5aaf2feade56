import type { SyntaxNode } from '@lezer/common';
import type { Element, MarkdownParser } from '@lezer/markdown';

/** Emphasis, a link, code, a mark: what stands in a paragraph, heading or cell, as the parser finds it. */
export interface Inline extends Element {
  readonly children: readonly Inline[];
}

const none: readonly Inline[] = [];
/** Marks with which something may begin, and blanks that break a line. */
const mayHoldInline = /[\\&`<_*[~]| {2}\n/;

/** A page as it is parsed. */
export interface ParsedMarkdown {
  /** The tree of its blocks. */
  top: SyntaxNode;
  /** What stands in a paragraph, task, heading or cell, in order, the marks of the block itself included. */
  inlinesOf: (node: SyntaxNode) => readonly Inline[];
  nameOf: (inline: Inline) => string;
}

/**
 * Makes a parser keep what it finds in paragraphs, headings and cells as it finds it, and a tree of blocks
 * only: nodes for each mark of a page cost as much as parsing it.
 */
export function keepInlines(parser: MarkdownParser): (source: string) => ParsedMarkdown {
  const parseInline = parser.parseInline.bind(parser);
  const names = parser.nodeSet.types.map(({ name }) => name);
  const nameOf = ({ type }: Inline): string => names[type] ?? '';
  /** By where the text begins that they stand in. What is parsed again, as something else, is the last. */
  let kept = new Map<number, readonly Inline[]>();
  parser.parseInline = (text, offset) => {
    kept.set(offset, mayHoldInline.test(text) ? (parseInline(text, offset) as Inline[]) : none);
    return [];
  };
  return (source) => {
    const inlines = new Map<number, readonly Inline[]>();
    kept = inlines;
    return {
      top: parser.parse(source).topNode,
      nameOf,
      inlinesOf(node) {
        const marks = marksOf(node);
        const [first] = marks;
        if (!first) return inlines.get(node.from) ?? none;
        // What a heading or a task begins with is parsed apart, with the blank behind a heading's mark.
        const begin =
          first.from === node.from ? first.to + (nameOf(first) === 'HeaderMark' ? 1 : 0) : node.from;
        return withMarks(inlines.get(begin) ?? none, marks);
      },
    };
  };
}

function marksOf(node: SyntaxNode): Inline[] {
  const marks: Inline[] = [];
  for (let mark = node.firstChild; mark; mark = mark.nextSibling)
    marks.push({ type: mark.type.id, from: mark.from, to: mark.to, children: none });
  return marks;
}

/** Puts marks where they stand among inlines, or within one. */
function withMarks(inlines: readonly Inline[], marks: readonly Inline[]): readonly Inline[] {
  if (inlines.length === 0) return marks;
  const all = [...inlines];
  let at = 0;
  for (const mark of marks) {
    while (at < all.length && (all[at] as Inline).to < mark.to) at++;
    const inline = all[at];
    if (inline && inline.from < mark.from)
      all[at] = { ...inline, children: withMarks(inline.children, [mark]) };
    else all.splice(at++, 0, mark);
  }
  return all;
}
