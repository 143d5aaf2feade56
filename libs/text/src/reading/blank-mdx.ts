import { codeIn, withoutCode, type Stretch } from './code-stretches.ts';

const statements =
  /^(?:import\s+[\w{*][^;]{0,500}?from\s+['"][^'"\n]+['"]|import\s+['"][^'"\n]+['"]|export\s+(?:const|default|function)\b)/m;
const components =
  /<(?:[A-Z][A-Za-z0-9.]*(?:\s[^<>\n]*|\s*)\/?>|[A-Za-z][\w.]*\s[^<>]{0,2000}=\{|[a-z]\w*\s[^<>]{0,2000}className=)/;
const expressions = /\{\/\*|>\{[`}]/;

/** Looks for what each sign has at least, before it is looked for where it may begin: at each line. */
const hasSign = (source: string): boolean =>
  ((source.includes('import') || source.includes('export')) && statements.test(source)) ||
  (source.includes('<') && components.test(source)) ||
  (source.includes('{') && expressions.test(source));

/** Whether a page of Markdown holds components or statements of MDX outside of its code. */
export function isMdx(source: string): boolean {
  return hasSign(source) && hasSign(withoutCode(source));
}

const statement =
  /^(?:import\s+(?:[\w{*][^;]{0,500}?from\s+)?['"][^'"\n]+['"];?|export\s+(?:const|let|var|default|async|function|type|interface)\b)/;
const MAX_TAG = 20_000;
/**
 * Characters that are looked at for each of the page, over all: what is opened again and again and never
 * closed is text from there on.
 */
const MAX_WORK = 50;

interface Work {
  left: number;
}

const blank = (found: string): string => found.replace(/[^\n\r]/g, ' ');

/**
 * Blanks, letter for letter, the components, expressions, imports and exports of MDX; what components hold
 * stays, and so does code.
 */
export function blankMdx(source: string): string {
  const code = codeIn(source);
  const spans: Stretch[] = [];
  const work: Work = { left: source.length * MAX_WORK };
  let next = 0;
  for (let at = 0; at < source.length;) {
    while (next < code.length && (code[next]?.end ?? 0) <= at) next++;
    const inCode = code[next];
    if (inCode && at >= inCode.start) {
      at = inCode.end;
      continue;
    }
    const character = source[at];
    let end = at;
    if (character === '<' && /[A-Za-z/>]/.test(source[at + 1] ?? '')) {
      const component = /^<\/?[A-Z][\w.]*|^<\/?>|^<[a-z][\w-]*(?=\s[^<>]*=\{)/.exec(
        source.slice(at, at + 200),
      );
      if (component) end = endOfTag(source, at + component[0].length, work);
      else end = endOfPlacing(source, at);
    } else if (character === '{') end = endOfBraces(source, at, work);
    else if ((character === 'i' || character === 'e') && (at === 0 || source[at - 1] === '\n')) {
      const found = statement.exec(source.slice(at, at + 2000));
      if (found)
        end = found[0].startsWith('import')
          ? at + found[0].length
          : endOfStatement(source, at + found[0].length, work);
    }
    if (end > at) {
      spans.push({ start: at, end });
      at = end;
    } else at++;
  }
  let result = '';
  let last = 0;
  for (const { start, end } of spans) {
    result += source.slice(last, start) + blank(source.slice(start, end));
    last = end;
  }
  return result + source.slice(last);
}

/** Whether nothing but blanks stands before a place on its line. */
const isAlone = (source: string, at: number): boolean =>
  /(?:^|\n)[ \t]*$/.test(source.slice(Math.max(0, at - 200), at));

/** What a table, a list or the like is made of: it is read as HTML. */
const structure =
  /^<\/?(?:table|thead|tbody|tfoot|tr|t[dh]|[uod]l|li|d[dt]|details|summary|blockquote|pre|p|h[1-6]|br|hr)\b/i;

/**
 * Behind a tag of HTML that only places what it holds, which in MDX is Markdown: one alone on its line, or on
 * several. Where it began when it is none.
 */
function endOfPlacing(source: string, from: number): number {
  if (structure.test(source.slice(from, from + 20))) return from;
  const tag = /^<\/?[a-z][\w-]*(?:\s[^<>]{0,2000})?>(?<rest>[ \t]*(?:\r?\n|$))?/.exec(
    source.slice(from, from + 2100),
  );
  if (!tag) return from;
  const end = from + tag[0].length - (tag.groups?.['rest'] ?? '').length;
  return source.slice(from, end).includes('\n') ||
    (tag.groups?.['rest'] !== undefined && isAlone(source, from))
    ? end
    : from;
}

/** Behind the `>` that ends a tag, past strings and braces; where it began when there is none. */
function endOfTag(source: string, from: number, work: Work): number {
  const limit = Math.min(source.length, from + MAX_TAG, from + work.left);
  for (let at = from; at < limit; at++) {
    work.left--;
    const character = source[at];
    if (character === '>') return at + 1;
    if (character === '"' || character === "'") {
      const close = source.indexOf(character, at + 1);
      if (close < 0 || close > limit) return from;
      at = close;
    } else if (character === '{') {
      const end = endOfBraces(source, at, work);
      if (end === at) return from;
      at = end - 1;
    } else if (character === '<') return from;
  }
  return from;
}

/** Behind the brace that closes the one at `from`, past strings; `from` when there is none near. */
function endOfBraces(source: string, from: number, work: Work): number {
  const limit = Math.min(source.length, from + MAX_TAG, from + work.left);
  let depth = 0;
  for (let at = from; at < limit; at++) {
    work.left--;
    const character = source[at];
    if (character === '{') depth++;
    else if (character === '}') {
      if (--depth === 0) return at + 1;
    } else if (character === '`' || character === '"') {
      const close = source.indexOf(character, at + 1);
      if (close > 0 && close < limit && (character === '`' || !source.slice(at, close).includes('\n')))
        at = close;
    }
  }
  return from;
}

/** Behind a statement: at its first blank line outside of braces and brackets. */
function endOfStatement(source: string, from: number, work: Work): number {
  const limit = Math.min(source.length, from + MAX_TAG, from + work.left);
  let depth = 0;
  for (let at = from; at < limit; at++) {
    work.left--;
    const character = source[at] as string;
    if ('{[('.includes(character)) depth++;
    else if ('}])'.includes(character)) depth--;
    else if (character === '`') {
      const close = source.indexOf('`', at + 1);
      if (close > 0 && close < limit) at = close;
    } else if (character === '\n' && depth <= 0 && /^[ \t]*(?:\r?\n|$)/.test(source.slice(at + 1, at + 80)))
      return at;
  }
  return depth <= 0 ? limit : from;
}
