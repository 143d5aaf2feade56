import { Parser, defaultTreeAdapter, type DefaultTreeAdapterMap, type DefaultTreeAdapterTypes } from 'parse5';
import { decodeHTML } from 'entities';
import { chromeElements, hiddenElements, lineElements } from './html-elements.ts';
import type { BlockKind } from './reading.ts';
import { isSpace, type TextBuilder } from './text-builder.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;
type TextNode = DefaultTreeAdapterTypes.TextNode;
type CharacterToken = Parameters<Parser<DefaultTreeAdapterMap>['onCharacter']>[0];

interface Stretch {
  from: number;
  to: number;
  quoted?: number;
  depth?: number;
  group?: number;
  /** The text between, where marks in it are blanked out letter for letter. */
  html?: string;
}

/** Where each piece of a text node was read from. */
type Pieces = { text: string; from: number; to: number }[];

/** What an HTML document says about itself. */
export interface HtmlHead {
  about: string[];
  fields: Map<string, string>;
}

/**
 * Reads HTML as browsers do, from `from` to `to` of the source. Elements that are never closed hide nothing
 * but what a browser hides by design of their content, and those that would swallow the rest of the page are
 * opened.
 */
export function readHtml(
  source: string,
  { from, to, quoted = 0, depth = 0, group = 0, html = source.slice(from, to) }: Stretch,
  builder: TextBuilder,
  nextGroup: () => number,
  head?: HtmlHead,
): void {
  const { root, piecesOf } = parse(openUnclosed(html), from, head !== undefined);
  createWalker(source, from, builder, piecesOf, nextGroup, head).walk(root.childNodes, {
    kind: 'paragraph',
    level: 0,
    quoted,
    depth,
    group,
    chrome: false,
    pre: false,
    marker: '',
  });
  builder.close();
}

function parse(html: string, offset: number, isDocument: boolean) {
  const pieces = new Map<TextNode, Pieces>();
  let current: CharacterToken | undefined;
  const note = (node: Node | undefined, text: string): void => {
    if (!current?.location || node?.nodeName !== '#text') return;
    const list = pieces.get(node as TextNode) ?? [];
    const { startOffset, endOffset } = current.location;
    const last = list.at(-1);
    // The tokenizer tells where a token ends; one that begins with a character reference it takes to begin
    // behind that.
    if (last?.to === startOffset) {
      last.text += text;
      last.to = endOffset;
    } else list.push({ text, from: referenceBefore(html, startOffset, text), to: endOffset });
    pieces.set(node as TextNode, list);
  };
  const treeAdapter = {
    ...defaultTreeAdapter,
    insertText(parent: DefaultTreeAdapterTypes.ParentNode, text: string): void {
      defaultTreeAdapter.insertText(parent, text);
      note(parent.childNodes.at(-1), text);
    },
    insertTextBefore(parent: DefaultTreeAdapterTypes.ParentNode, text: string, reference: Node): void {
      defaultTreeAdapter.insertTextBefore(parent, text, reference);
      note(parent.childNodes[parent.childNodes.lastIndexOf(reference) - 1], text);
    },
  };
  class LocatingParser extends Parser<DefaultTreeAdapterMap> {
    override _insertCharacters(token: CharacterToken): void {
      current = token;
      super._insertCharacters(token);
      current = undefined;
    }
  }
  const options = { sourceCodeLocationInfo: true, scriptingEnabled: false, treeAdapter };
  const piecesOf = (node: TextNode): Pieces =>
    (pieces.get(node) ?? []).map(({ text, from, to }) => ({ text, from: from + offset, to: to + offset }));
  if (isDocument) {
    const parser = new LocatingParser(options);
    parser.tokenizer.write(html, true);
    return { root: parser.document, piecesOf };
  }
  // As inside a template, where rows and cells may stand without their table.
  const fragment = LocatingParser.getFragmentParser(null, options);
  fragment.tokenizer.write(html, true);
  return { root: fragment.getFragment(), piecesOf };
}

/**
 * Elements whose content is raw to their end tag, or inert: without one they would take the rest of the page
 * with them.
 */
const swallowing =
  /<(iframe|noembed|noframes|xmp|plaintext|script|style|template|textarea|title|select|object)\b([^>]*)>|<!--|<!\[CDATA\[|\]\]>/gi;

