import { lastEndTag } from './end-tags.ts';

/**
 * Elements whose content is raw to their end tag, or inert: without one they would take the rest of the page
 * with them.
 */
const swallowing =
  /<(iframe|noembed|noframes|xmp|plaintext|script|style|template|textarea|title|select|object)\b([^>]*)>|<!--|<!\[CDATA\[|\]\]>/gi;

/**
 * Blanks, letter for letter, what would hide text for want of its end: unclosed raw elements and comments,
 * and the marks of CDATA.
 */
export function openUnclosed(html: string): string {
  if (!/<(?:!|iframe|no|xmp|plain|scr|sty|tem|tex|tit|sel|obj)|\]\]>/i.test(html)) return html;
  const lastEnd = new Map<string, number>();
  const isClosed = (name: string | undefined, end: number): boolean => {
    const element = name?.toLowerCase() ?? '';
    let last = lastEnd.get(element);
    if (last === undefined) {
      last = element === '' ? html.lastIndexOf('-->') : lastEndTag(html, element);
      lastEnd.set(element, last);
    }
    return last >= end - (name === undefined ? 2 : 0);
  };
  let opened = '';
  let behind = 0;
  for (const found of html.matchAll(swallowing)) {
    const [mark, name, rest] = found;
    const end = found.index + mark.length;
    const isCdata = mark === ']]>' || /^<!\[CDATA/i.test(mark);
    if (!isCdata && isClosed(name, end) && (name === undefined || !rest?.endsWith('/'))) continue;
    opened += html.slice(behind, found.index) + ' '.repeat(mark.length);
    behind = end;
  }
  // Most pages hide nothing, and stay the same string.
  return behind === 0 ? html : opened + html.slice(behind);
}
