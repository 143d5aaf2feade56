import type { SyntaxNode } from '@lezer/common';
import type { Inline, ParsedMarkdown } from './inline-elements.ts';
import { normaliseLabel } from './parse-markdown.ts';

/** What stands before the text of a footnote. */
export const footnoteMark = /^\[\^[^\]\s]{1,40}\]:[ \t]*/;

/** Link definitions, and which of what looks like one is none: `[10:32]: The ferry leaves.` */
export function collectReferences({ top, inlinesOf, nameOf }: ParsedMarkdown, source: string) {
  const labelOf = (node: SyntaxNode): string => {
    const label = node.getChild('LinkLabel');
    return label ? normaliseLabel(source.slice(label.from + 1, label.to - 1)) : '';
  };
  const linksIn = (node: SyntaxNode): Inline[] => {
    const links: Inline[] = [];
    const collect = (inlines: readonly Inline[]): void => {
      for (const inline of inlines) {
        if (nameOf(inline) === 'Link' || nameOf(inline) === 'Image') links.push(inline);
        collect(inline.children);
      }
    };
    node.cursor().iterate((block) => {
      collect(inlinesOf(block.node));
    });
    return links;
  };
  /**
   * The label that a reference link looks up: the second pair of brackets, or the first when that is empty or
   * missing.
   */
  const referenceLabel = ({ children }: Inline): string => {
    const label = children.find((child) => nameOf(child) === 'LinkLabel');
    if (label && label.to - label.from > 2) return normaliseLabel(source.slice(label.from + 1, label.to - 1));
    const [open, close] = children.filter((child) => nameOf(child) === 'LinkMark');
    return open && close ? normaliseLabel(source.slice(open.to, close.from)) : '';
  };
  const definitions = source.includes(']:') ? definitionsIn(top) : [];
  /** The labels that links look up; asked for only where a target does not tell. */
  let used: ReadonlySet<string> | undefined;
  const isUsed = (label: string): boolean => {
    used ??= new Set(linksIn(top).map(referenceLabel));
    return used.has(label);
  };
  /** A target that could be one; a footnote's text and a speaker's first word are none. */
  const isReference = (node: SyntaxNode): boolean => {
    const label = labelOf(node);
    if (label.startsWith('^')) return false;
    const url = node.getChild('URL');
    return (url !== null && /[./#:<]/.test(source.slice(url.from, url.to))) || isUsed(label);
  };
  const defined = new Set(definitions.filter(isReference).map(labelOf));
  return {
    isReference,
    isDefined: (link: Inline): boolean => defined.size > 0 && defined.has(referenceLabel(link)),
  };
}

/** Where blocks stand in one another: all others hold no definition. */
const containers = new Set(['Document', 'Blockquote', 'BulletList', 'OrderedList', 'ListItem']);

function definitionsIn(top: SyntaxNode): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  top.cursor().iterate((node) => {
    if (node.name === 'LinkReference') nodes.push(node.node);
    return containers.has(node.name);
  });
  return nodes;
}
