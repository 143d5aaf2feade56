import { decodeHTML } from 'entities';
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import type { Block, Outline, Section } from './outline.ts';

const hidden = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'math',
  'head',
  'iframe',
  'object',
  'select',
  'textarea',
]);
const inline = new Set(
  'a abbr b bdi bdo big cite code data del dfn em font i img ins kbd label mark q rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const lineKeeping = new Set(['pre', 'table', 'ul', 'ol', 'dl']);
const voids = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
]);

/**
 * Reads block structure from a token stream, without building a tree: unclosed and misnested tags cost nothing and
 * hostile nesting stays linear.
 */
export function outlineHtml(content: string): Outline {
  const sections: Section[] = [{ blocks: [] }];
  const about: string[] = [];
  let open: Block | undefined;
  let heading: { start: number; end: number; level: number } | undefined;
  let hiddenBy: string | undefined;
  let hiddenDepth = 0;
  let keeping: string | undefined;
  let keepingDepth = 0;
  let inTitle = false;
  let tag = '';
  let metaName = '';
  let metaContent = '';
  let attribute = '';
  let value = '';

  const closeBlock = (): void => {
    if (!keeping) open = undefined;
  };
  const text = (start: number, end: number): void => {
    if (inTitle) about.push(content.slice(start, end));
    if (hiddenBy) return;
    let from = start;
    let to = end;
    while (from < to && isSpace(content.charCodeAt(from))) from++;
    while (to > from && isSpace(content.charCodeAt(to - 1))) to--;
    if (from === to) return;
    if (heading) {
      if (heading.end < 0) heading.start = from;
      heading.end = to;
    } else if (open) open.end = to;
    else {
      open = { start: from, end: to, kind: keeping ? 'lines' : 'text' };
      sections.at(-1)?.blocks.push(open);
    }
  };
  const closeHeading = (): void => {
    if (heading && heading.end >= 0) sections.push({ heading, blocks: [] });
    heading = undefined;
  };
  const opened = (name: string): void => {
    if (hiddenBy) {
      if (name === hiddenBy) hiddenDepth++;
      // A head that was never closed must not hide the page.
      if (hiddenBy === 'head' && name === 'body') hiddenBy = undefined;
      if (name === 'title') inTitle = true;
      return;
    }
    if (hidden.has(name)) {
      hiddenBy = name;
      hiddenDepth = 1;
      closeBlock();
    } else if (/^h[1-6]$/.test(name)) {
      closeHeading();
      keeping = undefined;
      open = undefined;
      heading = { start: 0, end: -1, level: Number(name[1]) };
    } else if (lineKeeping.has(name)) {
      closeHeading();
      if (!keeping) {
        open = undefined;
        keeping = name;
        keepingDepth = 1;
      } else if (keeping === name) keepingDepth++;
    } else if (!inline.has(name) && name !== 'br') {
      if (name !== 'hr') closeHeading();
      closeBlock();
    }
    if (name === 'title') inTitle = true;
  };
  const closed = (name: string): void => {
    if (name === 'title') inTitle = false;
    if (hiddenBy) {
      if (name === hiddenBy && --hiddenDepth <= 0) hiddenBy = undefined;
      return;
    }
    if (/^h[1-6]$/.test(name)) closeHeading();
    else if (keeping === name) {
      if (--keepingDepth <= 0) {
        keeping = undefined;
        open = undefined;
      }
    } else if (!inline.has(name)) closeBlock();
  };
  const callbacks: TokenizerCallbacks = {
    onattribdata: (start, end) => (value += content.slice(start, end)),
    onattribentity: (codePoint) => (value += String.fromCodePoint(codePoint)),
    onattribend: () => {
      if (tag === 'meta' && attribute === 'name') metaName = value.toLowerCase();
      if (tag === 'meta' && attribute === 'content') metaContent = value;
    },
    onattribname: (start, end) => {
      attribute = content.slice(start, end).toLowerCase();
      value = '';
    },
    oncdata: () => undefined,
    onclosetag: (start, end) => closed(content.slice(start, end).toLowerCase()),
    oncomment: () => undefined,
    ondeclaration: () => undefined,
    onend: () => undefined,
    onopentagend: () => {
      if (tag === 'meta' && (metaName === 'description' || metaName === 'keywords')) about.push(metaContent);
      opened(tag);
      if (voids.has(tag)) closed(tag);
    },
    onopentagname: (start, end) => {
      tag = content.slice(start, end).toLowerCase();
      metaName = metaContent = '';
    },
    onprocessinginstruction: () => undefined,
    onselfclosingtag: () => opened(tag),
    ontext: text,
    ontextentity: (_codePoint, end) => {
      const start = content.lastIndexOf('&', end - 1);
      if (start >= 0 && end - start <= 40) text(start, end);
    },
  };
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, callbacks);
  tokenizer.write(content);
  tokenizer.end();
  closeHeading();
  return { sections, about: decodeHTML(about.join('\n')) };
}

function isSpace(unit: number): boolean {
  return unit <= 0x20 || unit === 0xa0;
}
