import { known, packOf } from '@persona/languages';
import type { Span, Unit } from '@persona/text';
import type { Evidence } from '../evidence.ts';
import { saidOtherwise } from '../extract/passage-terms.ts';
import { countLike, hasLike } from '../extract/label-match.ts';
import { ownWords } from '../extract/own-words.ts';
import { wordsOf } from '../extract/terms.ts';
import { isSelfWord } from '../question/self-words.ts';
import {
  contradictsCount,
  countsAnother,
  factsOf,
  factSource,
  holds,
  type Fact,
  type FactSource,
} from './facts.ts';

/** Why a sentence of a model's reply is not said. */
export type UnprovenReason =
  | 'number'
  | 'name'
  | 'quote'
  | 'link'
  | 'markup'
  | 'negation'
  | 'unrelated'
  | 'cut'
  | 'private';

/** Where a passage, by its number from 1, proves a sentence. */
export interface Support {
  number: number;
  /** Offsets into the page's content. */
  quote: Span;
}

export type Proof = { supports: Support[] } | { reason: UnprovenReason };

/** Share of a sentence's words that what proves it holds, and of each of its clauses. */
const MIN_SHARE = 0.6;
/** Of a few words, one in other words is half of what is said: "visitors may bake" of those who may watch. */
const FEW_WORDS = 4;
const MIN_SHARE_OF_FEW = 0.75;
const MIN_CLAUSE_SHARE = 0.5;
/** Share of what a sentence takes from a text in one go that has to stand there together. */
const MIN_SEGMENT_SHARE = 0.7;
/** Units in a row that prove a sentence together, at most. */
const MAX_WINDOW_UNITS = 3;
/** Characters of a quote; a longer unit is quoted whole all the same. */
const MAX_QUOTE_CHARACTERS = 400;

const LINK =
  /(?:https?:\/\/|www\.)[^\s<>"')\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.-])(?:[\w-]+\.)+(?:com|org|net|io|dev|app|info|biz|shop|site|online|xyz|top|link|ru|cn|de|uk)(?![\w-])(?:\/[^\s<>"')\]]*)?/giu;
const MARKUP = /<\/?[a-z!][^<>]*>?|javascript:|data:text\//iu;
const LIST_MARKER = /^(?:[-–*•]|\p{Nd}{1,2}[.)])\s+/u;

export const statesLink = (text: string): boolean => text.search(LINK) >= 0;
export const statesMarkup = (text: string): boolean => MARKUP.test(text);

/** A run of units that is asked whether it proves a sentence. */
interface Window {
  number: number;
  quote: Span;
  facts: FactSource;
  text: string;
  words: ReadonlySet<string>;
  clauses: Clause[];
  segments: ReadonlySet<string>[];
}

interface Clause {
  words: ReadonlySet<string>;
  negated: boolean;
}

interface Source {
  evidence: Evidence;
  /** What names may be taken from beside the text: what the page and its parts are called. */
  titles: FactSource;
  titleWords: ReadonlySet<string>;
  windows: Window[];
}

/**
 * Proves sentences by the passages that a model was shown. All that a sentence states has to stand in few
 * neighbouring units of one passage, or of those it cites: its numbers, quotations and links as they are, its
 * names there or in the title, most words of each of its clauses, and nothing denied that is said or said
 * that is denied. Titles, headings, questions and words of others prove nothing. What is in another language
 * than its passage can only be proven by its facts, and has to cite it and to have some.
 */
