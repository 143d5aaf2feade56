import type { AnswerType } from '@persona/languages';
import type { Evidence } from '../evidence.ts';
import { isDescription } from '../question/description.ts';
import { expectedAnswerTypes } from '../question/expected-answer-types.ts';
import { isPersonal, tellsOfSelf } from '../question/personal.ts';
import { readQuestion, topicsOf, type ReadQuestion } from '../question/read-question.ts';
import { peopleIn } from '../question/subjects.ts';
import { candidatesOf, type Candidate } from './candidates.ts';
import { MIN_TITLE_MATCH, titleMatch } from './lead-passages.ts';
import {
  bm25,
  COMPOUND_COUNT,
  compounding,
  partsOf,
  saidOtherwise,
  shareOf,
  SWAPPED_COUNT,
  termsOfPassage,
  weigher,
  type PassageTerms,
  type Weigh,
} from './passage-terms.ts';

/** How well the evidence as a whole speaks of the question. Shares are 0–1. */
export interface EvidenceSignals {
  /** The first passage's BM25 score against the highest that this question could get. */
  relevance: number;
  /** Share of the question's words in the passage that has most of their weight. */
  words: number;
  /**
   * Share of the question's words that no passage holds: what a persona knows of holds all or most of them
   * somewhere.
   */
  absent: number;
  /** Share of its names and numbers in that passage; −1 when the question names nothing. */
  named: number;
  /** Share of the question's neighbouring words that stand together in one unit. */
  phrases: number;
  /** How far the first passage is ahead of the fifth: what is on the subject stands out. */
  ahead: number;
  /** Logarithm of the number of the question's words: a long question is seldom met in full. */
  length: number;
  /** 1 for a message of some words that asks nothing, else 0: words alone are shared with many a page. */
  description: number;
  /** `phrases` of such a message, else 0: what it describes is told in just these words. */
  described: number;
}

export interface Match {
  candidates: Candidate[];
  /** By place among the evidence: BM25 score against the best. */
  relevance: number[];
  /** Question as read in each passage's language. */
  asked: ReadonlySet<string>;
  /** The question as text of a language, and what it wants by the forms of its own and of that language. */
  readIn: (language: string) => ReadQuestion;
  wantsIn: (language: string) => ReadonlySet<AnswerType>;
  signals: EvidenceSignals;
  /**
   * Whether the question is about something that may be known: it has words beside those that ask, and a
   * short one no name that stands nowhere.
   */
  asksKnown: boolean;
}

/**
 * Matches a question with the evidence (best first). How rare a term is, is estimated from the evidence
 * itself: an index returns the passages with the question's rare terms before those with its common ones.
 * `depth` passages are read sentence by sentence. `names` are those of the persona, `language` is that of the
 * question.
 */
export function matchQuestion(
  question: string,
  background: string,
  evidence: readonly Evidence[],
  depth: number,
  names: readonly string[] = [],
  language = 'und',
): Match {
  const read = new Map<string, ReadQuestion>();
  const readIn = (language: string): ReadQuestion => {
    let found = read.get(language);
    if (!found) read.set(language, (found = readQuestion(question, background, language)));
    return found;
  };
  const wants = new Map<string, Set<AnswerType>>();
  const wantsIn = (of: string): Set<AnswerType> => {
    let found = wants.get(of);
    if (!found)
      wants.set(
        of,
        (found = expectedAnswerTypes(question, language).union(expectedAnswerTypes(question, of))),
      );
    return found;
  };
  const passages = evidence.map((passage) => termsOfPassage(passage, readIn(passage.language)));
  for (const [i, { language }] of evidence.entries()) {
    const counts = passages[i]?.counts;
    if (!counts) continue;
    const { factors, words } = readIn(language);
    const swapped = saidOtherwise(words, counts, language);
    if (compounding.has(language))
      for (const word of partsOf(factors.keys(), counts)) counts.set(word, COMPOUND_COUNT);
    for (const word of swapped) counts.set(word, SWAPPED_COUNT);
  }
  const weigh = weigher(passages);
  // Where no passage has a term, any average will do but 0, by which lengths are divided.
  const average = passages.reduce((sum, { length }) => sum + length, 0) / passages.length || 1;

  const scores = passages.map((passage, i) =>
    bm25(passage, readIn((evidence[i] as Evidence).language), weigh, average),
  );
  const top = Math.max(...scores.map(({ score }) => score), Number.MIN_VALUE);
  const candidates: Candidate[] = [];
  const personal = isPersonal(question, evidence);
  // Pages on which nobody tells of oneself are about others.
  const people = tellsOfSelf(evidence) ? peopleIn(names, evidence) : undefined;
  for (const [i, passage] of evidence.entries()) {
    const asked = readIn(passage.language);
    const terms = passages[i] as PassageTerms;
    if (i < depth || isAboutTitle(passage, asked) || (personal && hasAllWords(terms, asked)))
      candidates.push(
        ...candidatesOf(
          i,
          passage,
          terms,
          { question, language, read: asked, wants: wantsIn(passage.language) },
          weigh,
          names,
          people,
        ),
      );
  }
  const phrases = candidates.reduce((best, candidate) => Math.max(best, candidate.phrases), 0);
  const { words, addresses } = readIn(language);
  const description = !addresses && words.size > MAX_KEYWORDS && isDescription(question, language) ? 1 : 0;
  return {
    candidates,
    relevance: scores.map(({ score }) => score / top),
    readIn,
    wantsIn,
    asksKnown: read.values().some((one) => asksKnown(one, passages)) || evidence.length === 0,
    asked: new Set([...read.values()].flatMap(({ factors }) => [...factors.keys()])),
    signals: {
      ...bestFit(evidence.slice(0, depth), passages, readIn, weigh),
      ...standing(scores.map(({ share }) => share)),
      phrases,
      description,
      described: description * phrases,
    },
  };
}

/** So many words without a question are the key words of one: "price lesson". */
const MAX_KEYWORDS = 2;

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

/** A question of at most so many words stands or falls with each name. */
const MAX_SHORT_QUESTION_WORDS = 3;

function asksKnown(question: ReadQuestion, passages: readonly PassageTerms[]): boolean {
  const { words, names } = question;
  if (topicsOf(question).size === 0) return false;
  return (
    words.size > MAX_SHORT_QUESTION_WORDS ||
    names.keys().every((name) => passages.some(({ counts }) => counts.has(name)))
  );
}

function standing(shares: number[]): Pick<EvidenceSignals, 'relevance' | 'ahead'> {
  const [first = 0, , , , fifth = 0] = shares.toSorted((a, b) => b - a);
  return { relevance: first, ahead: first > 0 ? 1 - fifth / first : 0 };
}

/** Whether a passage has every word of a question: somebody who tells of oneself tells it anywhere. */
const hasAllWords = ({ counts }: PassageTerms, { words }: ReadQuestion): boolean =>
  words.size > 0 && words.values().every((word) => (counts.get(word) ?? 0) >= 1);

/** Whether a passage begins a page that has the very name the question asks about. */
const isAboutTitle = (passage: Evidence, question: ReadQuestion): boolean =>
  passage.n === 0 && titleMatch(passage, question) >= MIN_TITLE_MATCH;
