import { languagesWith } from '@persona/languages';
import type { Evidence } from '../evidence.ts';
import { refersBack } from './back-reference.ts';
import { ABOUT, titleMatch } from './lead-passages.ts';
import { readQuestion, type ReadQuestion } from '../question/read-question.ts';
import { termsOf, unitsOf, type Unit } from './units.ts';

/** A unit with what it shares with the question. */
export interface Candidate {
  /** Place of its passage among the evidence. */
  passage: number;
  /** Place in its passage. */
  at: number;
  unit: Unit;
  /** Shares of the question's weight, 0–1: found in the unit; and with its title, headings and the sentence before. */
  own: number;
  covered: number;
  /** Share of the question's neighbouring words that stand together here too. */
  phrases: number;
  /** Share of the question's weight in the heading right above. */
  headed: number;
}

/** How well the evidence as a whole speaks of the question. Shares are 0–1. */
export interface EvidenceSignals {
  /** The first passage's BM25 score against the highest that this question could get. */
  relevance: number;
  /** Share of the question's words in the passage that has most of their weight. */
  words: number;
  /** Share of the question's words that no passage holds: what a persona knows of holds all or most of them somewhere. */
  absent: number;
  /** Share of its names and numbers in that passage; −1 when the question names nothing. */
  named: number;
  /** Share of the question's neighbouring words that stand together in one unit. */
  phrases: number;
  /** How far the first passage is ahead of the fifth: what is on the subject stands out. */
  ahead: number;
  /** Logarithm of the number of the question's words: a long question is seldom met in full. */
  length: number;
}

export interface Match {
  candidates: Candidate[];
  /** By place among the evidence: BM25 score against the best. */
  relevance: number[];
  /** Question as read in each passage's language. */
  asked: ReadonlySet<string>;
  signals: EvidenceSignals;
}

/** Share of the question that a heading must hold to be taken for the same question. */
export const HEADED = 0.6;
/** A word that is only part of another is found, but less often than it seems. */
const COMPOUND_COUNT = 0.5;
/** Credit for a term that stands not in the sentence but in the one before, or in the title or headings above it. */
const BEFORE_CREDIT = 0.3;
/** … and for one in the sentence before when this one begins with a word that points there. */
const LEANING_CREDIT = 0.6;
const TITLE_CREDIT = 0.6;

interface PassageTerms {
  counts: Map<string, number>;
  length: number;
  title: Set<string>;
  /** All of it in lower case, for names. */
  written: string;
}

/**
 * Matches a question with the evidence (best first). How rare a term is, is estimated from the evidence itself: an index returns
 * the passages with the question's rare terms before those with its common ones. `deep` passages are read sentence by sentence.
 */
export function matchQuestion(
  question: string,
  background: string,
  evidence: readonly Evidence[],
  deep: number,
): Match {
  const read = new Map<string, ReadQuestion>();
  const readIn = (language: string): ReadQuestion => {
    let found = read.get(language);
    if (!found) read.set(language, (found = readQuestion(question, background, language)));
    return found;
  };
  const passages = evidence.map(termsOfPassage);
  for (const [i, { language }] of evidence.entries()) {
    const counts = passages[i]?.counts;
    if (!counts || !compounding.has(language)) continue;
    for (const word of partsOf(readIn(language).factors.keys(), counts)) counts.set(word, COMPOUND_COUNT);
  }
  const weigh = weigher(passages);
  const average = passages.reduce((sum, { length }) => sum + length, 0) / Math.max(1, passages.length);

  const scores = passages.map((passage, i) =>
    bm25(passage, readIn((evidence[i] as Evidence).language), weigh, average),
  );
  const top = Math.max(...scores.map(({ score }) => score), Number.MIN_VALUE);
  const candidates: Candidate[] = [];
  for (const [i, passage] of evidence.entries()) {
    const asked = readIn(passage.language);
    const terms = passages[i] as PassageTerms;
    if (i < deep || isAboutTitle(passage, asked))
      candidates.push(...candidatesOf(i, passage, terms, asked, weigh));
  }
  return {
    candidates,
    relevance: scores.map(({ score }) => score / top),
    asked: new Set([...read.values()].flatMap(({ factors }) => [...factors.keys()])),
    signals: {
      ...bestFit(evidence.slice(0, deep), passages, readIn, weigh),
      ...standing(scores.map(({ share }) => share)),
      phrases: candidates.reduce((best, { phrases }) => Math.max(best, phrases), 0),
    },
  };
}

/** What the passage that has most of the question's weight has of its words and names. */
function bestFit(
  evidence: readonly Evidence[],
  passages: readonly PassageTerms[],
  readIn: (language: string) => ReadQuestion,
  weigh: Weigh,
): Pick<EvidenceSignals, 'words' | 'absent' | 'named' | 'length'> {
  let best = { share: -1, words: 0, named: -1, length: 0 };
  let asked: ReadonlySet<string> = new Set();
  for (const [i, { language }] of evidence.entries()) {
    const { factors, words, names } = readIn(language);
    const passage = passages[i] as PassageTerms;
    const holds = (term: string) => passage.counts.has(term);
    const share = shareOf(factors.keys(), holds, (term) => weigh(term) * (factors.get(term) ?? 1));
    if (share <= best.share) continue;
    const isNamed = (name: string) => holds(name) && passage.written.includes(names.get(name) ?? '');
    best = {
      share,
      words: shareOf(words, holds, () => 1),
      named: names.size === 0 ? -1 : shareOf(names.keys(), isNamed, weigh),
      length: Math.log(1 + words.size),
    };
    asked = words;
  }
  const isAbsent = (word: string) => !passages.some(({ counts }) => counts.has(word));
  const { share: _, ...signals } = best;
  return { ...signals, absent: shareOf(asked, isAbsent, () => 1) };
}

