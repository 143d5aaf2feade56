import type { DefaultTreeAdapterTypes } from 'parse5';
import { hiddenElements, lineElements } from './elements.ts';

export type Node = DefaultTreeAdapterTypes.ChildNode;
export type TextNode = DefaultTreeAdapterTypes.TextNode;
export interface Element extends DefaultTreeAdapterTypes.Element {
  /** Where it begins in the HTML; absent for one that nobody wrote. */
  start?: number;
}

export const isElement = (node: Node): node is Element => 'tagName' in node;
export const isText = (node: Node): node is TextNode => node.nodeName === '#text';

export function attributeOf({ attrs }: Element, name: string): string | undefined {
  for (const one of attrs) if (one.name === name) return one.value;
  return undefined;
}

/** Whether no reader sees what an element holds. */
export const isHidden = (element: Element): boolean =>
  hiddenElements.has(element.tagName) ||
  (element.attrs.length > 0 &&
    (attributeOf(element, 'hidden') !== undefined ||
      /display\s*:\s*none/i.test(attributeOf(element, 'style') ?? '')));

/** All that an element holds, in reading order, however deep. */
export function* descendants(element: Node): Generator<Node> {
  const left: Node[] = [element];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node !== element) yield node;
    if (!('childNodes' in node)) continue;
    for (let n = node.childNodes.length - 1; n >= 0; n--) left.push(node.childNodes[n] as Node);
  }
}

/** All text of an element, hidden or not. */
export function textOf(element: Node): string {
  let text = '';
  for (const node of descendants(element)) if (isText(node)) text += node.value;
  return text;
}

export function containsBlock(element: Element): boolean {
  return descendants(element).some((node) => isElement(node) && lineElements.has(node.tagName));
}
