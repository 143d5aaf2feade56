import calibration from '../extract/calibration.json' with { type: 'json' };
import type { Candidate } from '../extract/candidates.ts';
import { choose } from '../extract/choose.ts';
import { compose } from '../extract/compose.ts';
import type { ExtractiveQuestion } from '../extract/extractive-question.ts';
import { lacksWanted, type Extraction } from '../extract/extract.ts';
import { isBareCount, wantsNoKind } from '../extract/label-match.ts';
import { logistic } from '../extract/logistic.ts';
import { matchQuestion, type Match } from '../extract/match.ts';
import { handSetOdds } from '../extract/odds.ts';
import { closesQuotation, COMPLETE, weighCandidates, type RankedCandidate } from '../extract/rank.ts';
import { phrase } from '../phrases/phrases.ts';
import { expectedAnswerTypes } from '../question/expected-answer-types.ts';
import { isCrowded } from '../question/personal.ts';
import { personalFact } from '../question/personal-facts.ts';
import { chances } from '../extract/sentence-chance.ts';
import type { TimelyNearness } from './nearness.ts';

/** So many passages share words with the question only where a persona tells much. */
const MIN_MUCH_PASSAGES = 30;
/** Fewer units than this do not show what is common among them. */
const MIN_UNITS = 4;
/** More units are not compared: those of the first passages are. */
const MAX_UNITS = 200;
/** What it is learnt from which unit answers, in the order of the calibration. */
export const nearestSignalNames = ['nearness', 'odds', 'lacking', 'valueless'] as const;
/** The names of what the chance is learnt from, in the order of the calibration. */
export const meaningSignalNames = ['nearness', 'share'] as const;

/** A unit as it is compared with a question, and what its standing among the others is reckoned from. */
interface ComparedUnit {
  candidate: RankedCandidate;
  signals: number[];
}

/** What is near to a question in meaning. */
export interface Compared {
  units: readonly ComparedUnit[];
  match: Match;
  input: ExtractiveQuestion;
}

/** The unit that answers likeliest, and from what the chance is learnt that it does. */
interface Meaning {
  top: RankedCandidate;
  signals: number[];
}

/** Whether words leave a question open. */
export const leavesOpen = ({ answer_type }: Extraction): boolean => answer_type !== 'grounded';

/**
 * The same with a look at what is meant. What words found, but what is not near in meaning, is not said. What
 * words leave open, the unit that is nearest in meaning answers where it is near, and far ahead of all
 * others; what is asked for must be told by it, as by any other answer. `found` is what words found;
 * `lookAgain` makes the same of the passages in the order in which meaning finds them too.
 */
export async function extractByMeaning(
  found: Extraction,
  lookAgain: () => Extraction,
  nearness: TimelyNearness,
): Promise<Extraction> {
  let looked: Extraction | undefined;
  let compared: Compared | undefined;
  if (!leavesOpen(found)) {
    if (found.work.input.request) return found;
    const near = await nearnessOfAnswer(found, nearness);
    if (near === undefined) return found;
    if (isUnsure(found)) compared = await compareUnits((looked = lookAgain()), nearness);
    const { probability } = logistic(wordAnswerSignals(found, near, compared), calibration.word_answers);
    if (probability >= calibration.word_answers.threshold) return found;
  }
  if (tellsMuch(found.work.input)) return silenced(found);
  looked ??= lookAgain();
  compared ??= await compareUnits(looked, nearness);
  return compared ? answerByMeaning(silenced(found), looked, compared) : silenced(found);
}

function answerByMeaning(found: Extraction, looked: Extraction, compared: Compared): Extraction {
  const meaning = meaningOf(compared);
  if (!meaning) return found;
  const { probability: chance } = logistic(meaning.signals, calibration.meaning);
  if (chance < calibration.meaning.threshold) return found;
  return {
    ...looked,
    ...sayNearest(meaning, compared),
    answer_type: 'grounded',
    confidence: Math.round(chance * 1000) / 1000,
    work: { ...looked.work, match: compared.match, chosen: [meaning.top] },
  };
}

/** What is said of it: the unit, with what it needs to be understood. */
export function sayNearest({ top }: Pick<Meaning, 'top'>, { match, input }: Compared) {
  const asksTime = expectedAnswerTypes(input.question, input.language).has('time');
  return compose(choose([top], match, input, handSetOdds), input.evidence, { asksTime });
}

/** The same without its answer, which is kept as withheld. */
function silenced(found: Extraction): Extraction {
  if (found.answer_type === 'no_answer') return found;
  const { language, personaName } = found.work.input;
  return {
    ...found,
    response: phrase('no_answer', language, personaName),
    answer_type: 'no_answer',
    citations: [],
    withheld: found.response,
  };
}

/** Farther from certain than this, sureness says nothing more. */
const MAX_SURENESS = 0.9999;
/** What words are so sure of is not compared with all that the persona says. */
const SURE = 0.9;
/** The names of what it is learnt from whether an answer of words holds, in the order of the calibration. */
export const wordAnswerSignalNames = ['sureness', 'nearness', 'behind'] as const;