export function createProver(
  evidence: readonly Evidence[],
  names: readonly string[],
  question = '',
): (sentence: string, cited: readonly number[], language: string) => Proof {
  const own = ownWords(evidence, names);
  const sources = new Map<number, Source>();
  const sourceOf = (number: number): Source | undefined => {
    const passage = evidence[number - 1];
    if (!passage) return undefined;
    let source = sources.get(number);
    if (!source) sources.set(number, (source = readSource(passage, number, new Set(own[number - 1]?.units))));
    return source;
  };
  const ownName = factSource(names.join('\n'));
  const isOwnName = (fact: Fact) => fact.kind === 'name' && holds(ownName, fact);

  return (written, cited, language) => {
    const sentence = written.replace(LIST_MARKER, '');
    if (evidence.some((passage) => repeatsHeadings(sentence, passage))) return { reason: 'unrelated' };
    const issued = cited.filter((number) => sourceOf(number) !== undefined);
    const citedSources = issued.map((number) => sourceOf(number) as Source);
    const others = evidence.keys().map((n) => n + 1);
    const facts = factsOf(sentence, language).filter((fact) => !isOwnName(fact));
    let nearest: Unproven = { share: -1, reason: 'unrelated' };
    for (const number of new Set([...issued, ...others])) {
      const source = sourceOf(number) as Source;
      const claim = readClaim(sentence, facts, source, names, question);
      const found = proofIn(claim, source.windows, source);
      if (!('reason' in found)) return { supports: [found] };
      if (found.share > nearest.share) nearest = found;
    }
    return (
      together(sentence, facts, citedSources, names) ??
      translated(sentence, facts, citedSources, language) ?? { reason: nearest.reason }
    );
  };
}

/** What a text lacks of a sentence, of whose words it holds a share. */
interface Unproven {
  share: number;
  reason: UnprovenReason;
}

/** A sentence as the text of one passage can prove it. */
interface Claim {
  sentence: string;
  facts: readonly Fact[];
  links: readonly string[];
  markup: string | undefined;
  clauses: Clause[];
  words: ReadonlySet<string>;
  /** Whether it has no word of its own: then the words are those of the question that it answers. */
  isBare: boolean;
  language: string;
}

function readClaim(
  sentence: string,
  facts: readonly Fact[],
  { evidence: { language }, titles, titleWords }: Pick<Source, 'evidence' | 'titles' | 'titleWords'>,
  names: readonly string[],
  question = '',
): Claim {
  // Names and numbers are facts, which are looked for by themselves.
  const factWords = wordsOf([...names, ...facts.map(({ text }) => text)].join('\n'), language);
  const isWord = (word: string) => !factWords.has(word) && !isSelfWord(word, language);
  const clauses = clausesOf(sentence, language).map(({ words, negated }) => ({
    words: new Set(words.values().filter(isWord)),
    negated,
  }));
  const words = new Set(
    clauses.flatMap((clause) => [...clause.words].filter((word) => !titleWords.has(word))),
  );
  // "In 1871." says nothing but what it is asked for.
  const said = words.size > 0 ? words : wordsOf(question, language);
  return {
    sentence,
    facts: facts.filter((fact) => fact.kind !== 'name' || !holds(titles, fact)),
    links: [...sentence.matchAll(LINK)].map(([link]) => link.replace(/[.,;:!?]+$/u, '')),
    markup: MARKUP.exec(sentence)?.[0],
    clauses,
    words: new Set(said.values().filter((word) => !titleWords.has(word) && isWord(word))),
    isBare: words.size === 0,
    language,
  };
}

/** The window that proves a claim by itself; else what the best one lacks. */
function proofIn(
  claim: Claim,
  windows: readonly Window[],
  { evidence, titleWords }: Pick<Source, 'evidence' | 'titleWords'>,
): Support | Unproven {
  if (claim.markup !== undefined && !evidence.text.includes(claim.markup))
    return { share: 0, reason: 'markup' };
  if (claim.links.some((link) => !evidence.text.includes(link))) return { share: 0, reason: 'link' };
  let nearest: Unproven = { share: -1, reason: 'unrelated' };
  for (const window of windows) {
    const { share, reason } = judge(claim, window, titleWords);
    if (reason === undefined) return window;
    if (share > nearest.share) nearest = { share, reason };
  }
  return nearest;
}

