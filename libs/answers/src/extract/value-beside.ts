import type { Evidence } from '../evidence.ts';
import { offers } from '../question/expected-answer-types.ts';
import { askedMeasures, tellsMeasure } from '../question/measures.ts';
import { isPersonal } from '../question/personal.ts';
import type { Candidate } from './candidates.ts';
import type { ExtractiveQuestion } from './extractive-question.ts';
import { valueTypes } from './label-match.ts';
import type { Match } from './match.ts';
import { COMPLETE, type RankedCandidate } from './rank.ts';

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
  { candidates, wantsIn, asked }: Match,
  { question, language, evidence }: ExtractiveQuestion,
): Candidate[] {
  if (!best.lacksValue || best.asked.within < COMPLETE || best.unit.kind !== 'sentence') return [];
  if (!isPersonal(question, evidence)) return [];
  const source = evidence[best.passage] as Evidence;
  const measures = askedMeasures(question, language);
  const kinds = [...wantsIn(source.language)].filter((want) => valueTypes.has(want));
  const hasValue = ({ unit }: Candidate): boolean =>
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