/**
 * Blanks, letter for letter, what would hide text for want of its end: unclosed raw elements and comments,
 * and the marks of CDATA.
 */
function openUnclosed(html: string): string {
  if (!/<(?:!|iframe|no|xmp|plain|scr|sty|tem|tex|tit|sel|obj)|\]\]>/i.test(html)) return html;
  const lower = html.toLowerCase();
  const lastEnd = new Map<string, number>();
  const blank = (found: string): string => ' '.repeat(found.length);
  return html.replace(
    swallowing,
    (found: string, name: string | undefined, rest: string | undefined, at: number) => {
      if (found === ']]>' || /^<!\[CDATA/i.test(found)) return blank(found);
      const end = name === undefined ? '-->' : `</${name.toLowerCase()}`;
      let last = lastEnd.get(end);
      if (last === undefined) lastEnd.set(end, (last = lower.lastIndexOf(end)));
      const closed = last >= at + found.length - (name === undefined ? 2 : 0);
      return closed && !(name !== undefined && rest?.endsWith('/') && name !== 'svg') ? found : blank(found);
    },
  );
}

interface Place {
  kind: BlockKind;
  level: number;
  quoted: number;
  depth: number;
  group: number;
  chrome: boolean;
  /** White space counts. */
  pre: boolean;
  marker: string;
}

