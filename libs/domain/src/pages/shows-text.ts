/**
 * Whether a page of this content shows a letter or a digit: outside of HTML's tags, comments, invisible
 * elements and invisible characters, and behind front matter. It stops at the first one, so that the usual
 * page costs next to nothing; what is left in doubt counts as text.
 */
export function showsText(content: string): boolean {
  const next = new RegExp(MARKUP_OR_LETTER);
  next.lastIndex = FRONT_MATTER.exec(content.slice(0, MAX_FRONT_MATTER))?.[0].length ?? 0;
  for (let n = 0; n < MAX_MARKS; n++) {
    const [text] = next.exec(content) ?? [];
    if (text === undefined) return false;
    if (text.startsWith('<')) continue;
    if (!text.startsWith('&') || LETTER.test(characterOf(text))) return true;
  }
  return true;
}

/** A page with so many tags before its first letter is not worth the time to look at more. */
const MAX_MARKS = 20_000;

const MAX_FRONT_MATTER = 16_384;

/** A letter or digit that is visible: fillers are letters to Unicode, and show nothing. */
const LETTER = /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/u;
const FRONT_MATTER =
  /^\ufeff?---[ \t]*\r?\n(?:(?:[A-Za-z][\w.-]*[ \t]*:.*|[ \t-].*|#.*|)\r?\n)*?---[ \t]*(?:\r?\n|$)/;
/**
 * Comments, elements without visible content, tags, declarations and character references, each with an end
 * that is always found, so that no content makes the search start over; or a letter.
 */
const MARKUP_OR_LETTER = new RegExp(
  [
    /<!--[^]*?(?:-->|$)/,
    /<(?<invisible>script|style|template|title)(?:[\s/][^>]*)?>[^]*?(?:<\/\k<invisible>\s*>|$)/,
    /<\/?[a-z][\w-]*(?::[a-z][\w-]*)?(?:[\s/][^>]*)?>/,
    /<[!?][^>]*(?:>|$)/,
    /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/,
    // Within code a tag is text.
    /`/,
    LETTER,
  ]
    .map(({ source }) => source)
    .join('|'),
  'giu',
);

/** Names of characters that are neither letters nor digits; any other name is taken for a letter's. */
const NO_LETTERS = new Set(
  'amp apos bull emsp ensp gt hellip laquo ldquo lrm lsquo lt mdash middot nbsp ndash quot raquo rdquo rlm rsquo shy thinsp zwj zwnj'.split(
    ' ',
  ),
);

/** The character that a reference like `&#160;` stands for, or some letter for a name that may be one's. */
function characterOf(reference: string): string {
  const name = reference.slice(1, -1);
  if (!name.startsWith('#')) return NO_LETTERS.has(name.toLowerCase()) ? ' ' : 'a';
  const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
}
