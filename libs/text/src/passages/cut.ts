import { insideCharacter, insideWord, Kind, kindAt } from '../analysis/characters.ts';
import type { Section } from './outline.ts';
import { readOutline } from './read-outline.ts';
import { sentences, type Span } from './sentences.ts';

/**
 * Sizes in characters of a script with spaces; a Chinese character counts as SPACELESS of them.
 * A passage may end, at a place that its own text chooses, from ENOUGH on, and does before it passes FULL. Since the text
 * chooses and not the count from the page's start, an edit moves the cuts near it only.
 */
const ENOUGH = 450;
const FULL = 1_400;
const SPACELESS = 2.5;
/** No word is longer; what is, is not a word and is cut between characters. */
const LONGEST_WORD = 400;

/** A passage of content before it is analysed. */
export interface Cut {
  start: number;
  end: number;
  headings: Span[];
}

/** Cuts a page's content into passages: in order, apart, trimmed, under their headings, covering every word that is shown. Linear in the content's length. */
export function cutPassages(content: string, language = 'und'): { cuts: Cut[]; about: string } {
  const { sections, about } = readOutline(content);
  const cuts: Cut[] = [];
  const path: { start: number; end: number; level: number }[] = [];
  for (const [index, section] of sections.entries()) {
    const { heading } = section;
    if (heading) {
      while (path.length > 0 && (path.at(-1)?.level ?? 0) >= heading.level) path.pop();
      path.push(heading);
    }
    const headings = path.map(({ start, end }) => ({ start, end })).filter(({ start, end }) => end > start);
    for (const span of pack(content, unitsOf(content, section, language))) cuts.push({ ...span, headings });
    // A heading with nothing under it says all there is.
    if (heading && section.blocks.length === 0 && isLeaf(sections, index) && heading.end > heading.start)
      for (const { start, end } of pack(content, sentenceUnits(content, heading, language)))
        cuts.push({ start, end, headings: headings.slice(0, -1) });
  }
  // A page of nothing but front matter or markup is all there is to show.
  if (cuts.length === 0)
    for (const span of pack(content, sentenceUnits(content, { start: 0, end: content.length }, language)))
      cuts.push({ ...span, headings: [] });
  return { cuts, about };
}

function isLeaf(sections: readonly Section[], index: number): boolean {
  const level = sections[index]?.heading?.level ?? 0;
  const next = sections[index + 1]?.heading?.level;
  return next === undefined || next <= level;
}

interface Unit extends Span {
  size: number;
  /** Starts a paragraph, list or other block. */
  fresh: boolean;
}

/** Section → pieces that each fit a passage, cut at the kindest places: between blocks, else lines or sentences, else words. */
function unitsOf(content: string, section: Section, language: string): Unit[] {
  return section.blocks.flatMap((block) => {
    const size = sizeOf(content, block);
    if (size <= FULL) return [{ start: block.start, end: block.end, size, fresh: true }];
    return block.kind === 'lines'
      ? lineUnits(content, block, language)
      : sentenceUnits(content, block, language);
  });
}

function lineUnits(content: string, block: Span, language: string): Unit[] {
  const units: Unit[] = [];
  for (let start = block.start; start < block.end;) {
    const found = content.indexOf('\n', start);
    const end = found < 0 || found > block.end ? block.end : found;
    const line = { start, end };
    if (sizeOf(content, line) <= FULL) units.push({ ...line, size: sizeOf(content, line), fresh: true });
    else units.push(...sentenceUnits(content, line, language));
    start = end + 1;
  }
  return units;
}

function sentenceUnits(content: string, block: Span, language: string): Unit[] {
  // Line breaks inside a paragraph are white space: they end no sentence.
  const text = content.slice(block.start, block.end).replace(/[\r\n]/g, ' ');
  return sentences(text, language).flatMap(({ start, end }, index) => {
    const span = { start: block.start + start, end: block.start + end };
    const size = sizeOf(content, span);
    if (size <= FULL) return [{ ...span, size, fresh: index === 0 }];
    return wordUnits(content, span);
  });
}

/** Pieces of at most about half a passage, cut between words, and between characters where there is no end of a word near. */
function wordUnits(content: string, span: Span): Unit[] {
  const units: Unit[] = [];
  let start = span.start;
  while (start < span.end) {
    let end = start;
    let size = 0;
    while (end < span.end && size < FULL / 2) size += weight(content, end++);
    if (end < span.end) {
      let cut = end;
      while (cut < span.end && cut - end < LONGEST_WORD && insideWord(content, cut)) cut++;
      if (cut < span.end && insideWord(content, cut)) {
        cut = end;
        while (cut < span.end && cut - end < 32 && insideCharacter(content, cut)) cut++;
        // Beyond 32 marks on one character only surrogate pairs are kept together.
        if (isLowSurrogate(content, cut)) cut++;
      }
      end = cut;
    }
    units.push({ start, end, size: sizeOf(content, { start, end }), fresh: false });
    start = end;
  }
  return units;
}

function isLowSurrogate(content: string, index: number): boolean {
  const unit = content.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function weight(content: string, index: number): number {
  return content.charCodeAt(index) < 0x0e00 ? 1 : kindAt(content, index) === Kind.unspaced ? SPACELESS : 1;
}

function sizeOf(content: string, { start, end }: Span): number {
  // Nothing that long fits, whatever it is made of.
  if (end - start > FULL) return end - start;
  let size = 0;
  for (let at = start; at < end; at++) size += weight(content, at);
  return size;
}

function pack(content: string, units: readonly Unit[]): Span[] {
  const spans: Span[] = [];
  let open: Span | undefined;
  let size = 0;
  let left = units.reduce((sum, unit) => sum + unit.size, 0);
  for (const unit of units) {
    // What is left after a cut should not be a scrap.
    if (
      open &&
      (size + unit.size > FULL || (size >= ENOUGH && left >= ENOUGH / 2 && choosesToStart(content, unit)))
    ) {
      push(content, spans, open);
      open = undefined;
      size = 0;
    }
    open = open ? { start: open.start, end: unit.end } : { start: unit.start, end: unit.end };
    size += unit.size;
    left -= unit.size;
  }
  if (open) push(content, spans, open);
  return spans;
}

/** A coin that falls by the unit's own text: blocks start a passage one time in two, sentences one time in four. */
function choosesToStart(content: string, unit: Unit): boolean {
  let hash = 0x811c9dc5;
  for (let at = unit.start; at < Math.min(unit.end, unit.start + 48); at++)
    hash = Math.imul(hash ^ content.charCodeAt(at), 0x01000193);
  return ((hash >>> 16) & (unit.fresh ? 1 : 3)) === 0;
}

function push(content: string, spans: Span[], span: Span): void {
  let { start, end } = span;
  while (start < end && isBlank(content.charCodeAt(start))) start++;
  while (end > start && isBlank(content.charCodeAt(end - 1))) end--;
  if (start < end) spans.push({ start, end });
}

function isBlank(unit: number): boolean {
  return (
    unit === 0x20 ||
    (unit >= 0x09 && unit <= 0x0d) ||
    unit === 0xa0 ||
    unit === 0xfeff ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000 ||
    unit === 0x1680
  );
}
