import { rawSpan, type Block, type Reading } from '../reading/reading.ts';
import { isBlank } from '../reading/text-builder.ts';
import type { PlacedUnit } from '../units/page-state.ts';
import type { Unit } from '../units/unit.ts';
import { MAX_SIZE, sizeOf } from './size.ts';
import type { Span } from './sentences.ts';

/**
 * A passage may end, at a place that its own text chooses, from MIN_SIZE on, and does before it passes
 * MAX_SIZE. Since the text chooses and not the count from the page's start, an edit moves the cuts near it
 * only.
 */
const MIN_SIZE = 450;

/** A passage before it is analysed. Offsets are of the content. */
export interface Cut extends Span {
  /** Headings above it, outermost first, as readable text. */
  headings: string[];
  /** What it says, readable, and where that stands in the readable text. */
  text: string;
  at: Span;
  units: Unit[];
}

/** A stretch of the readable text that stays whole. */
interface Atom extends Span {
  size: number;
  /** Begins a paragraph, item or other block. */
  fresh: boolean;
}

/**
 * Cuts a page into passages: in order, apart, under their headings, covering every word that is shown. Linear
 * in the content's length.
 */
export function cutPassages(reading: Reading, units: readonly PlacedUnit[]): Cut[] {
  const { text, blocks } = reading;
  const cuts: Cut[] = [];
  const path: { text: string; level: number; group: number }[] = [];
  let atoms: Atom[] = [];
  let unitAt = 0;
  /** Units in reading order, those of each passage in turn. */
  const take = (end: number): PlacedUnit[] => {
    const from = unitAt;
    while (unitAt < units.length && (units[unitAt] as PlacedUnit).at.start < end) unitAt++;
    return units.slice(from, unitAt);
  };
  const flush = (headings: string[]): void => {
    for (const span of pack(text, atoms)) {
      const raw = rawSpan(reading.map, span);
      const own = take(span.end);
      // Marks around the first and last word belong to them.
      const start = Math.min(raw.start, ...own.map((unit) => unit.start));
      const end = Math.max(raw.end, ...own.map((unit) => unit.end));
      cuts.push({
        start,
        end,
        headings,
        text: text.slice(span.start, span.end),
        at: span,
        units: own.map(stored),
      });
    }
    atoms = [];
  };
  const headings = (): string[] => path.map((heading) => heading.text);
  for (let index = 0; index < blocks.length; index++) {
    const block = blocks[index] as Block;
    if (block.apart) flush(headings());
    // What a record is called holds for that record.
    const last = path.at(-1);
    if (last && last.group > 0 && last.group !== block.group) {
      flush(headings());
      path.pop();
    }
    if (block.kind !== 'heading') {
      // A table or list that fits a passage stays whole.
      const end = endOfGroup(text, blocks, index);
      if (end > index + 1)
        atoms.push({
          start: block.start,
          end: (blocks[end - 1] as Block).end,
          size: sizeOf(text, { start: block.start, end: (blocks[end - 1] as Block).end }),
          fresh: true,
        });
      else for (const atom of atomsOf(text, block, units)) atoms.push(atom);
      index = end - 1;
      continue;
    }
    flush(headings());
    while (path.length > 0 && (path.at(-1)?.level ?? 0) >= block.level) path.pop();
    const above = headings();
    path.push({
      text: text.slice(block.start, block.end).replace(/\s+/g, ' '),
      level: block.level,
      group: block.group,
    });
    const next = blocks[index + 1];
    // A heading with nothing under it says all there is.
    if (next === undefined || (next.kind === 'heading' && next.level <= block.level)) {
      for (const atom of atomsOf(text, block, units)) atoms.push(atom);
      flush(above);
    } else take(block.end);
  }
  flush(headings());
  return cuts;
}

/**
 * Behind the last block of the table or list that begins at `index`, when all of it fits a passage; else
 * behind this block.
 */
function endOfGroup(text: string, blocks: readonly Block[], index: number): number {
  const { group, start } = blocks[index] as Block;
  // What was judged too large before is too large from its next block on, too, unless that is near its end.
  if (group === 0 || blocks[index - 1]?.group === group) return index + 1;
  let end = index + 1;
  while (blocks[end]?.group === group && blocks[end]?.kind !== 'heading' && !blocks[end]?.apart) end++;
  return sizeOf(text, { start, end: (blocks[end - 1] as Block).end }) <= MAX_SIZE ? end : index + 1;
}

function stored({ at: _at, block: _block, ...unit }: PlacedUnit): Unit {
  return unit;
}

/** A block whole if it fits a passage; else its units, none of which is longer than one. */
function atomsOf(text: string, block: Span, units: readonly PlacedUnit[]): Atom[] {
  const size = sizeOf(text, block);
  if (size <= MAX_SIZE) return [{ start: block.start, end: block.end, size, fresh: true }];
  const inside = unitsIn(units, block);
  if (inside.length === 0) return [{ start: block.start, end: block.end, size, fresh: true }];
  const atoms: Atom[] = [];
  for (const [n, unit] of inside.entries()) {
    const span = {
      start: n === 0 ? block.start : unit.at.start,
      end: inside[n + 1]?.at.start ?? block.end,
    };
    atoms.push({ ...span, size: sizeOf(text, span), fresh: unit.first });
  }
  return atoms;
}

function unitsIn(units: readonly PlacedUnit[], { start, end }: Span): PlacedUnit[] {
  let low = 0;
  let high = units.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((units[middle] as PlacedUnit).at.start < start) low = middle + 1;
    else high = middle;
  }
  const inside: PlacedUnit[] = [];
  for (let i = low; i < units.length && (units[i] as PlacedUnit).at.start < end; i++)
    inside.push(units[i] as PlacedUnit);
  return inside;
}

function pack(text: string, atoms: readonly Atom[]): Span[] {
  const spans: Span[] = [];
  let open: Span | undefined;
  let size = 0;
  let left = atoms.reduce((sum, atom) => sum + atom.size, 0);
  for (const atom of atoms) {
    // What is left after a cut should not be a scrap.
    if (
      open &&
      (size + atom.size > MAX_SIZE ||
        (size >= MIN_SIZE && left >= MIN_SIZE / 2 && choosesToStart(text, atom)))
    ) {
      spans.push(trimmed(text, open));
      open = undefined;
      size = 0;
    }
    open = open ? { start: open.start, end: atom.end } : { start: atom.start, end: atom.end };
    size += atom.size;
    left -= atom.size;
  }
  if (open) spans.push(trimmed(text, open));
  return spans.filter(({ start, end }) => end > start);
}

/**
 * A coin that falls by the atom's own text: blocks start a passage one time in two, sentences one time in
 * four.
 */
function choosesToStart(text: string, atom: Atom): boolean {
  let hash = 0x811c9dc5;
  for (let at = atom.start; at < Math.min(atom.end, atom.start + 48); at++)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return ((hash >>> 16) & (atom.fresh ? 1 : 3)) === 0;
}

function trimmed(text: string, { start, end }: Span): Span {
  let from = start;
  let to = end;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return { start: from, end: to };
}
