import type { Span } from '../passages/sentences.ts';
import type { Block, Reading } from '../reading/reading.ts';

/** A line of a block: what people write on one is one thing. */
export interface PageLine extends Span {
  block: Block;
  /** The block's place on the page. */
  number: number;
  text: string;
  /** Characters at its beginning set in bold. */
  lead: number;
  /** Whether the block begins with it. */
  first: boolean;
}

/** The lines of a page in reading order; code and rows of tables are one each. */
export function linesOf({ text, blocks }: Reading): PageLine[] {
  const lines: PageLine[] = [];
  for (const [number, block] of blocks.entries()) {
    if (block.kind === 'code' || block.kind === 'row') {
      lines.push({
        block,
        number,
        start: block.start,
        end: block.end,
        text: text.slice(block.start, block.end),
        lead: 0,
        first: true,
      });
      continue;
    }
    const { bold = [] } = block;
    /** The number of the first stretch that does not end before the line. */
    let next = 0;
    for (let start = block.start; start < block.end;) {
      const found = text.indexOf('\n', start);
      const end = found < 0 || found > block.end ? block.end : found;
      while (next < bold.length && bold[next]!.end <= start) next++;
      lines.push({
        block,
        number,
        start,
        end,
        text: text.slice(start, end),
        lead: leadOf(bold, next, text, start, end),
        first: start === block.start,
      });
      start = end + 1;
    }
  }
  return lines;
}

/** How many characters at the beginning of a line are set in bold, by the stretches from `next` on. */
function leadOf(bold: readonly Span[], next: number, text: string, start: number, end: number): number {
  let to = start;
  for (let n = next; n < bold.length; n++) {
    const span = bold[n]!;
    // A break is written after the blanks before it.
    if (span.start > to + 1 || text.slice(to, span.start).trim() !== '') break;
    to = Math.min(span.end, end);
  }
  return to - start;
}