function createWalker(
  source: string,
  offset: number,
  builder: TextBuilder,
  piecesOf: (node: TextNode) => Pieces,
  nextGroup: () => number,
  head: HtmlHead | undefined,
) {
  /** Whether a block is open that running text goes on with. */
  let open = false;
  const close = (): void => {
    open = false;
    builder.close();
  };
  const begin = (place: Place): void => {
    if (open) return;
    const { kind, level, quoted, group, chrome, marker } = place;
    builder.open(kind, { level, quoted, group, marker, ...(chrome ? { chrome } : {}) });
    open = true;
    // Only an item's first block is the item.
    if (kind === 'item') place.kind = 'paragraph';
  };

  const readText = (node: TextNode, place: Place): void => {
    for (const { text, from, to } of piecesOf(node)) {
      if (place.pre) readLines(text, from, to, place);
      else readRunning(text, from, to, place);
    }
  };
  /** The raw place of each character: pieces hold text and entities, and nothing else. */
  function* characters(
    text: string,
    from: number,
    to: number,
  ): Generator<{ at: number; from: number; to: number; same: boolean }> {
    let raw = from;
    for (let at = 0; at < text.length;) {
      const unit = text.charCodeAt(at);
      if (source.charCodeAt(raw) === unit && unit !== 0x26) {
        yield { at: at++, from: raw, to: ++raw, same: true };
        continue;
      }
      if (source.charCodeAt(raw) === 0x26) {
        const entity = entityAt(source, raw, to, text.slice(at, at + 4));
        if (entity) {
          for (let i = 0; i < entity.decoded.length; i++)
            yield { at: at + i, from: raw, to: raw + entity.length, same: false };
          at += entity.decoded.length;
          raw += entity.length;
          continue;
        }
      }
      if (unit === 0x0a && source.charCodeAt(raw) === 0x0d) {
        const end = source.charCodeAt(raw + 1) === 0x0a ? raw + 2 : raw + 1;
        yield { at: at++, from: raw, to: end, same: false };
        raw = end;
        continue;
      }
      yield { at: at++, from: raw, to: Math.min(raw + 1, to), same: source.charCodeAt(raw) === unit };
      raw = Math.min(raw + 1, to);
    }
  }
  const readRunning = (text: string, from: number, to: number, place: Place): void => {
    // Most text is as it stands: the common case goes run by run.
    const plain = to - from === text.length && !source.slice(from, to).includes('&');
    if (plain) {
      for (let at = 0; at < text.length;) {
        let end = at;
        while (end < text.length && !isSpace(text.charCodeAt(end))) end++;
        if (end > at) {
          begin(place);
          builder.copy(from + at, from + end);
        }
        let after = end;
        while (after < text.length && isSpace(text.charCodeAt(after))) after++;
        if (after > end) builder.space(from + end, from + after);
        at = after;
      }
      return;
    }
    for (const { at, from: start, to: end, same } of characters(text, from, to)) {
      if (isSpace(text.charCodeAt(at))) builder.space(start, end);
      else {
        begin(place);
        if (same) builder.copy(start, end);
        else builder.replace(text.charAt(at), start, end);
      }
    }
  };
  const readLines = (text: string, from: number, to: number, place: Place): void => {
    for (const { at, from: start, to: end, same } of characters(text, from, to)) {
      if (text[at] === '\n') builder.breakLine(start, end);
      else {
        begin(place);
        if (same) builder.copy(start, end);
        else builder.replace(text.charAt(at), start, end);
      }
    }
  };

  const startOf = (element: Element): number => offset + (element.sourceCodeLocation?.startOffset ?? 0);
  const attribute = (element: Element, name: string): string | undefined =>
    element.attrs.find((one) => one.name === name)?.value;
  const isHidden = (element: Element): boolean =>
    hiddenElements.has(element.tagName) ||
    attribute(element, 'hidden') !== undefined ||
    /display\s*:\s*none/i.test(attribute(element, 'style') ?? '');

  let nesting = 0;
  const walk = (nodes: readonly Node[], place: Place): void => {
    if (nesting === MAX_NESTING) return flat(nodes, place);
    nesting++;
    for (const node of nodes) {
      if (node.nodeName === '#text') readText(node as TextNode, place);
      else if ('tagName' in node) readElement(node, place);
    }
    nesting--;
  };
  const readHead = (element: Element): void => {
    for (const node of element.childNodes) {
      if (!('tagName' in node)) continue;
      const name = (attribute(node, 'name') ?? attribute(node, 'property') ?? '').toLowerCase();
      const content = attribute(node, 'content');
      if (node.tagName === 'title') head?.about.push(textOf(node));
      else if (content !== undefined && name !== '') {
        if (name === 'description' || name === 'keywords') head?.about.push(content);
        head?.fields.set(name, content);
      }
    }
  };
  const readElement = (element: Element, place: Place): void => {
    const name = element.tagName;
    if (name === 'head') return readHead(element);
    if (name === 'title') return void head?.about.push(textOf(element));
    if (isHidden(element)) return;
    if (name === 'br') return builder.breakLine(startOf(element), startOf(element));
    if (name === 'b' || name === 'strong') {
      // A block that only begins with it must be open to be noted.
      const before = element.childNodes.length === 0;
      if (before) return;
      if (!open && !containsBlock(element)) begin(place);
      return builder.bold(() => walk(element.childNodes, place));
    }
    if (!lineElements.has(name) && name !== 'td' && name !== 'th') return walk(element.childNodes, place);
    // Under a quotation a footer says whose it is.
    const chrome =
      place.chrome ||
      (chromeElements.has(name) && !(name === 'footer' && place.quoted > 0)) ||
      isMenu(element);
    const inside: Place = { ...place, kind: 'paragraph', level: 0, marker: '', chrome };
    // An item may begin with a paragraph of its own.
    if (
      place.kind === 'item' &&
      !open &&
      (name === 'p' || name === 'div' || name === 'section' || name === 'article')
    ) {
      walk(element.childNodes, place);
      return close();
    }
    close();
    const heading = /^h([1-6])$/.exec(name);
    if (heading) {
      walk(element.childNodes, { ...inside, kind: 'heading', level: Number(heading[1]) });
      return close();
    }
    switch (name) {
      case 'ul':
      case 'menu':
      case 'dir':
      case 'ol':
        readList(element, inside);
        break;
      case 'dl':
        readDefinitions(element, { ...inside, group: nextGroup() });
        break;
      case 'table':
        if (isData(element)) readTable(element, inside);
        else walk(element.childNodes, inside);
        break;
      case 'blockquote':
        walk(element.childNodes, { ...inside, quoted: inside.quoted + 1 });
        break;
      case 'pre':
        walk(element.childNodes, { ...inside, kind: 'code', pre: true });
        break;
      case 'hr':
        builder.rule();
        break;
      case 'summary':
        walk(element.childNodes, { ...inside, kind: 'term', group: inside.group });
        break;
      case 'details': {
        const group = nextGroup();
        walk(element.childNodes, { ...inside, group });
        break;
      }
      case 'li':
        // Outside of any list.
        walk(element.childNodes, {
          ...inside,
          kind: 'item',
          level: Math.max(1, inside.depth),
          group: inside.group || nextGroup(),
        });
        break;
      default:
        walk(element.childNodes, inside);
    }
    close();
  };
  const readList = (element: Element, place: Place): void => {
    const group = place.group || nextGroup();
    let number = Number.parseInt(attribute(element, 'start') ?? '1', 10) || 1;
    for (const node of element.childNodes) {
      if (!('tagName' in node)) {
        if (node.nodeName === '#text') readText(node, place);
        continue;
      }
      if (node.tagName !== 'li') {
        readElement(node, { ...place, depth: place.depth + 1, group });
        continue;
      }
      if (isHidden(node)) continue;
      close();
      number = Number.parseInt(attribute(node, 'value') ?? '', 10) || number;
      const marker = element.tagName === 'ol' ? `${number++}.` : '';
      walk(node.childNodes, {
        ...place,
        kind: 'item',
        level: place.depth + 1,
        depth: place.depth + 1,
        group,
        marker,
      });
      close();
    }
  };
  const readDefinitions = (element: Element, place: Place): void => {
    // Deeper, what is a name and what it stands for is not told apart.
    if (nesting === MAX_NESTING) return flat(element.childNodes, place);
    nesting++;
    for (const node of element.childNodes) {
      if (!('tagName' in node)) continue;
      close();
      if (node.tagName === 'div') readDefinitions(node, place);
      else if (!isHidden(node))
        walk(node.childNodes, { ...place, kind: node.tagName === 'dt' ? 'term' : 'definition' });
      close();
    }
    nesting--;
  };
  const readTable = (table: Element, place: Place): void => {
    const group = nextGroup();
    const rows = (parent: Element, isHeader: boolean): void => {
      for (const node of parent.childNodes) {
        if (!('tagName' in node) || isHidden(node)) continue;
        if (node.tagName === 'caption') {
          close();
          walk(node.childNodes, place);
          close();
        } else if (node.tagName === 'tr') readRow(node, { ...place, group }, isHeader);
        else rows(node, isHeader || node.tagName === 'thead');
      }
    };
    rows(table, false);
  };
  const readRow = (row: Element, place: Place, inHead: boolean): void => {
    const cells = row.childNodes.filter(
      (node): node is Element => 'tagName' in node && /^t[dh]$/.test(node.tagName),
    );
    if (cells.length === 0) return;
    const header = inHead || (cells.length > 1 && cells.every(({ tagName }) => tagName === 'th'));
    builder.open('row', {
      quoted: place.quoted,
      group: place.group,
      ...(place.chrome ? { chrome: true } : {}),
      ...(header ? { header } : {}),
    });
    open = true;
    for (const cell of cells) {
      builder.cell(startOf(cell));
      flat(cell.childNodes, place);
    }
    close();
  };
  /** What a cell, or what is nested too deep, holds in one line, whatever it is set in. */
  const flat = (nodes: readonly Node[], place: Place): void => {
    const left: (Node | number)[] = nodes.toReversed();
    for (let node = left.pop(); node !== undefined; node = left.pop()) {
      if (typeof node === 'number') builder.space(node, node);
      else if (node.nodeName === '#text') readText(node as TextNode, place);
      else if ('tagName' in node && !isHidden(node)) {
        if (lineElements.has(node.tagName)) {
          builder.space(startOf(node), startOf(node));
          left.push(startOf(node));
        }
        for (let n = node.childNodes.length - 1; n >= 0; n--) left.push(node.childNodes[n] as Node);
      }
    }
  };
  return { walk };
}

