import type { TextBuilder } from '../text-builder.ts';
import { createBlockWriter, type Place } from './block-writer.ts';
import { chromeElements, lineElements } from './elements.ts';
import { isMenu } from './menus.ts';
import {
  attributeOf,
  containsBlock,
  isElement,
  isHidden,
  isText,
  textOf,
  type Element,
  type Node,
  type TextNode,
} from './nodes.ts';
import { openUnclosed } from './open-unclosed.ts';
import { parseHtml, piecesOf } from './parse-html.ts';
import { isData, readTable } from './read-table.ts';
import { createTextReader } from './read-text.ts';

interface Stretch {
  from: number;
  to: number;
  quoted?: number;
  depth?: number;
  group?: number;
  /** The text between, where marks in it are blanked out letter for letter. */
  html?: string;
}

/** What an HTML document says about itself. */
export interface HtmlHead {
  about: string[];
  fields: Map<string, string>;
}

/**
 * Elements deeper than that are read as one line, as browsers show them at one depth: every level costs a
 * call.
 */
const MAX_NESTING = 250;

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
  const opened = openUnclosed(html);
  const blocks = createBlockWriter(builder);
  /** Where the text that is read now belongs. */
  let here: Place = {
    kind: 'paragraph',
    level: 0,
    quoted,
    depth,
    group,
    chrome: false,
    pre: false,
    marker: '',
  };
  const texts = createTextReader({ source, html: opened, offset: from }, builder, () => blocks.begin(here));
  const readText = (node: TextNode, place: Place): void => {
    here = place;
    for (const piece of piecesOf(node)) texts.read(piece, place.pre);
  };
  const startOf = (element: Element): number => from + (element.start ?? 0);
  let nesting = 0;
  const walk = (nodes: readonly Node[], place: Place): void => {
    if (nesting === MAX_NESTING) return flat(nodes, place);
    nesting++;
    for (const node of nodes) {
      if (isText(node)) readText(node, place);
      else if (isElement(node)) readElement(node, place);
    }
    nesting--;
  };
  const readHead = (element: Element): void => {
    for (const node of element.childNodes) {
      if (!isElement(node)) continue;
      const name = (attributeOf(node, 'name') ?? attributeOf(node, 'property') ?? '').toLowerCase();
      const content = attributeOf(node, 'content');
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
      if (element.childNodes.length === 0) return;
      // A block that only begins with it must be open to be noted.
      if (!blocks.isOpen() && !containsBlock(element)) blocks.begin(place);
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
      !blocks.isOpen() &&
      (name === 'p' || name === 'div' || name === 'section' || name === 'article')
    ) {
      walk(element.childNodes, place);
      return blocks.close();
    }
    blocks.close();
    const heading = /^h([1-6])$/.exec(name);
    if (heading) {
      walk(element.childNodes, { ...inside, kind: 'heading', level: Number(heading[1]) });
      return blocks.close();
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
        if (isData(element))
          readTable(element, inside, nextGroup(), { builder, blocks, startOf, walk, flat });
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
    blocks.close();
  };
  const readList = (element: Element, place: Place): void => {
    const group = place.group || nextGroup();
    let number = Number.parseInt(attributeOf(element, 'start') ?? '1', 10) || 1;
    for (const node of element.childNodes) {
      if (!isElement(node)) {
        if (isText(node)) readText(node, place);
        continue;
      }
      if (node.tagName !== 'li') {
        readElement(node, { ...place, depth: place.depth + 1, group });
        continue;
      }
      if (isHidden(node)) continue;
      blocks.close();
      number = Number.parseInt(attributeOf(node, 'value') ?? '', 10) || number;
      const marker = element.tagName === 'ol' ? `${number++}.` : '';
      walk(node.childNodes, {
        ...place,
        kind: 'item',
        level: place.depth + 1,
        depth: place.depth + 1,
        group,
        marker,
      });
      blocks.close();
    }
  };
  const readDefinitions = (element: Element, place: Place): void => {
    // Deeper, what is a name and what it stands for is not told apart.
    if (nesting === MAX_NESTING) return flat(element.childNodes, place);
    nesting++;
    for (const node of element.childNodes) {
      if (!isElement(node)) continue;
      blocks.close();
      if (node.tagName === 'div') readDefinitions(node, place);
      else if (!isHidden(node))
        walk(node.childNodes, { ...place, kind: node.tagName === 'dt' ? 'term' : 'definition' });
      blocks.close();
    }
    nesting--;
  };
  /** What a cell, or what is nested too deep, holds in one line, whatever it is set in. */
  const flat = (nodes: readonly Node[], place: Place): void => {
    const left: (Node | number)[] = nodes.toReversed();
    for (let node = left.pop(); node !== undefined; node = left.pop()) {
      if (typeof node === 'number') builder.space(node, node);
      else if (isText(node)) readText(node, place);
      else if (isElement(node) && !isHidden(node)) {
        if (lineElements.has(node.tagName)) {
          builder.space(startOf(node), startOf(node));
          left.push(startOf(node));
        }
        for (let n = node.childNodes.length - 1; n >= 0; n--) left.push(node.childNodes[n] as Node);
      }
    }
  };
  walk(parseHtml(opened, head !== undefined), here);
  builder.close();
}
