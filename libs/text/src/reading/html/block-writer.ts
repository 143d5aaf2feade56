import type { BlockKind } from '../reading.ts';
import type { TextBuilder } from '../text-builder.ts';

/** What the text that comes next is written as. */
export interface Place {
  kind: BlockKind;
  level: number;
  quoted: number;
  /** How deep it is in lists. */
  depth: number;
  group: number;
  chrome: boolean;
  /** White space counts. */
  pre: boolean;
  marker: string;
}

export type BlockWriter = ReturnType<typeof createBlockWriter>;

/** Opens a block with the first text that belongs to it, so that there are no empty ones. */
export function createBlockWriter(builder: TextBuilder) {
  /** Whether a block is open that running text goes on with. */
  let open = false;
  return {
    isOpen: (): boolean => open,
    close(): void {
      open = false;
      builder.close();
    },
    begin(place: Place): void {
      if (open) return;
      const { kind, level, quoted, group, chrome, marker } = place;
      builder.open(kind, { level, quoted, group, marker, chrome });
      open = true;
      // Only an item's first block is the item.
      if (kind === 'item') place.kind = 'paragraph';
    },
    beginRow({ quoted, group, chrome }: Place, header: boolean): void {
      builder.open('row', { quoted, group, chrome, header });
      open = true;
    },
  };
}