function judge(
  { sentence, facts, clauses, words, isBare, language }: Claim,
  window: Omit<Window, 'number' | 'quote'>,
  titleWords: ReadonlySet<string>,
): { share: number; reason: UnprovenReason | undefined } {
  const otherwise = new Set(saidOtherwise(words, window.words, language));
  const has = (word: string) => hasLike(window.words, word) || otherwise.has(word);
  const shareOf = (some: readonly string[]) => some.filter(has).length / Math.max(1, some.length);
  const share = shareOf([...words]);
  const missing = facts.find((fact) => !holds(window.facts, fact));
  if (missing) return { share, reason: missing.kind };
  const isKnownThing = (thing: string) => wordsOf(thing, language).values().some(has);
  if (contradictsCount(sentence, window.text) || countsAnother(sentence, window.text, isKnownThing))
    return { share, reason: 'number' };
  const besideFacts = facts.reduce((rest, { text }) => rest.replace(text, ''), sentence);
  const minShare = words.size <= FEW_WORDS ? MIN_SHARE_OF_FEW : MIN_SHARE;
  const isVerbatim = /\p{L}/u.test(besideFacts) && holds(window.facts, { kind: 'quote', text: sentence });
  const isTold = isVerbatim || (words.size > 0 && share >= minShare && (!isBare || facts.length > 0));
  const isWhole = clauses.every((clause) => {
    const own = [...clause.words].filter((word) => !titleWords.has(word));
    return own.length < 2 || shareOf(own) >= MIN_CLAUSE_SHARE;
  });
  const isTogether = segmentsOf(sentence, language).every((segment) => {
    const held = new Set(segment.values().filter((word) => hasLike(window.words, word)));
    const maxHeld = Math.max(0, ...window.segments.map((other) => countLike(held, other)));
    return maxHeld >= MIN_SEGMENT_SHARE * held.size;
  });
  if (!isTold || !isWhole || !isTogether) return { share, reason: 'unrelated' };
  const isDenied = clauses.some((clause) => {
    if (clause.words.size === 0) return false;
    if (!clause.negated && clause.words.values().some((word) => isOnlyDenied(word, window))) return true;
    const shared = window.clauses.map((other) => countLike(clause.words, other.words));
    const maxShared = Math.max(0, ...shared);
    return (
      maxShared > 0 &&
      !window.clauses.some((other, i) => shared[i] === maxShared && other.negated === clause.negated)
    );
  });
  return { share, reason: isDenied ? 'negation' : undefined };
}

/** Whether all that a window says of a word is a denial: "dogs are not", after "children are welcome". */
function isOnlyDenied(word: string, { clauses }: Pick<Window, 'clauses'>): boolean {
  const about = clauses.filter(({ words }) => hasLike(words, word));
  return about.length > 0 && about.every(({ negated }) => negated);
}

/** Whether a sentence is nothing but what a page and its parts are called, as it was put before the model. */
function repeatsHeadings(sentence: string, evidence: Evidence): boolean {
  const words = wordsOf(sentence, evidence.language);
  return words.size > 0 && words.isSubsetOf(wordsOf(titlesOf(evidence), evidence.language));
}

/** What several passages that a sentence cites prove together; each has to hold something of it. */
function together(
  sentence: string,
  facts: readonly Fact[],
  sources: readonly Source[],
  names: readonly string[],
): Proof | undefined {
  const [first] = sources;
  if (!first || sources.length < 2) return undefined;
  if (sources.some(({ evidence }) => evidence.language !== first.evidence.language)) return undefined;
  const titleWords = new Set(sources.flatMap((source) => [...source.titleWords]));
  const titles = factSource(sources.map(({ evidence }) => titlesOf(evidence)).join('\n'));
  const claim = readClaim(sentence, facts, { evidence: first.evidence, titles, titleWords }, names);
  if (claim.markup !== undefined || claim.links.length > 0) return undefined;
  const parts = sources.map(({ windows }) =>
    windows
      .map((window) => ({
        window,
        held:
          countLike(claim.words, window.words) +
          2 * claim.facts.filter((fact) => holds(window.facts, fact)).length,
      }))
      .reduce<{ window?: Window; held: number }>((best, one) => (one.held > best.held ? one : best), {
        held: 0,
      }),
  );
  const windows = parts.flatMap(({ window }) => window ?? []);
  if (windows.length < 2) return undefined;
  const text = windows.map((window) => window.text).join('\n');
  const { reason } = judge(
    claim,
    {
      text,
      facts: factSource(text),
      words: new Set(windows.flatMap(({ words }) => [...words])),
      clauses: windows.flatMap(({ clauses }) => clauses),
      segments: windows.flatMap(({ segments }) => segments),
    },
    titleWords,
  );
  return reason === undefined ? { supports: windows } : undefined;
}

