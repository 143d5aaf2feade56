import calibration from '../extract/calibration.json' with { type: 'json' };
import type { Candidate } from '../extract/candidates.ts';
import { choose } from '../extract/choose.ts';
import { compose } from '../extract/compose.ts';
import type { ExtractiveQuestion } from '../extract/extractive-question.ts';
import { lacksWanted, type Extraction } from '../extract/extract.ts';
import { logistic } from '../extract/logistic.ts';
import { handSetOdds } from '../extract/odds.ts';
import { closesQuotation, weighCandidates, type RankedCandidate } from '../extract/rank.ts';
import { phrase } from '../phrases/phrases.ts';
import { expectedAnswerTypes } from '../question/expected-answer-types.ts';
import { isCrowded } from '../question/personal.ts';
import { personalFact } from '../question/personal-facts.ts';
import { meanAndDeviation, type TimelyNearness } from './nearness.ts';

/** Fewer units than this do not show what is common among them. */
const MIN_UNITS = 4;
/** The names of what the chance is learnt from, in the order of the calibration. */
export const meaningSignalNames = ['nearness', 'ahead', 'standing'] as const;

/** The unit that is nearest to a question in meaning. */
interface Meaning {
  text: string;
  /** Place of its passage among the evidence. */
  passage: number;
  /** From which the chance that it answers is learnt, in the order of the calibration. */
  signals: number[];
  top: RankedCandidate;
}

/** Whether words leave a question open. */
export const leavesOpen = ({ work, answer_type }: Extraction): boolean =>
  !work.input.request && answer_type !== 'grounded';

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
  if (found.work.input.request) return found;
  if (!leavesOpen(found)) {
    const signals = await wordAnswerSignals(found, nearness);
    if (
      !signals ||
      logistic(signals, calibration.word_answers).probability >= calibration.word_answers.threshold
    )
      return found;
  }
  const { question, evidence } = found.work.input;
  // Where a persona tells much, the nearest of many is near by chance.
  if (isCrowded(question, evidence)) return silenced(found);
  return answerByMeaning(silenced(found), lookAgain(), nearness);
}

async function answerByMeaning(
  found: Extraction,
  looked: Extraction,
  nearness: TimelyNearness,
): Promise<Extraction> {
  const meaning = await meaningOf(looked, nearness);
  if (!meaning) return found;
  const { probability: chance } = logistic(meaning.signals, calibration.meaning);
  if (chance < calibration.meaning.threshold) return found;
  const { input, match } = looked.work;
  const asksTime = expectedAnswerTypes(input.question, input.language).has('time');
  const chosen = choose([meaning.top], match, input, handSetOdds);
  return {
    ...looked,
    ...compose(chosen, input.evidence, { asksTime }),
    answer_type: 'grounded',
    confidence: Math.round(chance * 1000) / 1000,
  };
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
/** The names of what it is learnt from whether an answer of words holds, in the order of the calibration. */
export const wordAnswerSignalNames = ['sureness', 'nearness'] as const;

/**
 * How sure words are of their answer, in log odds, and how near the nearest of its units is to the question;
 * undefined where no model tells, and of facts that are found by their kind: a year of birth tells an age,
 * and is not near to it.
 */
export async function wordAnswerSignals(
  { confidence, work: { input, chosen } }: Extraction,
  nearness: TimelyNearness,
): Promise<number[] | undefined> {
  if (chosen.length === 0) return undefined;
  if (personalFact(input.question, input.language)) return undefined;
  const near = await unitNearness(input, chosen, nearness);
  const sure = Math.min(MAX_SURENESS, Math.max(1 - MAX_SURENESS, confidence));
  return near && [Math.log(sure / (1 - sure)), Math.max(...near)];
}

/**
 * The unit that is nearest in meaning to a question; undefined where no model tells, and where it lacks what
 * is asked for.
 */
export async function meaningOf(
  { work: { input, match } }: Extraction,
  nearness: TimelyNearness,
): Promise<Meaning | undefined> {
  const units = match.candidates.filter(isSaid);
  if (units.length < MIN_UNITS) return undefined;
  const near = await unitNearness(input, units, nearness);
  const best = near && nearest(units, near);
  if (!best) return undefined;
  const { text } = best.candidate.unit;
  const [top] = weighCandidates(match, input, handSetOdds, (candidate) => candidate === best.candidate);
  if (!top || lacksWanted(top, input)) return undefined;
  return { text, passage: top.passage, signals: best.signals, top };
}

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

/**
 * The nearest unit, and its signals: how near it is; how much nearer than the next; and how far it stands out
 * from all, by how much these differ among each other.
 */
function nearest(
  units: readonly Candidate[],
  near: readonly number[],
): { candidate: Candidate; signals: number[] } | undefined {
  const order = units
    .map((candidate, i) => ({ candidate, near: near[i] ?? 0 }))
    .toSorted((a, b) => b.near - a.near);
  const [first] = order;
  // A copy of the same is not another.
  const second = order.find(({ candidate }) => candidate.unit.text !== first?.candidate.unit.text);
  if (!first || !second) return undefined;
  const { mean, deviation: spread } = meanAndDeviation(near);
  const standing = spread > 0 ? (first.near - mean) / spread : 0;
  return { candidate: first.candidate, signals: [first.near, first.near - second.near, standing] };
}
