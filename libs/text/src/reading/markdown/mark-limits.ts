import type { InlineContext } from '@lezer/markdown';

/**
 * The parser looks through a whole paragraph for each mark in it. Beyond so many marks times characters,
 * which only hostile pages have in one paragraph, marks are text: 2,500 of them in 200,000 characters.
 */
const MAX_MARKS_BY_LENGTH = 500_000_000;
/** The parser calls itself for each level of emphasis and links: what is opened deeper is text. */
const MAX_OPEN = 400;

const codes = (marks: string): ReadonlySet<number> =>
  new Set(Array.from(marks, (mark) => mark.charCodeAt(0)));
const marks = codes('[]!*_~`<&');
const emphasis = codes('*_~');
const [BANG, OPEN, CLOSE] = [0x21, 0x5b, 0x5d];
const punctuation = /[\p{P}\p{S}]/u;

/** An inline rule that takes marks for text where there are too many of them, or too many open at once. */
export function createMarkLimits(): (context: InlineContext, next: number, start: number) => number {
  let paragraph: InlineContext | undefined;
  let count = 0;
  /** Characters of each mark that are open. */
  let open = new Map<number, number>();

  return (context, next, start) => {
    if (!marks.has(next)) return -1;
    if (context !== paragraph) {
      paragraph = context;
      count = 0;
      open = new Map();
    }
    if (++count * context.text.length > MAX_MARKS_BY_LENGTH) return start + 1;
    const { mark, length, change } = readMark(context, next, start);
    const now = open.get(mark) ?? 0;
    if (change > 0 && now + change > MAX_OPEN) return start + length;
    open.set(mark, Math.max(0, now + change));
    return -1;
  };
}

/** What a mark opens (more than 0) or closes (less): of emphasis as many as it has characters. */
function readMark(context: InlineContext, next: number, start: number) {
  if (next === OPEN) return { mark: OPEN, length: 1, change: 1 };
  if (next === CLOSE) return { mark: OPEN, length: 1, change: -1 };
  if (next === BANG) return { mark: OPEN, length: 1, change: context.char(start + 1) === OPEN ? 1 : 0 };
  if (!emphasis.has(next)) return { mark: next, length: 1, change: 0 };
  let end = start + 1;
  while (context.char(end) === next) end++;
  const before = context.slice(start - 1, start);
  const after = context.slice(end, end + 1);
  const opens =
    after.trim() !== '' && (!punctuation.test(after) || before.trim() === '' || punctuation.test(before));
  const closes =
    before.trim() !== '' && (!punctuation.test(before) || after.trim() === '' || punctuation.test(after));
  const length = end - start;
  return { mark: next, length, change: opens === closes ? 0 : opens ? length : -length };
}
