import { endTagFrom } from './html/end-tags.ts';

/** A stretch of the source. */
export interface Stretch {
  start: number;
  end: number;
}

/** A fence with what may stand before it on its line, at whatever depth of quotes and lists. */
const fenced = /^[ \t]*(?:>[ \t]?)*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?(?<fence>`{3,}(?=[^`\n]*$)|~{3,})/my;
const tagged = /<(?<element>pre|PRE|code|CODE|script|SCRIPT|style|STYLE|textarea|TEXTAREA)\b[^<>]{0,1000}>/y;
const MAX_SPAN = 2000;

const [DOLLAR, LESS_THAN, BACKQUOTE, TILDE] = [0x24, 0x3c, 0x60, 0x7e];

/** Where code stands in Markdown or HTML, in order: what is in it is meant to be seen. Linear. */
export function codeIn(source: string): Stretch[] {
  const stretches: Stretch[] = [];
  const unclosed = new Set<string>();
  let behind = 0;
  for (let at = nextMark(source, 0); at < source.length; at = nextMark(source, behind)) {
    const unit = source.charCodeAt(at);
    const fence = unit === BACKQUOTE || unit === TILDE ? fenceAt(source, at, behind) : undefined;
    const start = fence?.start ?? at;
    let end = at;
    behind = at + 1;
    if (fence) {
      behind = at + fence.mark.length;
      end = endOfFence(source, behind, fence.mark);
    } else if (unit === BACKQUOTE || (unit === DOLLAR && source.charCodeAt(at + 1) === DOLLAR)) {
      if (unit === DOLLAR) behind++;
      else while (source.charCodeAt(behind) === BACKQUOTE) behind++;
      end = endOfSpan(source, behind, source.slice(at, behind));
    } else if (unit === LESS_THAN) {
      tagged.lastIndex = at;
      const element = tagged.exec(source)?.groups?.['element']?.toLowerCase();
      if (element !== undefined) {
        behind = tagged.lastIndex;
        if (!unclosed.has(element)) end = endTagFrom(source, element, behind);
        if (end < 0) unclosed.add(element);
      }
    }
    if (end > behind) stretches.push({ start, end });
    behind = Math.max(end, behind);
  }
  return stretches;
}

function nextMark(source: string, from: number): number {
  for (let at = from; at < source.length; at++) {
    const unit = source.charCodeAt(at);
    if (unit === BACKQUOTE || unit === LESS_THAN || unit === DOLLAR || unit === TILDE) return at;
  }
  return source.length;
}

const linePrefix = new Set(Array.from(' \t>-*+.)0123456789', (mark) => mark.charCodeAt(0)));

/** The fence whose marks begin at `at`, and where its line does; what stands before `behind` is read. */
function fenceAt(source: string, at: number, behind: number): { start: number; mark: string } | undefined {
  let start = at;
  while (start > behind && linePrefix.has(source.charCodeAt(start - 1))) start--;
  fenced.lastIndex = start;
  const mark = fenced.exec(source)?.groups?.['fence'];
  return mark !== undefined && fenced.lastIndex === at + mark.length ? { start, mark } : undefined;
}

/** The source without its code. */
export function withoutCode(source: string): string {
  let last = 0;
  let rest = '';
  for (const { start, end } of codeIn(source)) {
    rest += source.slice(last, start);
    last = end;
  }
  return rest + source.slice(last);
}

/** Behind the line that closes a fence; the end of the page when nothing does. */
function endOfFence(source: string, from: number, fence: string): number {
  const close = new RegExp(String.raw`^[ \t>]*${fence.charAt(0)}{${fence.length},}[ \t\r]*$`, 'gm');
  close.lastIndex = from;
  return close.exec(source) ? close.lastIndex : source.length;
}

/** Behind the marks that close a span within its paragraph; `from` when there are none. */
function endOfSpan(source: string, from: number, mark: string): number {
  const near = source.slice(from, from + MAX_SPAN);
  const blankLine = /\n[ \t\r]*\n/.exec(near)?.index ?? near.length;
  for (let at = near.indexOf(mark); at >= 0 && at < blankLine;) {
    let end = at + mark.length;
    while (near[end] === mark.charAt(0)) end++;
    if (end - at === mark.length) return from + end;
    at = near.indexOf(mark, end);
  }
  return from;
}
