import type { Block, Outline, Section } from './outline.ts';

const fence = /^ {0,3}(`{3,}|~{3,})/;
const atx = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*$/;
const underline = /^ {0,3}(=+|-{2,})[ \t]*$/;
const rule = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const item = /^[ \t]*(?:[-*+•]|\d{1,9}[.)])[ \t]+\S/;
const tableRow = /^[ \t]*\|.*\|[ \t]*$/;
const tableRule = /^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*$/;
const blank = /^[ \t\r\f\v\u00a0\u3000]*$/;
const definition = /^ {0,3}\[[^\]]{1,200}\]:[ \t]*\S+/;
const shortcode = /^[ \t]*\{\{[<%][^\n]*[%>]\}\}[ \t]*$/;
/** Lines are judged by their beginning; longer ones are text whatever they hold. */
const LONGEST_MARK = 1_000;

interface Line {
  start: number;
  end: number;
  text: string;
}

/** Reads block structure line by line: front matter, headings, fences, tables, lists, paragraphs. Linear; plain text comes out as paragraphs. */
export function outlineMarkdown(content: string): Outline {
  const matter = frontMatter(content);
  const sections: Section[] = [{ blocks: [] }];
  let open: Block | undefined;
  let shape: 'text' | 'list' | 'table' | 'indented' | undefined;
  let commentEnd = 0;
  const lastComment = content.lastIndexOf('-->') - 4;
  let fenceMark: string | undefined;

  const close = (): void => {
    open = undefined;
    shape = undefined;
  };
  const extend = (line: Line, kind: Block['kind'], as: typeof shape): void => {
    if (!open || shape !== as) {
      open = { start: line.start, end: line.end, kind };
      sections.at(-1)?.blocks.push(open);
      shape = as;
    } else open.end = line.end;
  };

  for (const line of linesOf(content, matter.end)) {
    const { text } = line;
    if (line.start < commentEnd) {
      const rest = { ...line, start: commentEnd, text: content.slice(commentEnd, line.end) };
      if (commentEnd < line.end && !blank.test(rest.text)) extend(rest, 'text', 'text');
      continue;
    }
    if (fenceMark !== undefined) {
      if (open) open.end = line.end;
      if (
        text.trim().startsWith(fenceMark) &&
        blank.test(text.trim().slice(fenceMark.length).replace(/[`~]/g, ''))
      ) {
        fenceMark = undefined;
        close();
      }
      continue;
    }
    if (blank.test(text)) {
      // A list goes on over blank lines when the next line is indented or an item.
      if (shape !== 'list') close();
      continue;
    }
    const fenced = fence.exec(text);
    if (fenced) {
      close();
      extend(line, 'lines', 'indented');
      fenceMark = fenced[1];
      continue;
    }
    // An unclosed comment hides nothing: text must not vanish for want of three characters.
    if (/^\s*<!--/.test(text) && line.start <= lastComment) {
      commentEnd = content.indexOf('-->', line.start) + 3;
      close();
      if (commentEnd < line.end && !blank.test(content.slice(commentEnd, line.end)))
        extend({ ...line, start: commentEnd }, 'text', 'text');
      continue;
    }
    const heading = atx.exec(text);
    if (heading && text.length < LONGEST_MARK) {
      close();
      const words = heading[2] ?? '';
      const start = line.start + text.indexOf(words, text.indexOf('#') + (heading[1]?.length ?? 1));
      sections.push({
        heading: { start, end: start + words.length, level: heading[1]?.length ?? 1 },
        blocks: [],
      });
      continue;
    }
    if (underline.test(text) && open && shape === 'text' && isOneLine(content, open)) {
      const words: Block = open;
      sections.at(-1)?.blocks.pop();
      close();
      sections.push({
        heading: { start: words.start, end: words.end, level: text.includes('=') ? 1 : 2 },
        blocks: [],
      });
      continue;
    }
    if (rule.test(text) || definition.test(text) || shortcode.test(text)) {
      close();
      continue;
    }
    if (tableRow.test(text) || tableRule.test(text)) {
      // The header row of a table without outer bars came in as text.
      if (shape === 'text' && open && tableRule.test(text) && isOneLine(content, open)) {
        open.kind = 'lines';
        shape = 'table';
      }
      extend(line, 'lines', 'table');
    } else if (shape === 'table' && text.includes('|')) extend(line, 'lines', 'table');
    else if (item.test(text)) extend(line, 'lines', 'list');
    else if (shape === 'list' && (/^[ \t]/.test(text) || !blankBefore(content, line.start)))
      extend(line, 'lines', 'list');
    else if (/^(?: {4}|\t)/.test(text) && (shape === undefined || shape === 'indented'))
      extend(line, 'lines', 'indented');
    else extend(line, 'text', 'text');
  }
  return { sections, about: matter.about };
}

function isOneLine(content: string, block: Block): boolean {
  return block.end - block.start < LONGEST_MARK && !content.slice(block.start, block.end).includes('\n');
}

function blankBefore(content: string, start: number): boolean {
  let at = start - 1; // the line break before
  while (at > 0 && ' \t\r'.includes(content.charAt(at - 1))) at--;
  return at > 0 && content.charAt(at - 1) === '\n';
}

function* linesOf(content: string, from: number): Generator<Line> {
  for (let start = from; start < content.length;) {
    const found = content.indexOf('\n', start);
    const end = found < 0 ? content.length : found;
    const stop = end > start && content.charCodeAt(end - 1) === 0x0d ? end - 1 : end;
    yield { start, end: stop, text: content.slice(start, Math.min(stop, start + LONGEST_MARK)) };
    start = end + 1;
  }
}

const SEARCHED =
  /^(?:title|linkTitle|description|summary|subtitle|keywords?|tags|categories|aliases)\s*[:=]/i;

/** Takes YAML (`---`) or TOML (`+++`) front matter off. Of its fields only some are searched. */
function frontMatter(content: string): { end: number; about: string } {
  const opening = /^\ufeff?(---|\+\+\+)[ \t]*\r?\n/.exec(content);
  if (!opening) return { end: 0, about: '' };
  const closing = new RegExp(`^${opening[1] === '---' ? '---' : '\\+\\+\\+'}[ \\t]*$`, 'm');
  const rest = content.slice(opening[0].length, opening[0].length + 16_384);
  const found = closing.exec(rest);
  if (!found || !/^\s*[\w-]+\s*[:=]/.test(rest)) return { end: 0, about: '' };
  const about: string[] = [];
  let keep = false;
  for (const line of rest.slice(0, found.index).split('\n')) {
    if (/^[\w-]+\s*[:=]/.test(line)) {
      keep = SEARCHED.test(line);
      if (keep) about.push(line.replace(SEARCHED, ''));
    } else if (keep) about.push(line);
  }
  return { end: opening[0].length + found.index + found[0].length, about: about.join('\n') };
}