/** What a passage in another language proves: its words cannot be compared, its facts can. */
function translated(
  sentence: string,
  facts: readonly Fact[],
  sources: readonly Source[],
  language: string,
): Proof | undefined {
  const foreign = sources.filter(
    ({ evidence }) => evidence.language !== language && evidence.language !== 'und',
  );
  if (language === 'und' || foreign.length === 0 || facts.length === 0) return undefined;
  if (statesMarkup(sentence) || statesLink(sentence)) return undefined;
  const supports = foreign.flatMap(({ windows, titles, evidence: { text } }) => {
    const all = factSource(windows.map((window) => window.text).join('\n'));
    const isHeld = facts.every((fact) => holds(all, fact) || (fact.kind === 'name' && holds(titles, fact)));
    if (!isHeld || contradictsCount(sentence, text)) return [];
    const best = windows.reduce<{ window?: Window; held: number }>(
      (best, window) => {
        const held = facts.filter((fact) => holds(window.facts, fact)).length;
        return held > best.held ? { window, held } : best;
      },
      { held: -1 },
    );
    return best.window ?? [];
  });
  return supports.length > 0 ? { supports } : undefined;
}

const titlesOf = ({ title, headings }: Evidence): string => [title, ...headings].join('\n');

/** A unit as a window is made of it. */
interface ReadUnit extends Pick<Window, 'text' | 'clauses' | 'segments'> {
  unit: Unit;
}

/** Reads a passage for proofs by those of its units that the persona says. */
function readSource(evidence: Evidence, number: number, own: ReadonlySet<Unit>): Source {
  const { language } = evidence;
  const units = evidence.units.map((unit): ReadUnit | undefined => {
    if (!own.has(unit)) return undefined;
    const text = told(unit);
    return { unit, text, clauses: clausesOf(text, language), segments: segmentsOf(text, language) };
  });
  const windows: Window[] = [];
  for (let size = 1; size <= MAX_WINDOW_UNITS; size++)
    for (let from = 0; from + size <= units.length; from++) {
      const run = units.slice(from, from + size).filter((one) => one !== undefined);
      if (run.length === size) windows.push(windowOf(run, number));
    }
  return {
    evidence,
    titles: factSource(titlesOf(evidence)),
    titleWords: wordsOf(titlesOf(evidence), language),
    windows,
  };
}

function windowOf(run: readonly ReadUnit[], number: number): Window {
  const text = run.map((one) => one.text).join('\n');
  const units = run.map(({ unit }) => unit);
  const [first, last] = [units[0] as Unit, units.at(-1) as Unit];
  const fits = last.end - first.start <= MAX_QUOTE_CHARACTERS;
  const widest = units.reduce((one, other) => (other.text.length > one.text.length ? other : one), first);
  const clauses = run.flatMap((one) => one.clauses);
  return {
    number,
    quote: fits ? { start: first.start, end: last.end } : { start: widest.start, end: widest.end },
    facts: factSource(text),
    text,
    words: new Set(clauses.flatMap(({ words }) => [...words])),
    clauses,
    segments: run.flatMap((one) => one.segments),
  };
}

/** A unit with what it is the value of, and the date of its entry: no statement is whole without these. */
function told({ text, label, labelled, value, date }: Unit): string {
  const isLabel = label !== undefined && labelled !== 'question' && value === undefined;
  return [...(isLabel ? [label] : []), ...(date === undefined ? [] : [date]), text].join(' ');
}

/** The clauses of a text: what stands between its points, commas and words that join. */
function clausesOf(text: string, language: string): Clause[] {
  const negations = known(packOf(language)?.negations);
  return partsOf(text, language, String.raw`[,:](?!\p{Nd})|[;—–()!?。，；：、]|\.(?=\s|$)`).map((part) => ({
    words: wordsOf(part, language),
    negated: negations?.test(part) ?? false,
  }));
}

/** The words of what a text says one after the other: an apposition between commas parts nothing. */
const segmentsOf = (text: string, language: string): ReadonlySet<string>[] =>
  partsOf(text, language, String.raw`[;!?。；]|\.(?=\s|$)`).map((part) => wordsOf(part, language));

function partsOf(text: string, language: string, marks: string): string[] {
  const conjunctions = known(packOf(language)?.compoundQuestions)?.conjunctions.split(' ').join('|');
  const words = conjunctions ? String.raw`|(?<!\p{L})(?:${conjunctions})(?!\p{L})` : '';
  return text.split(new RegExp(marks + words, 'iu')).filter((part) => /[\p{L}\p{N}]/u.test(part));
}
