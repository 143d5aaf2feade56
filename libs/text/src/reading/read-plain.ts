import { beginsEntry, bullet, continues } from './lines.ts';
import type { TextBuilder } from './text-builder.ts';

interface Line {
  start: number;
  end: number;
  text: string;
  blank: boolean;
}

const rule = /^[ \t]*(?:(?:[-=*_~#+•·][ \t]*){3,}|[—–―─═━]{2,})[ \t]*$/;
const underline = /^[ \t]*(?:={3,}|-{3,}|~{3,})[ \t]*$/;
const quoteMark = /^[ \t]*((?:>[ \t]?)+)/;
const MAX_TITLE = 72;

/**
 * Reads plain text: nothing in it is a mark. Paragraphs are parted by blank lines, lists and entries stand on
 * lines of their own, and a line that only ran out of width goes on with the next.
 */
export function readPlain(source: string, from: number, builder: TextBuilder, nextGroup: () => number): void {
  const lines = linesOf(source, from);
  const isWritten = createWordList(source);
  for (let at = 0; at < lines.length;) {
    if ((lines[at] as Line).blank) {
      at++;
      continue;
    }
    let end = at;
    while (
      end < lines.length &&
      !(lines[end] as Line).blank &&
      !(rule.test((lines[end] as Line).text) && !underlines(end))
    )
      end++;
    if (end === at) {
      builder.rule();
      at++;
      continue;
    }
    readParagraph(lines.slice(at, end));
    at = end;
  }
  builder.close();

  /** Whether the rule at `at` stands under a title; under a sentence it parts it from the next. */
  function underlines(at: number): boolean {
    const [before, above] = [lines[at - 2], lines[at - 1]];
    const isFirst = before === undefined || before.blank || rule.test(before.text);
    if (!isFirst || above === undefined || above.blank || !underline.test((lines[at] as Line).text))
      return false;
    return above.text.trim().length <= MAX_TITLE && !/[.!?:;,]$/.test(above.text) && !rule.test(above.text);
  }

  function readParagraph(lines: readonly Line[]): void {
    for (let at = 0; at < lines.length;) at = readNext(lines, at);
  }

  /** Reads what begins at a line of a paragraph, and returns where it ends. */
  function readNext(lines: readonly Line[], at: number): number {
    const first = lines[at] as Line;
    const second = lines[at + 1];
    if (second && rule.test(second.text)) {
      heading(first);
      return at + 2;
    }
    if (isTitle(first) && (!second || /\p{Ll}/u.test(second.text))) {
      heading(first);
      return at + 1;
    }
    // What is quoted in a mail stands right under the words before it.
    const isQuoted = quoteMark.test(first.text);
    let end = at + 1;
    for (; end < lines.length; end++) {
      const [before, line] = [lines[end - 1] as Line, lines[end] as Line];
      if (quoteMark.test(line.text) !== isQuoted && !isComparison(before.text, line.text)) break;
    }
    readLines(lines.slice(at, end));
    return end;
  }

  function readLines(lines: readonly Line[]): void {
    if (readColumns(lines)) return;
    const quoted = lines.every(({ text }) => quoteMark.test(text));
    const inner = quoted ? lines.map(withoutQuoteMark) : lines;
    const wrap = inner.reduce((max, { text }) => Math.max(max, text.trimEnd().length), 0);
    const isList = inner.filter(({ text }) => bullet.test(text.trimStart())).length >= 2;
    let group = 0;
    /** How far the mark of the last item is indented. */
    let indent = 0;
    let previous: Line | undefined;
    for (const line of inner) {
      const text = line.text.trim();
      const ownIndent = line.text.length - line.text.trimStart().length;
      const start = line.start + (line.text.length - line.text.trimStart().length);
      const mark = bullet.exec(text);
      const startsList =
        mark &&
        (isList || !previous || !continues(previous.text, text, wrap) || /[:：]$/.test(previous.text.trim()));
      if (startsList) {
        group ||= nextGroup();
        indent = ownIndent;
        const marker = /[\p{L}\p{N}]/u.test(mark[1] ?? '') ? (mark[1] ?? '') : '';
        builder.open('item', { level: 1, group, marker, ...(quoted ? { quoted: 1 } : {}) });
        builder.copy(start + mark[0].length, line.end);
      } else if (!previous) {
        builder.open('paragraph', quoted ? { quoted: 1 } : {});
        builder.copy(start, line.end);
      } else {
        const joins =
          group > 0
            ? // What stands farther out than the list does not go on with it.
              ownIndent >= indent && (ownIndent > 0 || continues(previous.text, text, wrap))
            : continues(previous.text, text, wrap);
        const parted = joins ? hyphenated(previous, line, isWritten) : undefined;
        if (parted === 'word') builder.dropLast();
        else if (joins) {
          if (parted === undefined) builder.space(previous.end, start);
        } else if (group > 0) {
          group = 0;
          builder.open('paragraph', quoted ? { quoted: 1 } : {});
        } else if (beginsEntry(text)) builder.open('paragraph', quoted ? { quoted: 1 } : {});
        else builder.breakLine(previous.end, start);
        builder.copy(start, line.end);
      }
      previous = line;
    }
    builder.close();
  }

  function heading(line: Line): void {
    const text = line.text.trim();
    const start = line.start + line.text.indexOf(text);
    builder.open('heading', { level: 2 });
    builder.copy(start, start + text.length);
    builder.close();
  }

  /** Lines that all part into the same number of columns, by tabs, bars or wide gaps. */
  function readColumns(lines: readonly Line[]): boolean {
    if (lines.length < 2) return false;
    for (const gap of [/\t+/g, / +\| +/g, / {3,}/g]) {
      const rows = lines.map((line) => columnsOf(line, gap));
      const count = rows[0]?.length ?? 0;
      if (count < 2 || count > 12 || !rows.every((row) => row.length === count)) continue;
      if (lines.some(({ text }) => bullet.test(text.trimStart()))) continue;
      const group = nextGroup();
      for (const row of rows) {
        builder.open('row', { group });
        for (const { start, end } of row) {
          builder.cell(start);
          builder.copy(start, end);
        }
      }
      builder.close();
      return true;
    }
    return false;
  }
}

function columnsOf({ start, text }: Line, gap: RegExp): { start: number; end: number }[] {
  const trimmed = text.trim();
  const offset = start + text.indexOf(trimmed);
  const cells: { start: number; end: number }[] = [];
  let at = 0;
  for (const found of trimmed.matchAll(gap)) {
    cells.push({ start: offset + at, end: offset + found.index });
    at = found.index + found[0].length;
  }
  cells.push({ start: offset + at, end: offset + trimmed.length });
  return cells;
}

/** A line on its own in capitals is what stands below it. */
function isTitle({ text }: Line): boolean {
  const line = text.trim();
  return (
    line.length <= MAX_TITLE &&
    /\p{Lu}{2}/u.test(line) &&
    !/[\p{Ll}\p{Lo}]/u.test(line) &&
    !/[.!?,;:]$/.test(line) &&
    /^[\p{L}\p{N}]/u.test(line)
  );
}

/** Whether a line begins with "greater than", in the middle of a sentence: `> 10 degrees`. */
const isComparison = (before: string, line: string): boolean =>
  /^\s*[<>]=?\s*[\d.,]/.test(line) && !/[.!?:;]\s*$/.test(before);

function withoutQuoteMark(line: Line): Line {
  const length = quoteMark.exec(line.text)?.[0].length ?? 0;
  return { ...line, start: line.start + length, text: line.text.slice(length) };
}

/** Words that go on from one that is left out: `Vor- und Nachteile`. */
const goesOnFrom = /^(?:und|oder|bis|and|or|to|nor|et|ou|y|e|o|u|en|of|och|eller|og|i|a)\b/;

/**
 * What the hyphen at a line's end parts: a word, as in scanned text, or a compound that the page writes with
 * its hyphen elsewhere. Undefined when there is none, or it stands for a part that is left out.
 */
function hyphenated(
  line: Line,
  next: Line,
  isWritten: (word: string) => boolean,
): 'word' | 'compound' | undefined {
  const first = /(?<![\p{L}-])(\p{L}{2,})[-\u00ad\u2010]$/u.exec(line.text.trimEnd())?.[1];
  const second = /^\s*(\p{Ll}{2,})/u.exec(next.text)?.[1];
  if (first === undefined || second === undefined || goesOnFrom.test(second)) return undefined;
  return isWritten(`${first}-${second}`) && !isWritten(first + second) ? 'compound' : 'word';
}

/** Whether a page writes a word, looked up in all that it writes. */
function createWordList(source: string): (word: string) => boolean {
  let words: ReadonlySet<string> | undefined;
  return (word) => (words ??= new Set(source.match(/\p{L}+(?:-\p{L}+)*/gu))).has(word);
}

function linesOf(source: string, from: number): Line[] {
  const lines: Line[] = [];
  for (let start = from; start <= source.length;) {
    const found = source.indexOf('\n', start);
    const stop = found < 0 ? source.length : found;
    let end = stop;
    while (end > start && /\s/.test(source.charAt(end - 1))) end--;
    const text = source.slice(start, end);
    lines.push({ start, end, text, blank: !/[^\s\u200b\ufeff\u00ad\u2060]/.test(text) });
    start = stop + 1;
  }
  return lines;
}
