import { createHash } from 'node:crypto';
import { escapeHtml } from './escape-html.ts';

/** Characters shown before and behind a quote: enough to understand it, not the page. */
const SURROUNDINGS = 700;

const STYLE =
  'body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 system-ui,sans-serif;color:#222;background:#fff}p{white-space:pre-wrap;overflow-wrap:anywhere}mark{background:#ffe9a8}footer{color:#666;font-size:.875rem}@media(prefers-color-scheme:dark){body{color:#ddd;background:#161616}mark{color:#161616}footer{color:#999}a{color:#9bf}}';
/** Nothing runs and nothing is loaded; the style is known by its hash. */
export const SOURCE_PAGE_CSP = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/**
 * A page that shows a quote with what stands around it in its source. `start` and `end` are its place in
 * `content`.
 */
export function renderSource({
  title,
  content,
  start,
  end,
  url,
  language,
}: {
  title: string;
  content: string;
  start: number;
  end: number;
  url: string | null;
  language: string | null;
}): string {
  const from = atWord(content, Math.max(0, start - SURROUNDINGS));
  const to = Math.min(content.length, end + SURROUNDINGS);
  const before = `${from > 0 ? '… ' : ''}${content.slice(from, start)}`;
  const after = `${content.slice(end, to)}${to < content.length ? ' …' : ''}`;
  const lang = language && language !== 'und' ? ` lang="${escapeHtml(language)}"` : '';
  const link =
    url && /^https?:/i.test(url)
      ? `<footer><a href="${escapeHtml(url)}" rel="noreferrer nofollow">${escapeHtml(url)}</a></footer>`
      : '';
  return `<!doctype html>
<html${lang}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><h1>${escapeHtml(title)}</h1>
<p dir="auto">${escapeHtml(before)}<mark id="quote">${escapeHtml(content.slice(start, end))}</mark>${escapeHtml(after)}</p>
${link}</body></html>
`;
}

/** The beginning of the next word, so that none is shown in half. */
function atWord(text: string, at: number): number {
  if (at === 0) return 0;
  const space = text.slice(at, at + 40).search(/\s/);
  return at + (space < 0 ? 0 : space + 1);
}
