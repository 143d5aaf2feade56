import { languagesWith } from '@persona/languages';
import { cleanText, rawSpan, Role, sentences, visitTerms, type Span } from '@persona/text';
import type { Evidence } from '../evidence.ts';

/** A sentence, list item, table row or whole piece of code: the least that can be said on its own. */
export interface Unit {
  kind: 'sentence' | 'item' | 'row' | 'code' | 'heading';
  /** Readable text, without markup. */
  text: string;
  /** Offsets into the page's content. */
  start: number;
  end: number;
  /** Whether a new paragraph begins with it. */
  first: boolean;
}

/** The terms of a text with their surfaces; function words are left out. */
export interface Term {
  term: string;
  /** False for another way to look for a word beside it: a part of an identifier, a pair of characters. */
  word: boolean;
  start: number;
  end: number;
}

export function termsOf(text: string, language: string): Term[] {
  const terms: Term[] = [];
  visitTerms(text, language, (term, role, start, end) => {
    if (role !== Role.functionWord) terms.push({ term, word: role === Role.word, start, end });
  });
  return terms;
}

/** The terms that are whole words of a text. */
export const wordsOf = (text: string, language: string): Set<string> =>
  new Set(termsOf(text, language).flatMap(({ term, word }) => (word ? [term] : [])));

const wordy = languagesWith('wordy');

/** Whether a text is a sentence, as far as can be told: output, commands and labels have no function words. */
export function isProse(text: string, language: string): boolean {
  if (!wordy.has(language)) return true;
  let prose = false;
  visitTerms(text, language, (_, role) => {
    prose ||= role === Role.functionWord;
  });
  return prose;
}

/** Reads a passage into its units, in order. */
export function unitsOf(passage: Evidence): Unit[] {
  const clean = cleanText(passage.text);
  const fences = fencesOf(passage.text);
  const units: Unit[] = [];
  let fence: { start: number; end: number } | undefined;
  let last = 0;
  for (const span of sentences(clean.text, passage.language)) {
    const raw = rawSpan(clean, span);
    const text = clean.text.slice(span.start, span.end);
    const first = units.length === 0 || clean.text.slice(last, span.start).includes('\n');
    last = span.end;
    const inside = fences.find(({ start, end }) => raw.start >= start && raw.start < end);
    const previous = units.at(-1);
    if (inside && inside === fence && previous?.kind === 'code') {
      // Code is one unit, with its line breaks and indentation.
      previous.end = passage.start + raw.end;
      previous.text = passage.text.slice(previous.start - passage.start, raw.end);
      continue;
    }
    fence = inside;
    const marked = inside ? raw : withMarks(passage.text, raw);
    units.push({
      kind: inside ? 'code' : first ? kindOfLine(passage.text, raw.start) : (previous?.kind ?? 'sentence'),
      text: inside ? passage.text.slice(raw.start, raw.end) : text,
      start: passage.start + marked.start,
      end: passage.start + marked.end,
      first,
    });
  }
  return units;
}

function fencesOf(text: string): { start: number; end: number }[] {
  const fences: { start: number; end: number }[] = [];
  for (const found of text.matchAll(/^[ \t]*(```+|~~~+)[^\n]*\n([^]*?)(?:^[ \t]*\1[ \t]*$|(?![^]))/gm)) {
    const start = found.index + found[0].indexOf('\n') + 1;
    fences.push({ start, end: start + (found[2]?.length ?? 0) });
  }
  for (const found of text.matchAll(/<pre[^>]*>([^]*?)(?:<\/pre>|(?![^]))/gi)) {
    fences.push({ start: found.index, end: found.index + found[0].length });
  }
  // Code by indentation: after a blank line, and not in a list.
  for (const found of text.matchAll(
    /(?:^|\n[ \t]*\n)((?:(?: {4}|\t)[^\n]*(?:\n|$)(?:[ \t]*\n(?= {4}|\t))*)+)/g,
  )) {
    const start = found.index + found[0].length - (found[1]?.length ?? 0);
    const before = text.slice(0, start).trimEnd();
    const lastLine = before.slice(before.lastIndexOf('\n') + 1);
    if (!/^[ \t]*(?:[-*+•]|\d{1,9}[.)])[ \t]/.test(lastLine))
      fences.push({ start, end: start + (found[1]?.length ?? 0) });
  }
  return fences;
}

const openingMarks = /(?<![^\s>|(])(?:!?\[|[`*_~])+$/;
const closingMarks = /^(?:[`*_~]+|\]\([^()\s]*\))+/;

/** A stretch with the marks that open right before it or close right behind it, so that a quote begins with a whole `code` or **word**. */
function withMarks(text: string, { start, end }: Span): Span {
  const before = openingMarks.exec(text.slice(Math.max(0, start - 12), start))?.[0].length ?? 0;
  const after = closingMarks.exec(text.slice(end, end + 300))?.[0].length ?? 0;
  return { start: start - before, end: end + after };
}

/** Fields before the text of a page, where there is nothing else to index: they say what it is called, not what it says. */
const frontMatter = /^(?:---\s*\n)?[\w-]+:[ \t].*\n[\w-]+:[ \t]/;

function kindOfLine(text: string, at: number): Unit['kind'] {
  if (frontMatter.test(text.slice(at, at + 1000))) return 'heading';
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const before = text.slice(Math.max(lineStart, at - 200), at);
  if (/^[ \t>]*#{1,6}[ \t]/.test(before) || /<h[1-6][^>]*>[^<]*$/i.test(before)) return 'heading';
  if (/^[ \t>]*(?:[-*+•]|\d{1,9}[.)])[ \t]/.test(before) || /<li[^>]*>\s*(?:<[^>]*>\s*)*$/i.test(before))
    return 'item';
  if (/^[ \t]*\|/.test(before) || /<t[dh][^>]*>\s*(?:<[^>]*>\s*)*$/i.test(before)) return 'row';
  return 'sentence';
}
