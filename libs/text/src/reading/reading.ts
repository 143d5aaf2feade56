import type { Span } from '../passages/sentences.ts';

/**
 * What one reading of a page finds: its readable text, the blocks that this is made of, and the way back to
 * the content. Everything after it (passages, units, quotes, search) uses this; nothing parses a slice of the
 * content again.
 *
 * All block offsets are UTF-16 code units of `text`; `rawSpan` leads from there to the content.
 */
export interface Reading {
  format: Format;
  /** What a reader sees: no markup, entities decoded, no invisible characters; one line a block. */
  text: string;
  /** In reading order, apart, none of them empty. */
  blocks: Block[];
  /**
   * What the page says about itself (front matter, `<title>`, description): searched with the title, never
   * quoted.
   */
  about: string;
  /** Fields of the front matter by lower-cased name, as they are written. */
  fields: ReadonlyMap<string, string>;
  /** Why the page may not be read as its owner thinks. */
  warnings: ReadingWarning[];
  map: OffsetMap;
}

export type Format = 'html' | 'markdown' | 'plain' | 'csv' | 'json' | 'cues' | 'vcard';

export type ReadingWarning =
  | 'no_text'
  /** It shows pictures, and few words beside them. */
  | 'gallery'
  | 'mostly_markup'
  /** Letters that were garbled on their way are read as what they were. */
  | 'mojibake'
  /** Letters look garbled, and it is not certain what they were. */
  | 'garbled';

export type BlockKind =
  | 'heading'
  | 'paragraph'
  /** A list item's own text; what stands deeper in it comes as blocks of its own. */
  | 'item'
  /** A table row, its cells parted by ` | `. */
  | 'row'
  /** Code, preformatted text: a line break is one, spaces count. */
  | 'code'
  /** The name in a definition list, or of a disclosure (`<dt>`, `<summary>`), and what it stands for. */
  | 'term'
  | 'definition';

export interface Block extends Span {
  kind: BlockKind;
  /** Of a heading 1–6; of an item its depth from 1. */
  level: number;
  /** How deep it stands in block quotes. */
  quoted: number;
  /** Which list, table or definition list it is in, by number from 1; 0 for none. */
  group: number;
  /** An ordered item's number as it is written, `3.`; empty for others. */
  marker: string;
  /** Where the cells of a row stand. */
  cells?: Span[];
  /** A row of headings over the columns. */
  header?: boolean;
  /** Belongs to the site, not to the page: a menu, a footer, a form. */
  chrome?: boolean;
  /** A rule line stands before it, with which people part what does not belong together. */
  ruled?: boolean;
  /** Begins a passage of its own: what stands before it belongs to another time or speaker. */
  apart?: boolean;
  /** Whose words it begins with, where the page's format says so: its text begins with `Name: `. */
  voice?: string;
  /** Stretches set in bold, as people mark questions, labels and speakers: apart, in order. */
  bold?: Span[];
}

/** Pieces of `text` with where in the content each was read from, in order. */
export interface OffsetMap {
  /** Where each piece begins in the text. */
  at: Uint32Array;
  /** Where each piece was read from; `from[i] + (offset - at[i])` where it is verbatim. */
  from: Uint32Array;
  to: Uint32Array;
  /** 1 where the piece stands in the content letter for letter. */
  verbatim: Uint8Array;
}

/**
 * The content that a stretch of the readable text was read from: the same words, with the marks between them.
 */
export function rawSpan(map: OffsetMap, { start, end }: Span): Span {
  if (map.at.length === 0) return { start: 0, end: 0 };
  const first = pieceAt(map, start);
  const from = map.verbatim[first]
    ? (map.from[first] as number) + start - (map.at[first] as number)
    : (map.from[first] as number);
  if (end <= start) return { start: from, end: from };
  const last = pieceAt(map, end - 1);
  const to = map.verbatim[last]
    ? (map.from[last] as number) + end - (map.at[last] as number)
    : (map.to[last] as number);
  return { start: from, end: Math.max(from, to) };
}

/** The piece that holds an offset of the text, by binary search. */
function pieceAt({ at }: OffsetMap, offset: number): number {
  let low = 0;
  let high = at.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((at[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
