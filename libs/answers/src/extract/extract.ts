import type { AnswerType } from '@persona/languages';
import { confidence, type Signals } from './confidence.ts';
import { compose } from './compose.ts';
import type { Draft, Evidence } from '../evidence.ts';
import { titleMatch } from './lead-passages.ts';
import { refersBack } from './back-reference.ts';
import { HEADED, matchQuestion, type Candidate, type Match } from './match.ts';
import { phrase } from '../phrases/phrases.ts';
import { expectedAnswerTypes } from '../question/expected-answer-types.ts';
import { readQuestion, type ReadQuestion } from '../question/read-question.ts';
import {
  bestSentence,
  chances,
  likelihood,
  sentenceSignalNames,
  sentenceSignals,
} from './sentence-chance.ts';
import { isProse, wordsOf, type Unit } from './units.ts';
import { listOf, stepsOf, WHOLE_BUDGET, wholeOf } from './attached-units.ts';

export interface ExtractiveQuestion {
  question: string;
  /** Earlier questions that this one leans on; empty when it stands on its own. */
  background: string;
  /** ISO 639 code of the question, for the sentence that says that nothing is known. */
  language: string;
  /** Live passages of the persona, best first. More than are quoted: they also tell which words are rare. */
  evidence: readonly Evidence[];
  personaName: string;
  /** Passages that sentences are taken from, at most. */
  passages?: number | undefined;
}

export interface Extraction extends Draft {
  /** 0–1: how sure it is that the persona knows; below the threshold it says that it does not. */
  confidence: number;
  signals: Signals;
  /** The sentences it chose from, with what their chances are reckoned from: for the calibration. */
  considered: { unit: Unit; passage: number; signals: number[] }[];
}

/** Passages that sentences are taken from. */
const DEEP = 8;
/** Characters of an answer made of sentences at most (under 400 on average). */
const BUDGET = 700;
const MOST_SENTENCES = 5;
/** Words of a question that is met by chance. */
const SHORT = 3;
/** An explanation shorter than this goes on for the sentences behind it. */
const BRIEF = 240;
/** Enough is said when what is said holds the answer with this chance. */
const ENOUGH = 0.85;
/** A further sentence has at least this share of the best one's chance. */
const LEAST = 0.05;
/** How alike question and title must be for the page to be all that is asked for. */
const DEFINES = 0.7;
/** Log odds for what the collections cannot teach: their pages have no headings, lists and code. */
const ODDS = {
  /** Beginning the page that is asked for, times how alike its title is. */
  defines: 12,
  /** Beginning the section whose heading asks the same, times how much of the question that holds. */
  headed: 4,
  /** Announcing a list, or standing in one under a heading that asks for it, when a list is asked for. */
  listed: 5,
  /** Going on from the best sentence, when how or why is asked. */
  explains: 1.2,
  /** A question is no answer, and neither are two words, or words that are no sentence. */
  question: -4,
  short: -1.5,
  unsaid: -3,
  block: -1,
  /** A row of a table that is called what is asked for. */
  labelled: 7,
  /** Announcing a list that nobody asked for. */
  announces: -3,
  elsewhere: -1,
};

/**
 * Answers with the persona's own sentences, in reading order, at most a short paragraph, each cited; or says that it knows nothing.
 * A pure function: the same question and evidence give the same answer.
 */
export function extractAnswer(input: ExtractiveQuestion): Extraction {
  const { question, background, evidence } = input;
  const match = matchQuestion(question, background, evidence, Math.min(DEEP, input.passages ?? DEEP));
  const ranked = rank(match, input);
  const signals = { ...match.signals, ...bestSentence(ranked[0]?.signals) };
  const sure = confidence(signals);
  const chosen = sure.knows && isSayable(ranked[0], input) ? choose(ranked, match, input) : [];
  const considered = ranked.map(({ unit, passage, signals: own }) => ({ unit, passage, signals: own }));
  const base = { usage: null, model: 'extractive', confidence: sure.probability, signals, considered };
  if (chosen.length === 0) {
    return {
      ...base,
      response: phrase('no_answer', input.language, input.personaName),
      answer_type: 'no_answer',
      citations: [],
    };
  }
  return { ...base, ...compose(chosen, evidence), answer_type: 'grounded' };
}

/**
 * Code and table rows are words without a sentence: where nobody asked how to do a thing, a few common ones say nothing. Nor does a sentence
 * that names nobody, where a short question asks for a person: with so few words it is about something else.
 */
function isSayable(best: Scored | undefined, { question, language }: ExtractiveQuestion): boolean {
  if (best && lacksPerson(best, question, language)) return false;
  if (best === undefined || best.labelled || (best.said && best.unit.kind !== 'row'))
    return best !== undefined;
  return best.covered >= 0.75 || expectedAnswerTypes(question, language).has('manner');
}

function lacksPerson({ signals }: Scored, question: string, language: string): boolean {
  const lacking = signals[sentenceSignalNames.indexOf('lacking')] ?? 0;
  if (lacking === 0 || !expectedAnswerTypes(question, language).has('person')) return false;
  return readQuestion(question, '', language).words.size <= SHORT;
}

