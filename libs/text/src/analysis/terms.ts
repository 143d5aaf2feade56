import { known, packOf, type Stem } from '@persona/languages';
import { insideCharacter, Kind, kindAt, kindIn } from './characters.ts';
import { withCodeUnits, type CodeUnits } from './code-units.ts';
import { knownTerm, whenForgotten, type KnownTerm } from './known-terms.ts';
import { foldStem, normaliseWord, simplified } from './normalise.ts';
import type { Span } from '../passages/sentences.ts';
import { createWordCache } from './words-in-place.ts';

/**
 * Text → terms. A term stands for a word in the sense of retrieval: two texts speak of the same thing when
 * they share terms.
 *
 * Beside the words themselves there are *extras*: other ways to look for what was written. An identifier is
 * found whole (`ACL-CAT` → aclcat), by its parts (`readFile` → read, file) and unstemmed; scripts without
 * spaces get character pairs.
 */
export const Role = { word: 0, functionWord: 1, extra: 2 } as const;
export type Role = (typeof Role)[keyof typeof Role];

/** Called for each term in reading order, with the offsets of the stretch it was read from. */
export type VisitTerm<T = string> = (term: T, role: Role, start: number, end: number) => void;

/** What a chunk is read as: a term, and the next. Most have one, so that nothing else is looked at. */
interface Reading {
  readonly term: KnownTerm;
  readonly role: Role;
  next: Reading | undefined;
}

const MAX_CHUNK_LENGTH = 256;
const MAX_WORD_LENGTH = 64;
const MAX_RUN_LENGTH = 200;
const REMEMBERED = 50_000;

interface Analyser {
  language: string;
  stop: ReadonlySet<string>;
  stem: Stem | undefined;
  /** Whether texts may be written in traditional characters for the simplified ones. */
  simplifies: boolean;
  /** The language that the platform's word segmenter is asked for: one with a dictionary, else any. */
  segmented: string;
  /** What chunks of a usual length are read as. */
  known: (
    units: Uint16Array,
    from: number,
    to: number,
    make: (surface: string) => Reading | undefined,
  ) => Reading | undefined;
  readChunk: (surface: string) => Reading | undefined;
}

const analysers = new Map<string, Analyser>();
whenForgotten(() => analysers.clear());

function analyserOf(code: string): Analyser {
  // Scraps without a single function word are most often English; what they are, pages and queries are read
  // alike.
  const language = code === 'und' ? 'en' : code;
  let analyser = analysers.get(language);
  if (!analyser) {
    const pack = packOf(language);
    const words = (known(pack?.functionWords) ?? '').split(/\s+/).filter(Boolean);
    const simplifies = pack?.traits.includes('traditional-characters') ?? false;
    const made: Analyser = {
      language,
      stop: new Set(words.map((word) => normaliseWord(simplifies ? simplified(word) : word, language))),
      stem: known(pack?.stem),
      simplifies,
      segmented: pack?.traits.includes('unspaced') ? language : 'und',
      known: createWordCache(REMEMBERED),
      readChunk: (surface) => readChunk(surface, made),
    };
    analyser = made;
    analysers.set(language, analyser);
  }
  return analyser;
}

/**
 * Visits the terms of `text`, or of a stretch of it, read as `language` (ISO 639; unknown codes are read
 * without stems and function words). Linear in the stretch's length.
 */
export function visitTerms(
  text: string,
  language: string,
  visit: VisitTerm,
  stretch: Span = { start: 0, end: text.length },
): void {
  visitKnownTerms(text, language, (term, role, start, end) => visit(term.text, role, start, end), stretch);
}

/** As `visitTerms`, for who numbers terms rather than reads them. */
export function visitKnownTerms(
  text: string,
  language: string,
  visit: VisitTerm<KnownTerm>,
  stretch: Span = { start: 0, end: text.length },
): void {
  const analyser = analyserOf(language);
  withCodeUnits(text, stretch, (code) => visitIn(code, text, stretch, analyser, visit));
}

