import { COMPLETE, type RankedCandidate } from './rank.ts';

/** How far behind the sentence that has the question's words the value may stand, and before it. */
const MAX_BEHIND = 2;
const MAX_BEFORE = 1;

/**
 * The units from the best one to its nearest neighbour that has the value which is asked for, in reading
 * order: "My sewing machine is from 1958. I gave ninety pounds for it." Empty where the best one has it
 * itself, lacks words of the question, or has no such neighbour.
 */
export function withValueBeside(
  best: RankedCandidate,
  ranked: readonly RankedCandidate[],
): RankedCandidate[] {
  if (!best.lacksValue || best.asked.within < COMPLETE || best.unit.kind !== 'sentence') return [];
  const beside = (step: number): RankedCandidate | undefined =>
    ranked.find(
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
    const run = [best];
    for (let step = 1; step <= steps; step++) {
      const next = beside(step * direction);
      if (!next) break;
      run.push(next);
      if (next.hasValue) return direction > 0 ? run : run.toReversed();
    }
  }
  return [];
}
