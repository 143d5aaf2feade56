import type { Span } from '../passages/sentences.ts';

const marks = new Set(Array.from('[`*_~]', (mark) => mark.charCodeAt(0)));
const isMark = (content: string, at: number): boolean => marks.has(content.charCodeAt(at));
const openingMarks = /(?<![^\s>|(])(?:!?\[|[`*_~])+$/;
const closingMarks = /^(?:[`*_~]+|\]\([^()\s]*\))+/;

/**
 * A stretch of Markdown with the marks that open right before it or close right behind it, so that a quote
 * begins with a whole `code` or **word**.
 */
export function withMarks(content: string, { start, end }: Span): Span {
  if (!isMark(content, start - 1) && !isMark(content, end)) return { start, end };
  const before = openingMarks.exec(content.slice(Math.max(0, start - 12), start))?.[0].length ?? 0;
  const after = closingMarks.exec(content.slice(end, end + 300))?.[0].length ?? 0;
  return { start: start - before, end: end + after };
}
