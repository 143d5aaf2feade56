import { Parser, defaultTreeAdapter, type DefaultTreeAdapterMap, type DefaultTreeAdapterTypes } from 'parse5';
import { referenceBefore } from './character-references.ts';
import { isText, type Element, type Node, type TextNode } from './nodes.ts';
import { TextTokenizer } from './text-tokenizer.ts';

type ParentNode = DefaultTreeAdapterTypes.ParentNode;
type CharacterToken = Parameters<Parser<DefaultTreeAdapterMap>['onCharacter']>[0];
type Attached = Parameters<Parser<DefaultTreeAdapterMap>['_attachElementToTree']>;

/** A stretch of HTML that a text node was read from. */
export interface Piece {
  from: number;
  to: number;
  /** What it was read as; absent where it stands in the HTML letter for letter. */
  text?: string;
}

interface PlacedText extends TextNode {
  pieces?: Piece[];
}

/** A parser that notes where each text stands, and of elements where they begin. */
class LocatingParser extends Parser<DefaultTreeAdapterMap> {
  html = '';
  override tokenizer = new TextTokenizer(this);

  override _insertCharacters(token: CharacterToken): void {
    inserted = { html: this.html, token };
    super._insertCharacters(token);
    inserted = undefined;
  }

  // Where the start tag stands is all that is asked of an element.
  override _attachElementToTree(...[element, location, { parent, beforeElement }]: Attached): void {
    if (location) (element as Element).start = location.startOffset;
    if (beforeElement) this.treeAdapter.insertBefore(parent, element, beforeElement);
    else this.treeAdapter.appendChild(parent, element);
  }

  read(html: string): void {
    this.html = html;
    this.tokenizer.write(html, true);
  }
}

/** What is inserted now: the tree is told texts without their tokens. Parsing is synchronous. */
let inserted: { html: string; token: CharacterToken } | undefined;

const treeAdapter: typeof defaultTreeAdapter = {
  ...defaultTreeAdapter,
  // Trees live until their page is read: what makes them small makes the garbage collector quick. A list that
  // grows from one node takes less room than one that grows from none.
  appendChild(parent: ParentNode, node: Node): void {
    if (parent.childNodes.length === 0) parent.childNodes = [node];
    else parent.childNodes.push(node);
    node.parentNode = parent;
  },
  insertText(parent: ParentNode, text: string): void {
    let node = parent.childNodes.at(-1);
    if (node && isText(node)) node.value += text;
    else {
      node = defaultTreeAdapter.createTextNode(text);
      treeAdapter.appendChild(parent, node);
    }
    note(node, text);
  },
  insertTextBefore(parent: ParentNode, text: string, reference: Node): void {
    defaultTreeAdapter.insertTextBefore(parent, text, reference);
    note(parent.childNodes[parent.childNodes.lastIndexOf(reference) - 1], text);
  },
  // Where other nodes stand, and where any ends, is asked by nobody, and is written anew with every word.
  setNodeSourceCodeLocation: () => undefined,
  getNodeSourceCodeLocation: () => undefined,
};

function note(node: PlacedText | Node | undefined, text: string): void {
  if (!inserted?.token.location || node?.nodeName !== '#text') return;
  const { html, token } = inserted;
  const { startOffset: from, endOffset: to } = token.location as { startOffset: number; endOffset: number };
  const isVerbatim = to - from === text.length && html.startsWith(text, from);
  const { pieces } = node as PlacedText;
  const last = pieces?.at(-1);
  if (last?.to !== from) {
    // The tokenizer tells where a token ends; one that begins with a character reference it takes to begin
    // behind that.
    const piece = isVerbatim ? { from, to } : { from: referenceBefore(html, from, text), to, text };
    if (pieces) pieces.push(piece);
    else (node as PlacedText).pieces = [piece];
  } else if (isVerbatim && last.text === undefined) last.to = to;
  else if (isVerbatim || last.text === undefined)
    pieces?.push(isVerbatim ? { from, to } : { from, to, text });
  else {
    last.text += text;
    last.to = to;
  }
}

/** Where the pieces of a text stand in the HTML that it was parsed from. */
export const piecesOf = (node: TextNode): readonly Piece[] => (node as PlacedText).pieces ?? [];

/**
 * The nodes of a document, or of a fragment, as a browser makes them. Elements know where they begin in
 * `html`, texts by `piecesOf`.
 */
export function parseHtml(html: string, isDocument: boolean): readonly Node[] {
  const options = { sourceCodeLocationInfo: true, scriptingEnabled: false, treeAdapter };
  if (isDocument) {
    const parser = new LocatingParser(options);
    parser.read(html);
    return parser.document.childNodes;
  }
  // As inside a template, where rows and cells may stand without their table.
  const parser = LocatingParser.getFragmentParser(null, options) as LocatingParser;
  parser.read(html);
  return parser.getFragment().childNodes;
}
