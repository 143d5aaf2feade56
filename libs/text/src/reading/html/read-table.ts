import type { TextBuilder } from '../text-builder.ts';
import type { BlockWriter, Place } from './block-writer.ts';
import { descendants, isElement, isHidden, textOf, type Element, type Node } from './nodes.ts';

const MAX_CELL_LENGTH = 600;

/**
 * Whether a table is one of data: its cells are short and hold no tables, lists or headings, as those that
 * only place things do.
 */
export function isData(table: Element): boolean {
  return !descendants(table).some(
    (node) =>
      isElement(node) &&
      (/^(?:table|ul|ol|dl|h[1-6]|form|section|article|pre|blockquote)$/.test(node.tagName) ||
        (/^t[dh]$/.test(node.tagName) && textOf(node).length > MAX_CELL_LENGTH)),
  );
}

interface TableReader {
  builder: TextBuilder;
  blocks: BlockWriter;
  startOf: (element: Element) => number;
  /** Reads what a caption holds. */
  walk: (nodes: readonly Node[], place: Place) => void;
  /** Reads what a cell holds, in one line. */
  flat: (nodes: readonly Node[], place: Place) => void;
}

/** Reads the rows and captions of a table of data. */
export function readTable(
  table: Element,
  place: Place,
  group: number,
  { builder, blocks, startOf, walk, flat }: TableReader,
): void {
  const rowPlace = { ...place, group };
  const readRow = (row: Element, inHead: boolean): void => {
    const cells = row.childNodes.filter(
      (node): node is Element => isElement(node) && (node.tagName === 'td' || node.tagName === 'th'),
    );
    if (cells.length === 0) return;
    blocks.beginRow(rowPlace, inHead || (cells.length > 1 && cells.every(({ tagName }) => tagName === 'th')));
    for (const cell of cells) {
      builder.cell(startOf(cell));
      flat(cell.childNodes, rowPlace);
    }
    blocks.close();
  };
  const readRows = (parent: Element, inHead: boolean): void => {
    for (const node of parent.childNodes) {
      if (!isElement(node) || isHidden(node)) continue;
      if (node.tagName === 'caption') {
        blocks.close();
        walk(node.childNodes, place);
        blocks.close();
      } else if (node.tagName === 'tr') readRow(node, inHead);
      else readRows(node, inHead || node.tagName === 'thead');
    }
  };
  readRows(table, false);
}