interface Scored extends Candidate {
  /** Whether it is a sentence rather than code or a label. */
  said: boolean;
  /** Whether it is a row of a table that is called what is asked for. */
  labelled: boolean;
  /** Whether it begins the very page that the question asks for. */
  defines: boolean;
  /** Whether it begins the page that is called what the question asks how to do. */
  guides: boolean;
  signals: number[];
  odds: number;
}

/** All candidates with how likely each is to answer, the likeliest first. */
function rank(match: Match, { question, language, evidence }: ExtractiveQuestion): Scored[] {
  const reads = new Map<string, { wants: Set<AnswerType>; read: ReadQuestion }>();
  const readIn = (of: string) => {
    let known = reads.get(of);
    if (!known) {
      // The question may be in one language and the page in another.
      const wants = new Set([
        ...expectedAnswerTypes(question, language),
        ...expectedAnswerTypes(question, of),
      ]);
      reads.set(of, (known = { wants, read: readQuestion(question, '', of) }));
    }
    return known;
  };
  const scored = match.candidates
    .filter(({ unit }) => unit.kind !== 'heading')
    .map((candidate): Scored => {
      const { unit, passage, own, at, headed } = candidate;
      const source = evidence[passage] as Evidence;
      const { wants, read } = readIn(source.language);
      const signals = sentenceSignals(candidate, match, { question, source, wants });
      let odds = likelihood(signals);
      let defines = false;
      let guides = false;
      // What a thing is, or how it is done, is said where its page begins.
      const asksForPage = wants.has('definition') || wants.has('manner');
      if (asksForPage && source.n === 0 && isLead(match.candidates, candidate)) {
        const alike = titleMatch(source, read);
        odds += ODDS.defines * alike ** 2;
        defines = wants.has('definition') && alike >= DEFINES;
        guides = !defines && alike >= DEFINES;
      }
      // … or in a list of terms, behind its name.
      const term = wants.has('definition') ? termOf(unit.text) : undefined;
      if (term !== undefined)
        odds += ODDS.defines * titleMatch({ title: term, language: source.language }, read);
      // Under a heading that asks the same, the answer begins with its first sentence.
      if (headed > HEADED && beginsSection(evidence, candidate) && isLead(match.candidates, candidate))
        odds += ODDS.headed * headed;
      if (/[?？؟]\s*$/u.test(unit.text)) odds += ODDS.question;
      if (unit.text.length < 25 && unit.kind !== 'item') odds += ODDS.short;
      const labelled = unit.kind === 'row' && isCalled(labelOf(unit.text), read, source.language);
      if (labelled) odds += ODDS.labelled;
      const said = labelled || (unit.kind !== 'code' && isProse(unit.text, source.language));
      if (!said && !wants.has('manner')) odds += ODDS.unsaid;
      if ((unit.kind === 'row' && !labelled) || (unit.kind === 'item' && !wants.has('list')))
        odds += ODDS.block;
      if (
        wants.has('list') &&
        (announcesList(match.candidates, candidate) || beginsList(match.candidates, candidate))
      )
        odds += ODDS.listed;
      if (!wants.has('list') && !wants.has('manner') && announcesList(match.candidates, candidate))
        odds += ODDS.announces;
      if (own === 0 && at > 0) odds += ODDS.elsewhere;
      return { ...candidate, signals, odds, said, labelled, defines, guides };
    });
  return scored.sort((a, b) => b.odds - a.odds || a.passage - b.passage || a.at - b.at);
}

/** Whether no passage before this one stands under the same heading. */
function beginsSection(evidence: readonly Evidence[], { passage }: Candidate): boolean {
  const { td_id, headings, start } = evidence[passage] as Evidence;
  const same = (other: readonly string[]) =>
    other.length === headings.length && other.at(-1) === headings.at(-1);
  return !evidence.some((other) => other.td_id === td_id && other.start < start && same(other.headings));
}

function announcesList(candidates: readonly Candidate[], { passage, at, unit }: Candidate): boolean {
  const next = candidates.find((other) => other.passage === passage && other.at === at + 1);
  return /[:：]\s*$/u.test(unit.text) && next?.unit.kind === 'item';
}

/** Whether a list begins with it that stands right under a heading which asks the same. */
function beginsList(candidates: readonly Candidate[], { passage, at, unit, headed }: Candidate): boolean {
  if (unit.kind !== 'item' || headed <= HEADED) return false;
  return !candidates.some(
    (other) => other.passage === passage && other.at < at && other.unit.kind === 'item',
  );
}

/** What the rest of a row tells: "Passengers" of "Passengers | 240"; nothing where no other cell is filled. */
const labelOf = (row: string): string => /^([^|]*\S) \| [^|]*\S/u.exec(row)?.[1] ?? '';

/** Whether each word of a label is one of the question's. */
function isCalled(label: string, { words }: ReadQuestion, language: string): boolean {
  const own = wordsOf(label, language);
  return own.size > 0 && own.isSubsetOf(words);
}

