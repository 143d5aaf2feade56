import type { Evidence } from '../evidence.ts';
import { offers } from '../question/expected-answer-types.ts';
import { askedMeasures, tellsMeasure } from '../question/measures.ts';
import { isPersonal } from '../question/personal.ts';
import type { Candidate } from './candidates.ts';
import type { ExtractiveQuestion } from './extractive-question.ts';
import { valueTypes } from './label-match.ts';
import { lacksRelative } from './lacks-relative.ts';
import type { Match } from './match.ts';
import type { ReadQuestion } from '../question/read-question.ts';
import { speaksOfSelf } from '../question/self-words.ts';
import { refersBack } from './back-reference.ts';
import { COMPLETE, type RankedCandidate } from './rank.ts';
import { wordsOf } from './terms.ts';

/** How far behind the sentence that has the question's words the value may stand, and before it. */
const MAX_BEHIND = 2;
const MAX_BEFORE = 1;

/**
 * The units from the best one to its nearest neighbour that has the value which somebody is asked for, in
 * reading order: "My sewing machine is from 1958. I gave ninety pounds for it." Empty where the best one has
 * it itself, lacks words of the question, or has no such neighbour.
 */
export function withValueBeside(
  best: RankedCandidate,
  { candidates, wantsIn, readIn, asked }: Match,
  input: ExtractiveQuestion,
): Candidate[] {
  const { question, language, evidence } = input;
  const row = valueInRow(best, candidates, input);
  if (row) return [row, best];
  if (!best.lacksValue || best.asked.within < COMPLETE || best.unit.kind !== 'sentence') return [];
  if (!isPersonal(question, evidence)) return [];
  const source = evidence[best.passage] as Evidence;
  const measures = askedMeasures(question, language);
  const kinds = [...wantsIn(source.language)].filter((want) => valueTypes.has(want));
  const hasValue = (other: Candidate): boolean =>
    tellsValue(other) && !tellsOfOther(other) && !lacksRelative(other, input);
  // "I became a baker. In 2009 I bought a mill": the day is that of what was done on it.
  const tellsOfOther = ({ unit }: Candidate): boolean =>
    measures.size === 0 &&
    kinds.includes('time') &&
    isOtherDeed(unit.text, source.language, readIn(source.language));
  const tellsValue = ({ unit }: Candidate): boolean =>
    measures.size > 0
      ? tellsMeasure(measures, unit.text, source.language)
      : kinds.every((kind) => offers(kind, unit.text, source.language, asked));
  const beside = (step: number): Candidate | undefined =>
    candidates.find(
      ({ passage, at, unit }) =>
        passage === best.passage &&
        at === best.at + step &&
        unit.kind === best.unit.kind &&
        unit.turn === best.unit.turn,
    );
  for (const [steps, direction] of [
    [MAX_BEHIND, 1],
    [MAX_BEFORE, -1],
  ] as const) {
    const run: Candidate[] = [best];
    for (let step = 1; step <= steps; step++) {
      const next = beside(step * direction);
      if (!next) break;
      run.push(next);
      if (hasValue(next)) return direction > 0 ? run : run.toReversed();
    }
  }
  return [];
}

/** The cells of a sentence's row that have the value which is asked for, where the sentence has none. */
function valueInRow(
  { unit, passage, asked }: RankedCandidate,
  candidates: readonly Candidate[],
  { question, language, evidence }: ExtractiveQuestion,
): Candidate | undefined {
  const measures = askedMeasures(question, language);
  if (unit.labelled !== 'columns' || unit.kind !== 'sentence' || measures.size === 0) return undefined;
  const tells = (text: string) => tellsMeasure(measures, text, (evidence[passage] as Evidence).language);
  if (asked.own === 0 || tells(unit.text)) return undefined;
  return candidates.find(
    (other) =>
      other.passage === passage &&
      other.unit.turn === unit.turn &&
      other.unit.kind === 'row' &&
      tells(other.unit.text),
  );
}

/**
 * Whether a sentence in which somebody tells of oneself has nothing of the question but that something began
 * or ended: "In 2009 I bought a wheel and began to spin" does not tell when somebody became a baker.
 */
function isOtherDeed(text: string, language: string, { words, told, same }: ReadQuestion): boolean {
  const asked = [...words].filter((word) => word !== told?.word);
  if (asked.length === 0 || !speaksOfSelf(text, language) || refersBack(text, language)) return false;
  const here = wordsOf(text, language, same);
  return !asked.some((word) => here.has(word));
}