function visitIn(
  { units, offset }: CodeUnits,
  text: string,
  stretch: Span,
  analyser: Analyser,
  visit: VisitTerm<KnownTerm>,
): void {
  const limit = stretch.end - offset;
  let at = stretch.start - offset;
  while (at < limit) {
    const kind = kindIn(units, at);
    if (kind === Kind.other || kind === Kind.mark) {
      at++;
      continue;
    }
    let end = kind === Kind.unspaced ? endOfRun(units, at, limit) : endOfChunk(units, at, limit);
    // C++, C#
    if (
      end - at === 1 &&
      end < limit &&
      isPlusOrHash(units[end]) &&
      plusesOrHash.test(text.slice(offset + end, offset + Math.min(end + 3, limit)))
    )
      end += units[end] === HASH ? 1 : 2;
    let reading =
      kind === Kind.unspaced
        ? readUnspaced(text.slice(offset + at, offset + end), analyser)
        : end - at <= MAX_WORD_LENGTH
          ? analyser.known(units, at, end, analyser.readChunk)
          : analyser.readChunk(text.slice(offset + at, offset + end));
    for (; reading; reading = reading.next) visit(reading.term, reading.role, offset + at, offset + end);
    at = end;
  }
}

const [HASH, PLUS, SPACE, COLON] = [0x23, 0x2b, 0x20, 0x3a];
const plusesOrHash = /^(\+\+|#)(?![\p{L}\p{N}])/u;
const isPlusOrHash = (unit: number | undefined): boolean => unit === PLUS || unit === HASH;

function endOfRun(units: Uint16Array, start: number, limit: number): number {
  let end = start + 1;
  while (end < limit && end - start < MAX_RUN_LENGTH) {
    const kind = kindIn(units, end);
    if (kind !== Kind.unspaced && kind !== Kind.mark) break;
    end++;
  }
  return avoidHalfPair(units, start, end, limit);
}

function avoidHalfPair(units: Uint16Array, start: number, end: number, limit: number): number {
  const last = units[end - 1] as number;
  return last >= 0xd800 && last <= 0xdbff && end < limit && end - start > 1 ? end - 1 : end;
}

const connectors = new Set(Array.from("-_./:@&',‐‑’·+#", (mark) => mark.charCodeAt(0)));

/**
 * A chunk is a word, or words joined by single marks without space: an identifier, a number, a compound, an
 * elision.
 */
function endOfChunk(units: Uint16Array, start: number, limit: number): number {
  let end = start + 1;
  const max = Math.min(limit, start + MAX_CHUNK_LENGTH);
  while (end < max) {
    const unit = units[end] as number;
    // Small letters, as most are.
    if (unit >= 0x61 && unit <= 0x7a) {
      end++;
      continue;
    }
    const kind = kindIn(units, end);
    if (kind === Kind.unspaced) break;
    if (kind === Kind.other) {
      if (unit === SPACE || !connectors.has(unit)) break;
      const step = unit === COLON && units[end + 1] === COLON ? 2 : 1; // a::b
      if (end + step >= limit) break;
      const next = kindIn(units, end + step);
      if (next === Kind.other || next === Kind.unspaced || next === Kind.mark) break;
      end += step;
    }
    end++;
  }
  return avoidHalfPair(units, start, end, limit);
}

/** Puts terms one behind the other. */
function createReading() {
  let first: Reading | undefined;
  let last: Reading | undefined;
  return {
    first: (): Reading | undefined => first,
    has(term: KnownTerm): boolean {
      for (let one = first; one; one = one.next) if (one.term === term) return true;
      return false;
    },
    add(term: KnownTerm, role: Role): void {
      const one: Reading = { term, role, next: undefined };
      if (last) last.next = one;
      else first = one;
      last = one;
    },
  };
}

const separators = /[^\p{L}\p{M}\p{N}\u00ad\u200c-\u200d\u2060\ufeff]+/u;
const apostrophe = /['’]/;
const grouped = /^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/;
const decimal = /^\d+[.,]\d+$/;
const pieces = /\p{Lu}+(?!\p{Ll})\d*|\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\d+|\p{L}+/gu;

function readChunk(surface: string, analyser: Analyser): Reading | undefined {
  const reading = createReading();
  const add = (term: string, role: Role): void => {
    if (term === '') return;
    const known = knownTerm(term);
    if (role !== Role.extra || !reading.has(known)) reading.add(known, role);
  };
  const whole = normaliseWord(surface, analyser.language);
  if (grouped.test(whole) || decimal.test(whole)) {
    const number = grouped.test(whole) ? whole.replace(/[.,]/g, '') : whole.replace(',', '.');
    add(number, Role.word);
    if (grouped.test(whole) && whole.includes('.')) add(whole, Role.extra);
    return reading.first();
  }
  if (/[+#]$/.test(surface)) add(whole, Role.extra);
  const parts = surface.split(separators).filter(Boolean);
  const elided = apostrophe.test(surface);
  for (const part of parts) {
    // What an apostrophe leaves of "l'", "'s", "'t" is grammar, not a word.
    if (elided && part.length === 1 && parts.length > 1) continue;
    readWord(part, analyser, add);
  }
  if (parts.length < 2 || surface.length > MAX_WORD_LENGTH) return reading.first();
  const joined = elided ? surface.split(apostrophe).filter((part) => separators.test(part)) : [surface];
  for (const compound of joined) {
    const plain = normaliseWord(compound, analyser.language);
    // The point of a version number is part of it; other marks are spelling: max_connections, maxConnections.
    add(foldStem(plain.replace(/(?!(?<=\d)\.\d)[^\p{L}\p{M}\p{N}]+/gu, ''), ''), Role.extra);
  }
  return reading.first();
}

function readWord(part: string, analyser: Analyser, add: (term: string, role: Role) => void): void {
  const { language, stem } = analyser;
  const word = normaliseWord(part.slice(0, MAX_WORD_LENGTH), language);
  if (!word) return;
  const hasDigit = /\d/.test(word);
  const isStemmed = stem && !hasDigit && part.length <= MAX_WORD_LENGTH / 2;
  const term = foldStem(isStemmed ? stem(word) : word, language) || word;
  const isStop = analyser.stop.has(word);
  const isAcronym = word.length > 1 && part === part.toUpperCase() && part !== part.toLowerCase();
  // An acronym is not a function word: IT, WHO, US.
  add(term, isStop && !isAcronym ? Role.functionWord : Role.word);
  if (part.length > MAX_WORD_LENGTH) return;
  if (isAcronym && term !== word) add(foldStem(word, ''), Role.extra);
  if (!isAcronym && (hasDigit || /\p{Ll}\p{Lu}/u.test(part))) {
    const split = part.match(pieces) ?? [];
    if (split.length > 1 && split.length <= 8)
      for (const piece of split) {
        const plain = normaliseWord(piece, language);
        if (plain.length > 1 || /\d/.test(plain)) add(foldStem(stem?.(plain) ?? plain, language), Role.extra);
      }
    add(foldStem(word, ''), Role.extra);
  }
  if (kindAt(word, 0) === Kind.hangul) addPairs(word, add);
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string): Intl.Segmenter {
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    segmenter = new Intl.Segmenter(language, { granularity: 'word' });
    segmenters.set(language, segmenter);
  }
  return segmenter;
}

/**
 * Dictionary words, and pairs of characters for what the dictionary does not know or cuts differently in
 * another sentence. A character on its own is most often a piece of a name that the dictionary lacks: the
 * pairs say what it belongs to.
 */
function readUnspaced(run: string, analyser: Analyser): Reading | undefined {
  const reading = createReading();
  const surface = analyser.simplifies ? simplified(run) : run;
  const words: KnownTerm[] = [];
  for (const { segment } of segmenterOf(analyser.segmented).segment(surface)) {
    const word = normaliseWord(segment, analyser.language);
    if (!word) continue;
    const term = knownTerm(word);
    words.push(term);
    const isWhole = !isOneCharacter(word);
    reading.add(term, analyser.stop.has(word) ? Role.functionWord : isWhole ? Role.word : Role.extra);
  }
  addPairs(normaliseWord(surface, analyser.language), (pair) => {
    const term = knownTerm(pair);
    if (!words.includes(term)) reading.add(term, Role.extra);
  });
  return reading.first();
}

function isOneCharacter(word: string): boolean {
  let end = 1;
  while (end < word.length && insideCharacter(word, end)) end++;
  return end === word.length;
}

function addPairs(word: string, add: (term: string, role: Role) => void): void {
  let before = '';
  for (let at = 0; at < word.length;) {
    let end = at + 1;
    while (end < word.length && insideCharacter(word, end)) end++;
    const character = word.slice(at, end);
    if (before) add(before + character, Role.extra);
    before = character;
    at = end;
  }
}
