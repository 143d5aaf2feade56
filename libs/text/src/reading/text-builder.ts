import type { Repair } from './mojibake.ts';
import type { Block, BlockKind, OffsetMap } from './reading.ts';

/**
 * Characters that nobody sees and that part words which are one: zero-width space, word joiner, byte order
 * mark, soft hyphen.
 */
const invisible = new RegExp(`[${['\u00ad', '\u200b', '\u2060', '\ufeff', '\0'].join('')}]`);
export const isInvisible = (unit: number): boolean =>
  unit === 0xad || unit === 0x200b || unit === 0x2060 || unit === 0xfeff || unit === 0;
const SPACE = 0x20;
/** White space as JavaScript trims it. */
const isSpace = (unit: number): boolean =>
  unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || unit === 0xa0 || unit === 0x2028 || unit === 0x2029;
/** All white space, that of any width included: none of it stands at the ends of a block. */
export const isBlank = (unit: number): boolean =>
  isSpace(unit) ||
  (unit >= 0x1680 &&
    (unit === 0x1680 ||
      (unit >= 0x2000 && unit <= 0x200a) ||
      unit === 0x202f ||
      unit === 0x205f ||
      unit === 0x3000 ||
      unit === 0xfeff));

/**
 * Writes readable text piece by piece, with where each was read from, and marks where blocks begin and end.
 */
export interface TextBuilder {
  /** Copies content as it stands. */
  copy(from: number, to: number): void;
  /** Writes other characters for a stretch of content: a decoded entity, a repaired one. */
  replace(text: string, from: number, to: number): void;
  /** White space as a reader sees it in running text: one space, and none at the ends of a line. */
  space(from: number, to: number): void;
  /** Takes back the last character: the hyphen of a word that the line's end has parted. */
  dropLast(): void;
  /** A line break within a block. */
  breakLine(from: number, to: number): void;
  /** Begins a block; what is written until the next `open` or `close` belongs to it. */
  open(
    kind: BlockKind,
    more?: Partial<Omit<Block, 'kind' | 'start' | 'end' | 'cells' | 'bold' | 'ruled'>>,
  ): void;
  close(): void;
  /** A rule line: the next block is parted from what stands before it. */
  rule(): void;
  /** Begins a cell of the row that is open. */
  cell(at: number): void;
  /** Runs `write` for a stretch set in bold. */
  bold(write: () => void): void;
  /** Whether the open block has text. */
  hasText(): boolean;
  finish(): { text: string; blocks: Block[]; map: OffsetMap };
}

