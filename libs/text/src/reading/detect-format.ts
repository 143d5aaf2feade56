import { withoutCode } from './code-stretches.ts';
import { looksLikeVcard } from './read-vcard.ts';
import type { Format } from './reading.ts';

const SAMPLE = 20_000;
const htmlStart = /^[\s\ufeff]*(?:<!doctype\s+html|<html[\s>]|<\?xml[^>]*>\s*<(?:!doctype\s+)?html)/i;
/** Tags and character references and nothing else: what a cleaned HTML page leaves behind. */
const onlyMarks =
  /^(?:[\s\ufeff]|<\/?[a-z][\w-]*(?::[a-z][\w-]*)?(?:[\s/][^<>]*)?>|&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});)+$/i;
const htmlBlock =
  /<\/?(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|tr|td|th|br|body|section|article|main|span|blockquote|pre|header|footer|nav|details|summary|strong|em|b|i|a|svg|iframe|figure|img)(?:\s[^<>]{0,2000})?\/?>/gi;

/**
 * What only somebody who writes Markdown writes. A star or an underline between letters is not among it:
 * where nothing else speaks for Markdown, nothing in a page is a mark.
 */
const markdownSigns: readonly RegExp[] = [
  /^ {0,3}#{1,6}[ \t]+\S/m,
  /^ {0,3}(?:```|~~~)/m,
  /^(?![^\n]*[.!?:;,][ \t]*$)[^\n]{0,71}[^\s\n][ \t]*\n {0,3}(?:={3,}|-{3,})[ \t]*$/m,
  /!?\[[^\][]{0,300}\]\((?:<[^>\n]{0,2000}>|[^\s()]{0,2000})(?:\s+["'][^\n]{0,400}["'])?\)/,
  /^ {0,3}\[[^\]\n]{1,400}\]:[ \t]+(?:<|https?:|\/|\.|#|www\.)/m,
  /\[[^\]\n]{1,400}\]\[[^\]\n]{0,400}\]/,
  /^[ \t]*(?:\|[ \t]*)?:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*$/m,
  /(?<![\p{L}\p{N}*\\])\*\*(?=[^\s*])[^*]{0,300}[^\s*\\]\*\*(?![\p{L}\p{N}*])/u,
  /(?<![\p{L}\p{N}_\\])__(?=[^\s_])[^_\n]*\s[^_\n]*[^\s_\\]__(?![\p{L}\p{N}_])/u,
  /(?<![\p{L}\p{N}*\\])\*(?=[^\s*])[^*\n]*[\p{L}.!?]\*(?![\p{L}\p{N}*])/u,
  /(?<![\p{L}\p{N}_\\/])_(?=[\p{L}"“])[^_\n]*[\p{L}.!?”"]_(?![\p{L}\p{N}_/\\])/u,
  /(?<!`)`(?=[^`\s])[^`\n]*`(?!`)/,
  /^[ \t]*[-*+][ \t]+\[[ xX]\][ \t]/m,
  /\[\^[^\]\s]+\]/,
  /~~(?=\S)[^~\n]+\S~~/,
  /\{\{[<%]/,
  /^[ \t]*<\/?(?:details|summary|br|hr|div|p|h[1-6]|ul|ol|li|table|blockquote|pre|section|article|figure|video|img|center|span|strong|em|sup|sub|kbd|script|style|svg|iframe)\b[^<>\n]{0,2000}>|^[ \t]*<!--/im,
  /(?<!\w)\[\[[^[\]\n]{1,200}\]\](?!\()/,
  /^import\s+(?:[\w{*][^;\n]*from\s+)?['"][^'"\n]+['"];?[ \t]*$/m,
];

/** What stands in no HTML but as code: headings, links, bold, and the line under a table's head. */
const markdownOnly =
  /^ {0,3}#{1,6}[ \t]+\S|\[[^\][]{1,200}\]\([^()\s]{1,300}\)|(?<![\p{L}\p{N}*\\])\*\*(?=[^\s*])[^*<>]{1,200}[^\s*]\*\*(?![\p{L}\p{N}*])|^[ \t]*(?:\|[ \t]*)?:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)+\|?[ \t]*$/mu;

/**
 * How a page is written, by its beginning. In doubt it is plain text, of which every character is shown;
 * below front matter, which only programs for Markdown ask for, it is Markdown.
 */
export function detectFormat(content: string, hasFrontMatter = false): Format {
  const head = content.slice(0, SAMPLE);
  if (htmlStart.test(head) || (content.length < SAMPLE && onlyMarks.test(content))) return 'html';
  if (looksLikeCues(head)) return 'cues';
  if (looksLikeVcard(head)) return 'vcard';
  if (looksLikeJson(content)) return 'json';
  const isMarkdown = hasFrontMatter || markdownSigns.some((sign) => sign.test(head));
  const shown = head.indexOf('<') === head.lastIndexOf('<') ? '' : withoutCode(head);
  const tags = shown.match(htmlBlock)?.length ?? 0;
  // Markdown may hold some HTML; a fragment begins with a tag, or is dense with them.
  const isDense =
    tags >= 2 && (/^[\s\ufeff]*<[a-z!][^<>]*>/i.test(head) || (!hasFrontMatter && tags * 150 > head.length));
  if (isDense && !markdownOnly.test(shown)) return 'html';
  if (isMarkdown) return 'markdown';
  return looksLikeCsv(head) ? 'csv' : 'plain';
}

const looksLikeCues = (head: string): boolean =>
  /^\ufeff?WEBVTT(?:[ \t\r\n]|$)/.test(head) ||
  /^\s*\d+\r?\n\d{1,2}:\d{2}:\d{2}[,.]\d{3} --> \d{1,2}:\d{2}:\d{2}[,.]\d{3}/.test(head);

const MAX_JSON = 4_000_000;

function looksLikeJson(content: string): boolean {
  const first = /^[\s\ufeff]*([[{])/.exec(content)?.[1];
  if (!first || content.length > MAX_JSON || isDeep(content)) return false;
  if (isJson(content.replace(/^\ufeff/, ''))) return true;
  // A value a line.
  const lines = content.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.length > 1 && lines.slice(0, 20).every((line) => line.trim().startsWith('{') && isJson(line));
}

/** Values nested deeper than that are nobody's page, and parsers overflow on them. */
const MAX_JSON_NESTING = 32;

function isDeep(content: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < content.length; at++) {
    const character = content[at];
    // No string goes on in the next line.
    if (character === '\n') quoted = false;
    else if (character === '"') quoted = !quoted;
    else if (character === '\\') at += quoted ? 1 : 0;
    else if (quoted) continue;
    else if (character === '[' || character === '{') {
      if (++depth > MAX_JSON_NESTING) return true;
    } else if (character === ']' || character === '}') depth--;
  }
  return false;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Lines, those of one quoted field as one. */
function recordsOf(head: string): string[] {
  const records: string[] = [];
  let open = '';
  for (const line of head.split(/\r\n?|\n/)) {
    open += line;
    if ((open.match(/"/g)?.length ?? 0) % 2 === 1 && open.length < MAX_RECORD) open += ' ';
    else {
      if (open.trim() !== '') records.push(open);
      open = '';
    }
  }
  return open.trim() === '' ? records : [...records, open];
}

const MAX_RECORD = 5000;

/** Lines that all part at the same mark into the same number of short fields. */
export function separatorOf(head: string): string | undefined {
  const lines = recordsOf(head).slice(0, 40);
  if (lines.length < 3) return undefined;
  return ['\t', ';', ',', '|'].find((mark) => {
    const counts = lines.slice(0, -1).map((line) => fieldsIn(line, mark));
    const [first = 0] = counts;
    // Prose has commas too: a comma's fields follow without a space, and in quotes what has commas itself.
    const tight = mark !== ',' || lines.filter((line) => /,(?! )/.test(line)).length === lines.length;
    return first >= 2 && tight && counts.every((count) => count === first);
  });
}

function fieldsIn(line: string, mark: string): number {
  let fields = 1;
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === mark && !quoted) fields++;
  }
  return quoted ? 0 : fields;
}

const looksLikeCsv = (head: string): boolean => separatorOf(head) !== undefined;
