/**
 * Lines as people write them: which begins something of its own, and which only goes on because the page was
 * too narrow.
 */

/** A name before a colon, as in `Phone: 12` or `Maria: I grew up …`; the group is the name. */
export const labelled =
  /^([\p{L}\p{N}(][\p{L}\p{M}\p{N} ()/&.'’+_-]{0,47}?) ?(?::(?=\s|\p{Script=Han}|$)|：(?!(?<=\d：)\d))/u;
const MAX_LABEL_WORDS = 6;

/** A bullet or a number before an item. */
export const bullet = /^([-*+•‣◦▪–—·●○]|\(?\d{1,3}[.)]|\(?[a-z][.)]|[ivx]{1,4}[.)])[ \t]+(?=\S)/i;

/** A point in time before an entry: `[10:32]`, `10:32 -`, `2024-05-01`, `[00:12] Maria`. */
const stamped =
  /^[[(]?(?:\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?|\d{4}-\d{1,2}-\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}(?:,? \d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?)?)[\])]?(?=[\s:,–—-]|$)/i;

/** A name in brackets before what it says. */
export const bracketed = /^\[[^\]\n]{1,48}\]:?(?=\s)/;

/** A dash before what somebody says. */
const dashed = /^[—–―] ?\S/;

/** Dots that lead from a name to its price or page. */
const led = /\.{4,}|…{2,}|·{4,}|_{4,}|(?:\. ){4,}/;

/** Whether a line begins something of its own, whatever stands before it. */
export function beginsEntry(line: string): boolean {
  const label = labelled.exec(line)?.[1];
  if (label !== undefined && label.trim().split(/\s+/).length <= MAX_LABEL_WORDS) return true;
  return stamped.test(line) || bracketed.test(line) || dashed.test(line) || led.test(line);
}

/** A thing and what it costs, parted by dots or a wide gap: an entry of a list that is set in columns. */
const columned =
  /^\S.{0,90}?(?:\s*(?:\.{3,}|…+|[·_]{3,})\s*\S.{0,40}|(?:\t+|\s{3,})(?=.{0,20}\p{Nd})\S.{0,20})$/u;

const finished = /[.!?:;…。！？：；।؟]["'”’»)\]*_]*$/u;
const goesOn = /^[\p{Ll}\p{N}\p{Lo}(%&=<>±~≈-]/u;

/**
 * Whether `next` only goes on with the sentence of `line`, which was broken to fit the width of `wrap`
 * characters. A line that comes close to the width was; so was one that ends in the middle of a sentence,
 * when the next does not begin with a capital.
 */
export function continues(line: string, next: string, wrap: number): boolean {
  const text = line.trimEnd();
  if (
    (text.length < MAX_COLUMNS && columned.test(text)) ||
    (next.length < MAX_COLUMNS && columned.test(next))
  )
    return false;
  if (finished.test(text))
    return wrap >= MIN_WRAP && text.length + firstWord(next) > wrap * 0.9 && !beginsEntry(next);
  if (beginsEntry(next) && beginsEntry(text)) return false;
  if (wrap >= MIN_WRAP && text.length + firstWord(next) > wrap * 0.9) return true;
  return goesOn.test(next) && text.length >= MIN_OPEN;
}

/** A line that is set in columns is shorter. */
const MAX_COLUMNS = 200;
/** Nobody wraps narrower than this. */
const MIN_WRAP = 50;
/**
 * A line that ends in the middle of a sentence is at least so long; shorter ones are labels, names, verses.
 */
const MIN_OPEN = 24;

const firstWord = (line: string): number => /^\S*/.exec(line.trimStart())?.[0].length ?? 0;

/**
 * Whether a line that begins with this could stand for itself: most that only go on begin with a small
 * letter, and are told by it.
 */
export const mayBeginEntry = (unit: number): boolean =>
  unit >= 0x80 ||
  (unit >= 0x41 && unit <= 0x5a) ||
  (unit >= 0x30 && unit <= 0x39) ||
  unit === 0x5b ||
  unit === 0x28;

/**
 * Whether a line of Markdown stands for itself, though Markdown makes one of it and the line before: `Q: …`
 * over `A: …`, a quotation over its author.
 */
export function standsAlone(line: string, next: string): boolean {
  return (
    /^[\p{Lu}\p{Lo}\p{N}[(—–―]/u.test(next) && beginsEntry(next) && (finished.test(line) || beginsEntry(line))
  );
}