/**
 * Elements deeper than that are read as one line, as browsers show them at one depth: every level costs a
 * call.
 */
const MAX_NESTING = 250;

/** All that an element holds, in reading order, however deep. */
function* descendants(element: Node): Generator<Node> {
  const left: Node[] = [element];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node !== element) yield node;
    if (!('childNodes' in node)) continue;
    for (let n = node.childNodes.length - 1; n >= 0; n--) left.push(node.childNodes[n] as Node);
  }
}

function containsBlock(element: Element): boolean {
  return descendants(element).some((node) => 'tagName' in node && lineElements.has(node.tagName));
}

const roles = /^(?:navigation|search|contentinfo|menu|menubar)$/i;
const menuNames =
  /(?:^|[-_ ])(?:nav|navbar|navigation|menu|submenu|sidebar|breadcrumbs?|pagination|pager|toc|widget|share|sharing|social|related|recent|archives?|tags?|categories|cookies?|footer|masthead|skip)(?:$|[-_ ])/i;
const MENU_SHARE = 0.6;

/**
 * Whether an element is a menu: it says so, or is called so and holds little but links, or links nowhere but
 * to places on the page.
 */
function isMenu(element: Element): boolean {
  const attribute = (name: string): string => element.attrs.find((one) => one.name === name)?.value ?? '';
  if (roles.test(attribute('role'))) return true;
  const isNamed = menuNames.test(`${attribute('class')} ${attribute('id')}`);
  const isList = element.tagName === 'ul' || element.tagName === 'ol';
  if (!isNamed && !isList) return false;
  const { all, linked, within } = linksIn(element);
  return linked > 0 && ((isNamed && linked >= all * MENU_SHARE) || (isList && within === all));
}

