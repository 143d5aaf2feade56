import { Strikethrough, Table, TaskList, parser, type InlineContext } from '@lezer/markdown';
import { keepInlines, type ParsedMarkdown } from './inline-elements.ts';
import { createMarkLimits } from './mark-limits.ts';

const definition = /^[ \t>*+-]*\[((?:[^[\]\\]|\\.){1,999})\]:/gm;
const MAX_LABEL = 1000;

/** A label as links look it up: case and the kind of white space do not matter. */
export const normaliseLabel = (label: string): string =>
  label.replace(/\s+/g, ' ').trim().toLowerCase().toUpperCase();

export interface Dialect {
  /** MDX knows no code by indentation: what components hold is indented. */
  mdx: boolean;
}

/**
 * CommonMark and GFM. The parser takes every `[…]` for a link, whether or not its target is defined, and so
 * gets the brackets around it wrong; here what has no target is text from the start.
 */
function createMarkdownParser(): (source: string, dialect: Dialect) => ParsedMarkdown {
  let defined: ReadonlySet<string> = new Set();
  /** Where brackets close that are text. */
  let closing = new Set<number>();
  const isLink = (text: string, open: number, close: number): boolean => {
    const next = text[close + 1];
    if (next === '(') return true;
    const own = normaliseLabel(text.slice(open + 1, close));
    if (next !== '[') return defined.has(own);
    const end = closingBracket(text, close + 1);
    const label = end < 0 ? '' : normaliseLabel(text.slice(close + 2, end));
    return defined.has(label === '' ? own : label);
  };
  const readBracket = ({ text, offset }: InlineContext, next: number, start: number): number => {
    if (next === 0x5d) return closing.has(start) ? start + 1 : -1;
    if (next !== 0x5b) return -1;
    const close = closingBracket(text, start - offset);
    if (close < 0 || isLink(text, start - offset, close)) return -1;
    closing.add(offset + close);
    return start + 1;
  };
  const configured = parser.configure([
    // Addresses without marks are text as they are.
    Table,
    Strikethrough,
    TaskList,
    {
      parseInline: [
        { name: 'PlainText', before: 'Escape', parse: skipText },
        { name: 'MarkText', before: 'Escape', parse: createMarkLimits() },
        { name: 'BracketText', before: 'Link', parse: readBracket },
      ],
    },
  ]);
  const withoutIndentedCode = configured.configure({ remove: ['IndentedCode'] });
  const parse = keepInlines(configured);
  const parseMdx = keepInlines(withoutIndentedCode);
  return (source, { mdx }) => {
    const definitions = source.includes(']:') ? [...source.matchAll(definition)] : [];
    defined = new Set(definitions.map(([, label = '']) => normaliseLabel(label)));
    closing = new Set();
    return mdx ? parseMdx(source) : parse(source);
  };
}

/** Marks with which something may begin, by their code, and the blank; all of them are of ASCII. */
const begins = new Uint8Array(128);
for (const mark of ' \\&`<_*[]!~') begins[mark.charCodeAt(0)] = 1;

/**
 * Steps over text up to the next mark, or to blanks that break a line: else each rule looks at each letter.
 */
function skipText({ text, offset }: InlineContext, _next: number, start: number): number {
  let at = start - offset;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 128 || begins[unit] === 0) continue;
    if (unit !== 0x20) break;
    if (text.charCodeAt(at + 1) !== 0x20) continue;
    let end = at + 2;
    while (text.charCodeAt(end) === 0x20) end++;
    if (text.charCodeAt(end) === 0x0a) break;
    at = end - 1;
  }
  return at === start - offset ? -1 : offset + at;
}

export const parseMarkdown = createMarkdownParser();

/**
 * Where the bracket at `open` is closed, past those within, escapes and code; −1 when it is not, or only far
 * away.
 */
function closingBracket(text: string, open: number): number {
  let depth = 0;
  const limit = Math.min(text.length, open + MAX_LABEL);
  for (let at = open; at < limit; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '[') depth++;
    else if (character === ']' && --depth === 0) return at;
    else if (character === '`') {
      const mark = /^`+/.exec(text.slice(at, limit))?.[0] ?? '`';
      const close = text.indexOf(mark, at + mark.length);
      at = close < 0 || close >= limit ? at + mark.length - 1 : close + mark.length - 1;
    }
  }
  return -1;
}
