import { outlineHtml } from './html.ts';
import { outlineMarkdown } from './markdown.ts';
import type { Outline } from './outline.ts';

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

/** The structure of a page: its sections, their headings and blocks, as HTML or as Markdown. */
export function readOutline(content: string): Outline {
  return looksLikeHtml(content) ? outlineHtml(content) : outlineMarkdown(content);
}
