import { readFrontMatter } from './front-matter.ts';
import { hiddenElements } from './html/elements.ts';
import { readPage } from './read-page.ts';
import type { ReadingWarning } from './reading.ts';

/**
 * A page that was found to show text, with what was learnt on the way, so that nobody reads it for that
 * again.
 */
export interface Shown {
  readonly content: string;
  /** What its reading warns of; absent where it need not be read, or not whole, to know. */
  readonly warnings?: readonly ReadingWarning[];
}

/**
 * Finds whether a page shows a letter or a digit, by the same reading as everything else; undefined when it
 * shows none. Most pages show one in their first line, where a look suffices; of a long page that does not, a
 * part is read, and what is left in doubt counts as text.
 */
export function findText(content: string): Shown | undefined {
  if (opensWithText(content)) return { content };
  if (content.length <= MAX_READ) {
    const { warnings } = readPage(content);
    return warnings.includes('no_text') ? undefined : { content, warnings };
  }
  const rest = withoutHidden(content);
  const isShown = rest.length > MAX_READ || !readPage(rest.slice(0, MAX_READ)).warnings.includes('no_text');
  return isShown ? { content } : undefined;
}

/** Whether a page shows a letter or a digit. */
export const showsText = (content: string): boolean => findText(content) !== undefined;

/** Characters that are read before a caller is answered: some milliseconds. */
const MAX_READ = 32_768;

const hiddenNames = [...hiddenElements, 'title'].join('|');
const HIDDEN = new RegExp(String.raw`<!--|<(${hiddenNames})\b`, 'gi');
/** A tag before the first word of an HTML page, of an element that is shown. */
const TAG = new RegExp(
  String.raw`\s*(?:<![a-z][^<>]*>|</?(?!(?:${hiddenNames})\b)[a-z][a-z\d]*(?:\s[^<>]*)?>)`,
  'iy',
);
const MAX_TAGS = 500;

/** A letter or digit that is visible: fillers are letters to Unicode, and show nothing. */
const VISIBLE = String.raw`(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]`;
/**
 * A first line of words: none of its characters begins a tag, a link, code, a template or a record, and
 * nothing that comes later takes it back.
 */
const FIRST_LINE = new RegExp(
  String.raw`\ufeff?\s*(?:#{1,6} )?(?!import\b|export\b|webvtt)${VISIBLE}(?!\d* *\r?\n)(?:[^<>[\]{}&|\\\x60;,\t\r\n]|, )*(?:\r?\n|$)`,
  'iuy',
);
const FIRST_WORD = new RegExp(String.raw`\s*(?!import\b|export\b)${VISIBLE}`, 'iuy');

function opensWithText(content: string): boolean {
  let at = readFrontMatter(content).end;
  if (matchAt(FIRST_LINE, content, at) > at) return true;
  const page = withoutHidden(content.slice(at, at + MAX_READ));
  at = 0;
  for (let n = 0; n < MAX_TAGS; n++) {
    const end = matchAt(TAG, page, at);
    if (end === at) return n > 0 && matchAt(FIRST_WORD, page, at) > at;
    at = end;
  }
  return false;
}

/** Behind what the sticky pattern finds at `at`; `at` when it finds nothing. */
function matchAt(pattern: RegExp, content: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(content) ? pattern.lastIndex : at;
}

/** Without comments and hidden elements that have an end; each end is looked for once. */
function withoutHidden(content: string): string {
  if (!content.includes('<')) return content;
  const lower = content.toLowerCase();
  const unclosed = new Set<string>();
  let rest = '';
  let last = 0;
  HIDDEN.lastIndex = 0;
  for (let found = HIDDEN.exec(content); found; found = HIDDEN.exec(content)) {
    const closing = found[1] === undefined ? '-->' : `</${found[1].toLowerCase()}`;
    if (unclosed.has(closing)) continue;
    const end = lower.indexOf(closing, HIDDEN.lastIndex);
    if (end < 0) unclosed.add(closing);
    else {
      rest += content.slice(last, found.index);
      last = closing === '-->' ? end + 3 : lower.indexOf('>', end) + 1 || content.length;
      HIDDEN.lastIndex = last;
    }
  }
  return rest + content.slice(last);
}