/** The term that a line explains: "`noeviction`: new values are not saved". */
function termOf(text: string): string | undefined {
  return /^([^:：.!?。]{2,60}?)(?:[:：]| (?:--?|–|—)) ?\S/u.exec(text)?.[1];
}

function isLead(candidates: readonly Candidate[], { passage, at }: Candidate): boolean {
  const lead = candidates.find((other) => other.passage === passage && other.unit.kind === 'sentence');
  return lead?.at === at;
}

/**
 * The units to say, best first; neighbours that they need to be understood come with them. A sure answer is short; the less sure it is, the more
 * is said, since what was asked for may stand in any of several sentences: those with most chance for their length.
 */
function choose(
  ranked: readonly Scored[],
  match: Match,
  { question, language: asked, evidence }: ExtractiveQuestion,
): Candidate[] {
  const chosen: Candidate[] = [];
  const best = ranked[0];
  if (!best) return chosen;
  const wants = expectedAnswerTypes(question, asked);
  let length = 0;
  const inPassage = (passage: number) => match.candidates.filter((other) => other.passage === passage);
  const has = (candidate: Candidate) => chosen.some((other) => other.unit === candidate.unit);
  const add = (candidate: Candidate, budget: number): boolean => {
    if (has(candidate)) return true;
    const size = candidate.unit.text.length + 1;
    if (chosen.length > 0 && length + size > budget) return false;
    chosen.push(candidate);
    length += size;
    return true;
  };
  const say = (candidate: Candidate): boolean => {
    if (!add(candidate, BUDGET)) return false;
    const before = inPassage(candidate.passage)[candidate.at - 1];
    const { language } = evidence[candidate.passage] as Evidence;
    if (before && !candidate.unit.first && refersBack(candidate.unit.text, language)) add(before, BUDGET);
    return true;
  };
  say(best);
  const whole = wants.has('list')
    ? listOf(match.candidates, best, evidence)
    : best.guides
      ? stepsOf(match.candidates, best, evidence)
      : [];
  for (const other of whole.length > 0 ? whole : wholeOf(inPassage(best.passage), best))
    if (!add(other, WHOLE_BUDGET)) break;
  // The list that was asked for is the answer.
  if (whole.length > 0) return chosen;

  const explains = best.defines || best.headed > HEADED || wants.has('manner') || wants.has('reason');
  const { language } = evidence[best.passage] as Evidence;
  for (const next of explains ? inPassage(best.passage).slice(best.at + 1) : []) {
    const { kind, text } = next.unit;
    if (length >= BRIEF || kind !== 'sentence' || /[:：]\s*$/u.test(text) || !isProse(text, language)) break;
    if (!say(next)) break;
  }
  const follows = ({ passage, at }: Candidate) => passage === best.passage && at === best.at + 1;
  const chance = chances(
    ranked.map((candidate) => candidate.odds + (explains && follows(candidate) ? ODDS.explains : 0)),
  );
  let said = chance[0] ?? 0;
  const rest = ranked
    .map((candidate, i) => ({ candidate, chance: chance[i] ?? 0 }))
    .slice(1)
    .sort((a, b) => worth(b) - worth(a));
  let sentences = 1;
  for (const { candidate, chance: own } of rest) {
    if (said >= ENOUGH || sentences >= MOST_SENTENCES) break;
    const { unit, passage } = candidate;
    if (own < LEAST * (chance[0] ?? 0)) continue;
    // The page that is asked for by its name needs no other beside it.
    if (best.defines && evidence[passage]?.td_id !== evidence[best.passage]?.td_id) continue;
    // Nor do items that nobody asked for say what it is.
    if (unit.kind === 'item' && best.unit.kind !== 'item' && wants.has('definition') && !wants.has('list'))
      continue;
    // What announces more than it says is only of use with what follows.
    if (/[:：]\s*$/u.test(unit.text)) continue;
    // Code, rows and labels say something beside what they belong to, and elsewhere nothing.
    if (!candidate.said && !chosen.some((other) => isBeside(other, candidate))) continue;
    if (has(candidate) || chosen.some((other) => isRepeat(other.unit.text, unit.text))) continue;
    if (!say(candidate)) continue;
    said += own;
    sentences++;
  }
  return chosen;
}

/** Chance for its length; short ones save little, since each further sentence has to be read into. */
const worth = ({ candidate, chance }: { candidate: Candidate; chance: number }): number =>
  chance / Math.sqrt(candidate.unit.text.length + 20);

const isBeside = (a: Candidate, b: Candidate): boolean =>
  a.passage === b.passage && Math.abs(a.at - b.at) === 1;

/** Whether two texts say nearly the same, as pages that were copied do. */
function isRepeat(a: string, b: string): boolean {
  const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const first = words(a);
  const second = words(b);
  let shared = 0;
  for (const word of first) if (second.has(word)) shared++;
  return shared > 0.8 * Math.min(first.size, second.size) && Math.min(first.size, second.size) > 3;
}
