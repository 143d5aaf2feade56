/** A stretch of content that stands together. All offsets are UTF-16 code units into the page's content. */
export interface Block {
  start: number;
  end: number;
  /** Text may be parted between sentences; lines (code, tables, lists) only between lines, when they don't fit whole. */
  kind: 'text' | 'lines';
}

export interface Section {
  /** Raw offsets of the heading's text; absent before the first heading. */
  heading?: { start: number; end: number; level: number };
  blocks: Block[];
}

export interface Outline {
  sections: Section[];
  /** What the page says about itself (front matter, title, description): searched with the title, never quoted. */
  about: string;
}