/** `content` is what is copied; `original` the page, where that had something blanked out in `content`. */
export function createTextBuilder(
  content: string,
  repairs: readonly Repair[] = [],
  original: string = content,
): TextBuilder {
  /** What each piece reads, where it does not stand in the content letter for letter. */
  const written: string[] = [];
  const at: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const verbatim: number[] = [];
  const blocks: Block[] = [];
  const hasInvisible = invisible.test(content);
  // Compared once: long strings that differ late take long to compare.
  const hasBlanked = original !== content;
  let length = 0;
  let open: Block | undefined;
  let ruled = false;
  /** White space that is written only if text of the same line follows. */
  let pending: { from: number; to: number; text: string } | undefined;

  const write = (text: string, start: number, end: number): void => {
    at.push(length);
    from.push(start);
    to.push(end);
    verbatim.push(0);
    written.push(text);
    length += text.length;
  };
  /** Writes content as it stands; what goes on where the last piece ended is one with it. */
  const writeContent = (start: number, end: number): void => {
    const last = at.length - 1;
    if (last >= 0 && verbatim[last] === 1 && to[last] === start) to[last] = end;
    else {
      at.push(length);
      from.push(start);
      to.push(end);
      verbatim.push(1);
      written.push('');
    }
    length += end - start;
  };
  const start = (): void => {
    if (!open || open.end >= 0) return;
    // A new block begins a line of its own.
    if (length > 0) write('\n', to.at(-1) ?? 0, to.at(-1) ?? 0);
    open.start = length;
    open.end = length;
  };
  const flush = (): void => {
    if (pending && open && open.end >= 0) write(pending.text, pending.from, pending.to);
    pending = undefined;
  };
  const endsBlank = (): boolean => {
    const last = at.length - 1;
    if (pending !== undefined) return true;
    if (last < 0) return false;
    const unit =
      verbatim[last] === 1
        ? content.charCodeAt((to[last] as number) - 1)
        : written[last]?.slice(-1).charCodeAt(0);
    return unit !== undefined && isBlank(unit);
  };
  const put = (text: string, first: number, end: number): void => {
    if (!open || text === '') return;
    start();
    flush();
    write(text, first, end);
    open.end = length;
  };
  const putContent = (first: number, end: number): void => {
    if (!open) return;
    let begin = first;
    // What stood between two blanks was no text.
    if (open.kind !== 'code' && content.charCodeAt(first) === SPACE && endsBlank())
      while (begin < end && isBlank(content.charCodeAt(begin))) begin++;
    if (begin === end) return;
    start();
    flush();
    writeContent(begin, end);
    open.end = length;
  };
  /** Copies a stretch, that which was blanked out in it apart, so that the way back is exact. */
  const copyWritten = (first: number, end: number): void => {
    if (!hasBlanked || original.startsWith(content.slice(first, end), first)) return putContent(first, end);
    for (let index = first; index < end;) {
      const same = original[index] === content[index];
      let stop = index;
      while (stop < end && (original[stop] === content[stop]) === same) stop++;
      if (same) putContent(index, stop);
      else put(content.slice(index, stop), index, stop);
      index = stop;
    }
  };
  const copyVisible = (first: number, end: number): void => {
    if (first >= end) return;
    if (!hasInvisible) return copyWritten(first, end);
    for (let index = first; index < end;) {
      const found = invisible.exec(content.slice(index, end));
      const stop = found ? index + found.index : end;
      if (stop > index) copyWritten(index, stop);
      index = found ? stop + 1 : end;
    }
  };
  /** The first repair at or behind a place, by binary search. */
  const firstRepair = (place: number): number => {
    let low = 0;
    let high = repairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((repairs[middle] as Repair).start < place) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const finishBlock = (): void => {
    if (open && open.end > open.start) {
      if (ruled) open.ruled = true;
      ruled = false;
      blocks.push(open);
    }
    open = undefined;
    pending = undefined;
  };

  return {
    copy(first, end) {
      if (repairs.length === 0) return copyVisible(first, end);
      let begin = first;
      for (let n = firstRepair(begin); n < repairs.length; n++) {
        const repair = repairs[n] as Repair;
        if (repair.end > end) break;
        copyVisible(begin, repair.start);
        put(repair.text, repair.start, repair.end);
        begin = repair.end;
      }
      copyVisible(begin, end);
    },
    replace(text, first, end) {
      const seen = invisible.test(text) ? text.replace(invisible, '') : text;
      put(seen, first, end);
    },
    space(first, end) {
      // A cell begins with what it holds.
      if (open?.cells?.at(-1)?.start === length) return;
      if (open && open.end > open.start && !pending) pending = { from: first, to: end, text: ' ' };
    },
    dropLast() {
      const last = at.length - 1;
      if (!open || verbatim[last] !== 1) return;
      to[last] = (to[last] as number) - 1;
      length--;
      open.end = length;
    },
    breakLine(first, end) {
      if (!open || open.end <= open.start) return;
      // Of running text the reader sees one break, of code each.
      const before = open.kind === 'code' && pending ? pending.text : '';
      pending = { from: first, to: end, text: `${before}\n` };
    },
    open(kind, more = {}) {
      const { level = 0, quoted = 0, group = 0, marker = '', chrome = false, header = false } = more;
      finishBlock();
      open = { kind, level, quoted, group, marker, start: -1, end: -1 };
      if (chrome) open.chrome = true;
      if (header) open.header = true;
      if (more.apart) open.apart = true;
      if (more.voice !== undefined) open.voice = more.voice;
    },
    close: finishBlock,
    rule() {
      finishBlock();
      ruled = true;
    },
    cell(position) {
      if (open?.kind !== 'row') return;
      pending = undefined;
      const cells = (open.cells ??= []);
      if (cells.length > 0 || open.end > open.start) {
        start();
        write(' | ', position, position);
        open.end = length;
      }
      start();
      cells.push({ start: length, end: length });
    },
    bold(run) {
      const block = open;
      const from = length;
      run();
      if (!block || block !== open || block.end <= from) return;
      const stretches = (block.bold ??= []);
      // What is bold in bold is one stretch, so that all are apart and in order.
      while ((stretches.at(-1)?.start ?? -1) >= from) stretches.pop();
      stretches.push({ start: from, end: block.end });
    },
    hasText: () => open !== undefined && open.end > open.start,
    finish() {
      finishBlock();
      let text = '';
      for (let n = 0; n < at.length; n++)
        text += verbatim[n] === 1 ? content.slice(from[n], to[n]) : (written[n] as string);
      for (const block of blocks) {
        if (block.cells) endCells(block, block.cells);
        while (block.end > block.start && isBlank(text.charCodeAt(block.end - 1))) block.end--;
        if (block.kind !== 'code')
          while (block.start < block.end && isBlank(text.charCodeAt(block.start))) block.start++;
      }
      const shown = blocks.filter(({ start, end }) => end > start);
      for (const [n, block] of shown.entries())
        if (isBoldHeading(text, block, shown[n + 1])) makeHeading(block);
      return {
        text,
        blocks: shown,
        map: {
          at: new Uint32Array(at),
          from: new Uint32Array(from),
          to: new Uint32Array(to),
          verbatim: new Uint8Array(verbatim),
        },
      };
    },
  };
}

const MAX_HEADING = 80;
const isBold = ({ kind, start, end, bold = [] }: Block): boolean =>
  kind === 'paragraph' &&
  bold.length > 0 &&
  bold.reduce((sum, span) => sum + span.end - span.start, 0) + bold.length - 1 >= end - start;

/**
 * Whether a paragraph is a heading in all but its markup: short, all in bold, no sentence, and not one of
 * several.
 */
function isBoldHeading(text: string, block: Block, next: Block | undefined): boolean {
  if (!isBold(block) || block.quoted > 0 || block.group > 0 || block.end - block.start > MAX_HEADING)
    return false;
  if (!next || next.kind === 'heading' || isBold(next)) return false;
  const line = text.slice(block.start, block.end);
  return /\p{L}/u.test(line) && !/\n|[.!?:;,…。！？：；،؟]["'”’»)\]]*$/u.test(line);
}

/** Below every other, so that it ends with the next of them. */
function makeHeading(block: Block): void {
  block.kind = 'heading';
  block.level = 6;
  delete block.bold;
}

const CELL_MARK = ' | '.length;

/** A cell ends where the next begins, less the mark between them. */
function endCells(block: Block, cells: { start: number; end: number }[]): void {
  for (const [n, cell] of cells.entries()) {
    const next = cells[n + 1];
    cell.end = next ? next.start - CELL_MARK : block.end;
  }
}

export { isSpace };
