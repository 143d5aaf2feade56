import type { Unit } from './unit.ts';

/**
 * What a unit is stored as beside its passage: offsets from the passage's start, and its text only where that
 * is no slice of the passage.
 */
interface Packed extends Partial<Omit<Unit, 'kind' | 'text' | 'start' | 'end' | 'first'>> {
  /** Kind by its first letter, in upper case where a line begins with it. */
  k: string;
  s: number;
  e: number;
  t?: string;
}

const kinds = { s: 'sentence', i: 'item', r: 'row', c: 'code', h: 'heading' } as const;

/** Units as JSON text, for an index to keep with the passage whose content is `text` from `offset` on. */
export function packUnits(
  units: readonly Unit[],
  { text, start: offset }: { text: string; start: number },
): string {
  return JSON.stringify(
    units.map(({ kind, text: own, start, end, first, ...more }): Packed => ({
      k: first ? kind.charAt(0).toUpperCase() : kind.charAt(0),
      s: start - offset,
      e: end - offset,
      ...(text.slice(start - offset, end - offset) === own ? {} : { t: own }),
      ...more,
    })),
  );
}

export function unpackUnits(
  packed: string,
  { text, start: offset }: { text: string; start: number },
): Unit[] {
  return (JSON.parse(packed) as Packed[]).map(({ k, s, e, t, ...more }) => ({
    kind: kinds[k.toLowerCase() as keyof typeof kinds] ?? 'sentence',
    text: t ?? text.slice(s, e),
    start: s + offset,
    end: e + offset,
    first: k !== k.toLowerCase(),
    ...more,
  }));
}
