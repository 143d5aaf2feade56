import type { Draft } from '../evidence.ts';
import { phrase } from '../phrases/phrases.ts';
import { expectedAnswerTypes } from '../question/expected-answer-types.ts';
import { readQuestion } from '../question/read-question.ts';
import { choose } from './choose.ts';
import { compose } from './compose.ts';
import { confidence, type Signals } from './confidence.ts';
import type { ExtractiveQuestion } from './extractive-question.ts';
import { matchQuestion } from './match.ts';
import { rank, type Scored } from './rank.ts';
import { bestSentence, sentenceSignalNames } from './sentence-chance.ts';
import type { Unit } from './units.ts';

export interface Extraction extends Draft {
  /** 0–1: how sure it is that the persona knows; below the threshold it says that it does not. */
  confidence: number;
  signals: Signals;
  /** The sentences it chose from, with what their chances are reckoned from: for the calibration. */
  considered: { unit: Unit; passage: number; signals: number[] }[];
}

/** Passages that sentences are taken from. */
const DEEP = 8;
/** Words of a question that is met by chance. */
const SHORT = 3;

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
