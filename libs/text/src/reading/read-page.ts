import { blankMdx, isMdx } from './blank-mdx.ts';
import { blankPrograms, blankTemplates } from './blank-templates.ts';
import { detectFormat } from './detect-format.ts';
import { readFrontMatter } from './front-matter.ts';
import { readGarbled } from './mojibake.ts';
import { readHtml, type HtmlHead } from './html/read-html.ts';
import { readCues } from './read-cues.ts';
import { readMarkdown } from './markdown/read-markdown.ts';
import { readPlain } from './read-plain.ts';
import { readCsv, readJson } from './read-records.ts';
import { readVcard } from './read-vcard.ts';
import type { Format, Reading, ReadingWarning } from './reading.ts';
import { createTextBuilder } from './text-builder.ts';

/** Reads a page once. Pure; about linear in the content's length, whatever it holds. */
export function readPage(content: string): Reading {
  const matter = readFrontMatter(content);
  const { repairs, warning: garbled } = readGarbled(content);
  // Line ends of old machines are line ends, without moving anything.
  const start = matter.end > 0 ? matter.end : content.startsWith('\ufeff') ? 1 : 0;
  const page = blankPrograms(blankStart(withLineFeeds(content), start));
  const format = detectFormat(page.slice(start), matter.end > 0);
  const mdx = format === 'markdown' && isMdx(page);
  const components = mdx ? blankMdx(page) : page;
  const blanked =
    format === 'markdown' || format === 'html' ? blankTemplates(components, format) : components;
  const source = format === 'markdown' ? withoutIndents(page, blanked) : blanked;
  const builder = createTextBuilder(source, repairs, content);
  let groups = 0;
  const nextGroup = (): number => ++groups;
  const head: HtmlHead = { about: [], fields: new Map() };
  switch (format) {
    case 'html':
      readHtml(source, { from: start, to: source.length }, builder, nextGroup, head);
      break;
    case 'markdown':
      readMarkdown(source, builder, nextGroup, { mdx });
      break;
    case 'csv':
      readCsv(source, start, builder, nextGroup);
      break;
    case 'json':
      readJson(source, start, builder, nextGroup);
      break;
    case 'cues':
      readCues(source, start, builder, nextGroup);
      break;
    case 'vcard':
      readVcard(source, start, builder, nextGroup);
      break;
    case 'plain':
      readPlain(source, start, builder, nextGroup);
  }
  const { text, blocks, map } = builder.finish();
  return {
    format,
    text,
    blocks,
    about: [matter.about, ...head.about].filter(Boolean).join('\n'),
    fields: new Map([...head.fields, ...matter.fields]),
    warnings: [...warningsOf(content, text, format), ...(garbled ? [garbled] : [])],
    map,
  };
}

/** Why the page may not be read as its owner thinks. */
function warningsOf(content: string, text: string, format: Format): ReadingWarning[] {
  const warnings: ReadingWarning[] = [];
  const pictures = format === 'html' || format === 'markdown' ? (content.match(PICTURE)?.length ?? 0) : 0;
  if (!VISIBLE.test(text)) warnings.push('no_text');
  else if (pictures >= MIN_PICTURES && text.length < pictures * MAX_CAPTION) warnings.push('gallery');
  else if (content.length > MIN_MARKUP && text.length < content.length * MIN_TEXT_SHARE)
    warnings.push('mostly_markup');
  return warnings;
}

/** A letter or digit that is visible: fillers are letters to Unicode, and show nothing. */
const VISIBLE = /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/u;

/** So many pictures with at most so many characters of text to each are a gallery. */
const MIN_PICTURES = 4;
const MAX_CAPTION = 80;
const PICTURE = /<img\s|!\[[^\][\n]{0,300}\]\(|!\[\[|\{\{[<%]\s*(?:figure|img|image)\b/gi;

/**
 * A page of at least so many characters, of which less than this share is text, is probably not what its
 * owner wanted to store.
 */
const MIN_MARKUP = 2000;
const MIN_TEXT_SHARE = 0.05;

/**
 * Markdown takes four blanks before a text for code. Where they are a template that was blanked out, the
 * first is a character that nobody sees.
 */
function withoutIndents(page: string, blanked: string): string {
  if (page === blanked) return blanked;
  const lines: string[] = [];
  for (let at = 0; at <= page.length;) {
    const found = page.indexOf('\n', at);
    const end = found < 0 ? page.length : found;
    const line = blanked.slice(at, end);
    const before = /^[\s>*+\d.)-]*/.exec(line)?.[0].length ?? 0;
    let gap = 0;
    while (gap < before && page[at + gap] === line[gap]) gap++;
    const isGap = gap < before && before < line.length;
    lines.push(isGap ? `${line.slice(0, gap)}\u2060${line.slice(gap + 1)}` : line);
    at = end + 1;
  }
  return lines.join('\n');
}

const withLineFeeds = (content: string): string =>
  content.includes('\r') ? content.replace(/\r(?!\n)/g, '\n') : content;

const blankStart = (content: string, end: number): string =>
  end === 0 ? content : content.slice(0, end).replace(/[^\n]/g, ' ') + content.slice(end);