function standing(shares: number[]): Pick<EvidenceSignals, 'relevance' | 'ahead'> {
  const [first = 0, , , , fifth = 0] = shares.toSorted((a, b) => b - a);
  return { relevance: first, ahead: first > 0 ? 1 - fifth / first : 0 };
}

/** Whether a passage begins a page that has the very name the question asks about. */
const isAboutTitle = (passage: Evidence, question: ReadQuestion): boolean =>
  passage.n === 0 && titleMatch(passage, question) >= ABOUT;

const compounding = languagesWith('compounds');
const LEAST_PART = 5;

/** The question's words that stand here only as part of a longer word, or of which only a part stands here. */
function partsOf(
  words: Iterable<string>,
  here: { has(term: string): boolean; keys(): Iterable<string> },
): string[] {
  const found: string[] = [];
  for (const word of words) {
    if (word.length < LEAST_PART || here.has(word)) continue;
    for (const other of here.keys()) {
      if (other.length >= LEAST_PART && (other.includes(word) || word.includes(other))) {
        found.push(word);
        break;
      }
    }
  }
  return found;
}

function termsOfPassage({ title, headings, text, language }: Evidence): PassageTerms {
  const counts = new Map<string, number>();
  let length = 0;
  const terms = new Set<string>();
  for (const { term } of termsOf(`${title}\n${headings.join('\n')}`, language)) {
    terms.add(term);
    counts.set(term, (counts.get(term) ?? 0) + 1);
    length++;
  }
  for (const { term } of termsOf(text, language)) {
    counts.set(term, (counts.get(term) ?? 0) + 1);
    length++;
  }
  return { counts, length, title: terms, written: [title, ...headings, text].join('\n').toLowerCase() };
}

type Weigh = (term: string) => number;

/**
 * Inverse document frequency as of BM25, estimated as if the evidence were an eighth of the store. What fills the evidence is surely
 * more frequent beyond it than what is rare in it, so its count grows faster; it never counts for nothing.
 */
function weigher(passages: readonly PassageTerms[]): Weigh {
  const known = new Map<string, number>();
  const total = Math.max(8 * passages.length, 8);
  return (term) => {
    let weight = known.get(term);
    if (weight === undefined) {
      let holding = 0;
      for (const { counts } of passages) if (counts.has(term)) holding++;
      const estimate = holding * (1 + 3 * (holding / passages.length) ** 2);
      weight = Math.log(1 + (total - estimate + 0.5) / (estimate + 0.5));
      known.set(term, weight);
    }
    return weight;
  };
}

function bm25(
  { counts, length }: PassageTerms,
  { factors }: ReadQuestion,
  weigh: Weigh,
  average: number,
): { score: number; share: number } {
  let score = 0;
  let highest = 0;
  for (const [term, factor] of factors) {
    const weight = factor * weigh(term);
    const count = counts.get(term) ?? 0;
    highest += weight * 2.2;
    score += (weight * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * length) / average));
  }
  return { score, share: highest > 0 ? score / highest : 0 };
}

function shareOf(terms: Iterable<string>, holds: (term: string) => boolean, weigh: Weigh): number {
  let found = 0;
  let all = 0;
  for (const term of terms) {
    const weight = weigh(term);
    all += weight;
    if (holds(term)) found += weight;
  }
  return all > 0 ? found / all : 0;
}

function candidatesOf(
  place: number,
  passage: Evidence,
  { title }: PassageTerms,
  { factors, pairs }: ReadQuestion,
  weigh: Weigh,
): Candidate[] {
  const weights = [...factors].map(([term, factor]) => [term, factor * weigh(term)] as const);
  const all = weights.reduce((sum, [, weight]) => sum + weight, 0) || 1;
  const pairWeights = pairs.map(([a, b]) => [`${a} ${b}`, (weigh(a) + weigh(b)) / 2] as const);
  const allPairs = pairWeights.reduce((sum, [, weight]) => sum + weight, 0) || 1;
  const heading = new Set(termsOf(passage.headings.at(-1) ?? '', passage.language).map(({ term }) => term));
  const headed = weights.reduce((sum, [term, weight]) => sum + (heading.has(term) ? weight : 0), 0) / all;
  let before = new Set<string>();
  return unitsOf(passage).map((unit, at) => {
    const here = new Set<string>();
    const together = new Set<string>();
    let last: string | undefined;
    for (const { term, word } of termsOf(unit.text, passage.language)) {
      here.add(term);
      if (!word) continue;
      if (last !== undefined) together.add(`${last} ${term}`);
      last = term;
    }
    if (compounding.has(passage.language)) for (const word of partsOf(factors.keys(), here)) here.add(word);
    const leans = refersBack(unit.text, passage.language);
    let own = 0;
    let covered = 0;
    for (const [term, weight] of weights) {
      if (here.has(term)) {
        own += weight;
        covered += weight;
      } else if (title.has(term)) covered += TITLE_CREDIT * weight;
      else if (before.has(term)) covered += (leans ? LEANING_CREDIT : BEFORE_CREDIT) * weight;
    }
    let phrases = 0;
    for (const [pair, weight] of pairWeights) if (together.has(pair)) phrases += weight;
    before = here;
    return {
      passage: place,
      at,
      unit,
      own: own / all,
      covered: covered / all,
      phrases: phrases / allPairs,
      headed,
    };
  });
}
