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
  const blank = (found: string): string => ' '.repeat(found.length);
  return html.replace(
    swallowing,
    (found: string, name: string | undefined, rest: string | undefined, at: number) => {
      if (found === ']]>' || /^<!\[CDATA/i.test(found)) return blank(found);
      const element = name?.toLowerCase() ?? '';
      let last = lastEnd.get(element);
      if (last === undefined) {
        last = element === '' ? html.lastIndexOf('-->') : lastEndTag(html, element);
        lastEnd.set(element, last);
      }
      const closed = last >= at + found.length - (name === undefined ? 2 : 0);
      return closed && !(name !== undefined && rest?.endsWith('/') && name !== 'svg') ? found : blank(found);
    },
  );
}
