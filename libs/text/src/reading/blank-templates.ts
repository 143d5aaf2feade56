import { codeIn, type Stretch } from './code-stretches.ts';

const blank = (found: string): string => found.replace(/[^\n\r]/g, ' ');

/**
 * Blanks, letter for letter, what a server runs before it sends the page: PHP, ASP, JSP. Code that is shown
 * stays.
 */
export function blankPrograms(source: string): string {
  if (!source.includes('<?') && !source.includes('<%')) return source;
  return blankTo('%>', /<%[^]*?%>/g, blankTo('?>', /<\?(?:php\b|=)[^]*?\?>/g, source));
}

/**
 * Blanks what a pattern finds up to the last of the marks that end it: behind that nothing is looked for in
 * vain.
 */
function blankTo(mark: string, pattern: RegExp, source: string): string {
  const end = source.lastIndexOf(mark) + mark.length;
  if (end < mark.length) return source;
  return replaceOutside(source.slice(0, end), pattern, ([found]) => blank(found)) + source.slice(end);
}

/**
 * Blanks, letter for letter, what stands in a page of Markdown or HTML for the program that shows it:
 * shortcodes, template tags, attributes of Markdown, data in URLs. Line breaks stay, and so does code.
 */
export function blankTemplates(source: string, format: 'markdown' | 'html'): string {
  const data = blankData(source);
  if (!opensTemplate.test(data)) return data;
  const written = blankPairs(data, format);
  return replaceOutside(written, template, ([found]) => {
    const link = wikiLink.exec(found);
    if (!link || found.startsWith('!')) return blank(found);
    const [, target = '', label = ''] = link;
    return `${blank(`[[${target}`)}${label}  `;
  });
}

/** Replaces what a pattern finds where no code stands, letter for letter as long. */
function replaceOutside(
  source: string,
  pattern: RegExp,
  replace: (found: RegExpExecArray) => string,
): string {
  pattern.lastIndex = 0;
  if (!pattern.test(source)) return source;
  const code = codeIn(source);
  let next = 0;
  let result = '';
  let last = 0;
  pattern.lastIndex = 0;
  for (let found = pattern.exec(source); found; found = pattern.exec(source)) {
    while ((code[next]?.end ?? Infinity) <= found.index) next++;
    const inside = code[next];
    if (inside && inside.start <= found.index) {
      pattern.lastIndex = inside.end;
      continue;
    }
    result += source.slice(last, found.index) + replace(found);
    last = found.index + found[0].length;
  }
  return result + source.slice(last);
}

/**
 * What a template tag opens that is not read as Markdown: code, text that only looks like tags, and comments.
 */
const opening =
  /(?:\{\{[<%][ \t]*|\{%-?[ \t]*)(highlight|codeblock|code-toggle|code|sourcecode|raw|verbatim|comment)\b[^\n{}]{0,300}?(?:[>%]\}\}|%\})/g;
const closing =
  /\{\{[<%][ \t]*\/[ \t]*(highlight|codeblock|code-toggle|code|sourcecode|raw|verbatim|comment)[ \t]*[>%]\}\}|\{%-?[ \t]*end(highlight|codeblock|code|sourcecode|raw|verbatim|comment)[ \t]*-?%\}/g;
const FENCE = '~~~';

function blankPairs(source: string, format: string): string {
  // From the last on, so that the nearest is at the end.
  const ends = [...source.matchAll(closing)]
    .toReversed()
    .map((found) => ({ at: found.index, length: found[0].length, name: found[1] ?? found[2] }));
  if (ends.length === 0) return source;
  const byName = Map.groupBy(ends, ({ name }) => name);
  let behind = 0;
  let result = '';
  replaceOutside(source, opening, ({ 0: open, 1: name, index }) => {
    const own = byName.get(name) ?? [];
    while ((own.at(-1)?.at ?? Infinity) < index) own.pop();
    const end = own.at(-1);
    if (!end || index < behind) return open;
    const shown = source.slice(index + open.length, end.at);
    const close = source.slice(end.at, end.at + end.length);
    result +=
      source.slice(behind, index) +
      blankPair({
        open,
        name: name ?? '',
        shown,
        close,
        isApart: isApart(source, index) && format === 'markdown',
      });
    behind = end.at + end.length;
    return open;
  });
  return result + source.slice(behind);
}

/** Whether a blank line stands before a place: amid HTML a fence would be text. */
const isApart = (source: string, at: number): boolean =>
  /(?:^|\n[ \t]*\r?\n)[ \t]*$/.test(source.slice(Math.max(0, at - 200), at));

function blankPair({
  open,
  name,
  shown,
  close,
  isApart,
}: {
  open: string;
  name: string;
  shown: string;
  close: string;
  isApart: boolean;
}): string {
  if (name === 'comment') return blank(open + shown + close);
  const isCode =
    name !== 'raw' && name !== 'verbatim' && isApart && /^[ \t]*\r?\n/.test(shown) && /\n[ \t]*$/.test(shown);
  if (!isCode) return blank(open) + shown + blank(close);
  const fence = (tag: string): string => FENCE + ' '.repeat(tag.length - FENCE.length);
  return fence(open) + shown + fence(close);
}

const NAMED = String.raw`[\w:-]+=(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'|[\w.-]{1,60})`;
const template = new RegExp(
  [
    String.raw`\{\{[<%][^]{0,2000}?[%>]\}\}`,
    String.raw`\{%-?[^]{0,1000}?-?%\}`,
    String.raw`\{\{-?[^\n{}]{0,300}?-?\}\}`,
    // Attributes of what stands before them: `{#id .class width="50%"}`, `{: .class}`.
    String.raw`\{[ \t]*(?::|[#.][\w:-]+|${NAMED})(?:[ \t]+(?:[#.][\w:-]+|${NAMED}))*[ \t]*\}`,
    String.raw`\{:[^}\n]{0,300}\}`,
    String.raw`\[\/?(?:gallery|caption|embed|audio|video|playlist|wp_\w+|vc_\w+|et_pb_\w+|contact-form[\w-]*)(?:\s[^\]\n]*)?\](?![(\[:])`,
    String.raw`^[ \t]*:::+[ \t]*[\w-]*`,
    String.raw`^[ \t]*\[\[?_?toc_?\]\]?[ \t]*$`,
    String.raw`(?<![\w\]])!?\[\[(?:[^\[\]\n|]{1,200}\|)?[^\[\]\n|]{1,200}\]\](?!\()`,
  ].join('|'),
  'gim',
);
/** Without one of these a page has no template. */
const opensTemplate =
  /\{(?:[{%:]|[ \t]*(?:[:#.]|[\w:-]+=))|:::|\[\[|\[_?_?toc|\[\/?(?:gallery|caption|embed|audio|video|playlist|wp_|vc_|et_pb_|contact)/i;
/** `[[Page]]`, `[[Page|as it is called here]]`. */
const wikiLink = /^!?\[\[([^|\]]*\|)?([^|\]]*)\]\]$/;

/** Where runs of two hundred letters and more stand: looks only where one must have a letter. */
function longRuns(source: string): Stretch[] {
  const runs: Stretch[] = [];
  for (let at = MIN_RUN - 1; at < source.length; at += MIN_RUN) {
    if (!isRunUnit(source.charCodeAt(at))) continue;
    let [start, end] = [at, at];
    while (start > 0 && isRunUnit(source.charCodeAt(start - 1))) start--;
    while (end < source.length && isRunUnit(source.charCodeAt(end))) end++;
    if (end - start >= MIN_RUN) runs.push({ start, end });
    at = Math.max(at, end - 1);
  }
  return runs;
}

const MIN_RUN = 200;
const isRunUnit = (unit: number): boolean =>
  (unit >= 0x61 && unit <= 0x7a) ||
  (unit >= 0x41 && unit <= 0x5a) ||
  (unit >= 0x2f && unit <= 0x39) ||
  unit === 0x2b ||
  unit === 0x3d;
/** Pictures and files written as letters. */
const dataUrl = /data:[\w/+.-]*(?:;[\w=-]+)*;base64,[A-Za-z0-9+/=\s]{16,}?(?=[^A-Za-z0-9+/=\s]|$)/g;
const longRun = /(?<![\w/:.])(?=[a-z0-9+/=]*[A-Z])(?=[A-Z0-9+/=]*[a-z])[A-Za-z0-9+/]{200,}={0,2}/g;

function blankData(source: string): string {
  const page = source.includes(';base64,') ? source.replace(dataUrl, blank) : source;
  let result = '';
  let last = 0;
  for (const { start, end } of longRuns(page)) {
    // What stands before a run tells whether it is part of an address.
    const from = Math.max(last, start - 1);
    result += page.slice(last, from) + page.slice(from, end).replace(longRun, blank);
    last = end;
  }
  return result + page.slice(last);
}
