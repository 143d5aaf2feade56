/** A stretch of the source. */
export interface Stretch {
  start: number;
  end: number;
}

const start = new RegExp(
  [
    // Fences, at whatever depth of quotes and lists.
    String.raw`^[ \t]*(?:>[ \t]?)*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?(?<fence>\x60{3,}(?=[^\x60\n]*$)|~{3,})`,
    String.raw`(?<ticks>\x60+)`,
    String.raw`<(?<element>pre|PRE|code|CODE|script|SCRIPT|style|STYLE|textarea|TEXTAREA)\b[^<>]{0,1000}>`,
    String.raw`(?<formula>\$\$)`,
  ].join('|'),
  'gm',
);
const MAX_SPAN = 2000;

/** Where code stands in Markdown or HTML, in order: what is in it is meant to be seen. Linear. */
export function codeIn(source: string): Stretch[] {
  if (!/[`~<$]/.test(source)) return [];
  const stretches: Stretch[] = [];
  const lower = source.toLowerCase();
  const unclosed = new Set<string>();
  start.lastIndex = 0;
  for (let found = start.exec(source); found; found = start.exec(source)) {
    const from = found.index;
    const behind = start.lastIndex;
    const { fence, ticks, element, formula } = found.groups ?? {};
    let end = behind;
    if (fence !== undefined) end = endOfFence(source, behind, fence);
    else if (ticks !== undefined) end = endOfSpan(source, behind, ticks);
    else if (formula !== undefined) end = endOfSpan(source, behind, formula);
    else if (element !== undefined && !unclosed.has(element.toLowerCase())) {
      const name = element.toLowerCase();
      const close = lower.indexOf(`</${name}`, behind);
      if (close < 0) unclosed.add(name);
      else end = close;
    }
    if (end > behind) stretches.push({ start: from, end });
    start.lastIndex = Math.max(end, behind);
  }
  return stretches;
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
