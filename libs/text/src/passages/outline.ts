import { outlineHtml } from './html.ts';
import { outlineMarkdown } from './markdown.ts';

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

const htmlStart = /^\s*(?:<!doctype\s+html|<html[\s>]|<\?xml)/i;
const htmlBlock =
  /<\/?(?:p|div|h[1-6]|ul|ol|li|table|tr|td|br|body|section|article|main|span|blockquote|pre|header|footer|nav)(?:\s[^<>]{0,2000})?\/?>/gi;

/** Whether the content is an HTML document or fragment; everything else is read as Markdown, which plain text is a case of. */
function looksLikeHtml(content: string): boolean {
  if (htmlStart.test(content.slice(0, 1000))) return true;
  const head = content.slice(0, 20_000);
  // Markdown may hold some HTML. A fragment starts with a tag and is dense with tags.
  const tags = head.match(htmlBlock)?.length ?? 0;
  return (
    tags >= 2 &&
    (/^\s*<[a-z][^<>]*>/i.test(head) || tags * 150 > head.length) &&
    !/^(?:#{1,6} |```|---$)/m.test(head)
  );
}

export function outline(content: string): Outline {
  return looksLikeHtml(content) ? outlineHtml(content) : outlineMarkdown(content);
}