interface Links {
  /** Characters of text, those in links, and those in links to places on the page. */
  all: number;
  linked: number;
  within: number;
}

const links = new WeakMap<Element, Links>();

/** Counted once for each element, however deep menus stand in menus: what is inside before what holds it. */
function linksIn(element: Element): Links {
  const known = links.get(element);
  if (known) return known;
  const inside = [element, ...descendants(element).filter((node) => 'tagName' in node)];
  return inside.toReversed().map(countLinks).at(-1) as Links;
}

function countLinks(element: Element): Links {
  const counts: Links = { all: 0, linked: 0, within: 0 };
  const href = element.tagName === 'a' ? element.attrs.find(({ name }) => name === 'href')?.value : undefined;
  for (const node of element.childNodes) {
    if (node.nodeName === '#text') counts.all += (node as TextNode).value.replace(/\s+/g, '').length;
    const inner = 'tagName' in node && !hiddenElements.has(node.tagName) ? links.get(node) : undefined;
    if (!inner) continue;
    counts.all += inner.all;
    counts.linked += inner.linked;
    counts.within += inner.within;
  }
  if (href !== undefined) counts.linked = counts.all;
  if (href?.startsWith('#')) counts.within = counts.all;
  links.set(element, counts);
  return counts;
}

const MAX_CELL_LENGTH = 600;

/**
 * Whether a table is one of data: its cells are short and hold no tables, lists or headings, as those that
 * only place things do.
 */
function isData(table: Element): boolean {
  return !descendants(table).some(
    (node) =>
      'tagName' in node &&
      (/^(?:table|ul|ol|dl|h[1-6]|form|section|article|pre|blockquote)$/.test(node.tagName) ||
        (/^t[dh]$/.test(node.tagName) && textOf(node).length > MAX_CELL_LENGTH)),
  );
}

function textOf(element: Node): string {
  let text = '';
  for (const node of descendants(element)) if (node.nodeName === '#text') text += (node as TextNode).value;
  return text;
}

/**
 * Where the character reference begins that ends at `end` and gives what `text` begins with; `end` when there
 * is none.
 */
function referenceBefore(html: string, end: number, text: string): number {
  // No reference is longer, and none that is looked for further back would be near.
  const near = Math.max(0, end - 40);
  const start = near + html.slice(near, end).lastIndexOf('&');
  if (start < near || html.startsWith(text, end)) return end;
  return entityAt(html, start, end, text.slice(0, 4))?.length === end - start ? start : end;
}

/** The character reference at `raw`, when what it decodes to is what the parser made of it. */
function entityAt(
  source: string,
  raw: number,
  to: number,
  text: string,
): { decoded: string; length: number } | undefined {
  const found = /^&(?:#\d{1,7};?|#[xX][\da-fA-F]{1,6};?|[a-zA-Z][a-zA-Z0-9]{1,31};?)/.exec(
    source.slice(raw, Math.min(to, raw + 40)),
  );
  if (!found) return undefined;
  // Without its semicolon a name may go on as text: the longest that decodes to what is there.
  for (let length = found[0].length; length > 2; length--) {
    const written = found[0].slice(0, length);
    const decoded = decodeHTML(written);
    if (decoded !== written && text.startsWith(decoded)) return { decoded, length };
  }
  return undefined;
}