/** Whether an answer of words is compared with all that the persona says: where words are not sure of it. */
export const isUnsure = ({ confidence, work: { input } }: Extraction): boolean =>
  confidence < SURE && !tellsMuch(input);

/** Where a persona tells much, the nearest of many is near by chance. */
const tellsMuch = ({ question, evidence }: ExtractiveQuestion): boolean =>
  isCrowded(question, evidence, MIN_MUCH_PASSAGES);

/**
 * How near the nearest unit of an answer of words is to the question; undefined where no model tells, and of
 * facts that are found by their kind: a year of birth tells an age, and is not near to it.
 */
export async function nearnessOfAnswer(
  { work: { input, chosen } }: Extraction,
  nearness: TimelyNearness,
): Promise<number | undefined> {
  if (chosen.length === 0 || personalFact(input.question, input.language)) return undefined;
  const near = await unitNearness(input, chosen, nearness);
  return near && Math.max(...near);
}

/**
 * How sure words are of their answer, in log odds, how near it is, and how far it is behind the unit that
 * answers likeliest (in log odds, 0 where that is not known).
 */
export function wordAnswerSignals(
  { confidence, work: { chosen } }: Extraction,
  near: number,
  compared: Compared | undefined,
  weights = calibration.nearest.weights,
): number[] {
  const sure = Math.min(MAX_SURENESS, Math.max(1 - MAX_SURENESS, confidence));
  const said = new Set(chosen.map(({ unit }) => unit.text));
  const odds = compared?.units.map(({ candidate, signals }) => ({
    odds: likelihoodOf(signals, weights),
    isSaid: said.has(candidate.unit.text),
  }));
  const own = Math.max(...(odds ?? []).filter((unit) => unit.isSaid).map((unit) => unit.odds));
  const behind = odds && own > -Infinity ? Math.max(...odds.map((unit) => unit.odds)) - own : 0;
  return [Math.log(sure / (1 - sure)), near, behind];
}

const likelihoodOf = (signals: readonly number[], weights: readonly number[]): number =>
  signals.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);

/**
 * The units of all passages as they compare with a question; undefined where no model tells, and where there
 * are too few.
 */
export async function compareUnits(
  { work: { input } }: Extraction,
  nearness: TimelyNearness,
): Promise<Compared | undefined> {
  const { question, background, evidence, personaName, aliases = [], language } = input;
  const names = [personaName, ...aliases];
  const match = matchQuestion(question, background, evidence, evidence.length, names, language);
  const texts = new Set<string>();
  const kept = new Set(
    // A copy of the same is not another.
    match.candidates
      .filter((one) => isSaid(one) && texts.size < texts.add(one.unit.text).size)
      .slice(0, MAX_UNITS),
  );
  if (kept.size < MIN_UNITS) return undefined;
  const ranked = weighCandidates(match, input, handSetOdds, (candidate) => kept.has(candidate));
  const near = await unitNearness(input, ranked, nearness);
  if (!near) return undefined;
  const units = ranked.map((candidate, i) => ({
    candidate,
    signals: [near[i] ?? 0, candidate.odds, isBeside(candidate, input) ? 1 : 0, candidate.lacksValue ? 1 : 0],
  }));
  return { units, match, input };
}

/**
 * The unit that answers likeliest by how near it is and by its words; undefined where it lacks what is asked
 * for.
 */
export function meaningOf(
  { units, input }: Compared,
  weights = calibration.nearest.weights,
): Meaning | undefined {
  const odds = units.map(({ signals }) => likelihoodOf(signals, weights));
  const shares = chances(odds);
  const best = shares.indexOf(Math.max(...shares));
  const top = units[best];
  if (!top || isBeside(top.candidate, input)) return undefined;
  return { top: top.candidate, signals: [top.signals[0] ?? 0, shares[best] ?? 0] };
}

/** Whether a unit can't tell what is asked for. A count of cars does not tell which one somebody drives. */
const isBeside = (one: RankedCandidate, input: ExtractiveQuestion): boolean =>
  lacksWanted(one, input) ||
  (isBareCount(one.unit) &&
    one.asked.within < COMPLETE &&
    wantsNoKind(expectedAnswerTypes(input.question, input.language), input.language));

/** Whether a unit says something of itself. */
const isSaid = ({ unit }: Candidate): boolean =>
  unit.kind !== 'heading' &&
  unit.kind !== 'code' &&
  !/[?？؟]\s*$/u.test(unit.text) &&
  !closesQuotation(unit.text);

/** Of each unit by itself and where it stands, half and half: sentences seldom name what headings do. */
async function unitNearness(
  { question, language, evidence }: ExtractiveQuestion,
  units: readonly Pick<Candidate, 'unit' | 'passage'>[],
  nearness: TimelyNearness,
): Promise<number[] | undefined> {
  const placed = units.map(({ unit, passage }) => {
    const { title = '', headings = [] } = evidence[passage] ?? {};
    const place = [title, ...headings].filter((words) => words.trim() !== '').join(' › ');
    return `${place}\n\n${unit.text}`;
  });
  const near = await nearness({ question, language }, [...placed, ...units.map(({ unit }) => unit.text)]);
  return near && units.map((_, i) => ((near[i] ?? 0) + (near[units.length + i] ?? 0)) / 2);
}
