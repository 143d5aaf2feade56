import type { Evidence } from '../evidence.ts';
import { HEADED, type Candidate } from './candidates.ts';
import type { Unit } from './units.ts';

/** Characters of an answer that has to be whole, at most: a list, a piece of code. */
export const WHOLE_BUDGET = 1500;
/** Characters within which a page that says how to do a thing comes to its steps. */
const STEPS_WITHIN = 1500;

/** The rest of the list that begins with a unit, also where it goes on in the next passages of the section. */
export function listOf(
  candidates: readonly Candidate[],
  { passage, at, unit, headed }: Candidate,
  evidence: readonly Evidence[],
): Candidate[] {
  if (unit.kind !== 'item' || headed <= HEADED) return [];
  const own = evidence[passage] as Evidence;
  return itemsOf(
    candidates,
    evidence,
    (other) => isSameSection(other, own) && other.start >= own.start,
  ).filter((other) => other.passage !== passage || other.at > at);
}

/** The first list of a page, if it stands near its beginning: what to do, step by step. */
export function stepsOf(
  candidates: readonly Candidate[],
  { passage }: Candidate,
  evidence: readonly Evidence[],
): Candidate[] {
  const { td_id } = evidence[passage] as Evidence;
  const items = itemsOf(candidates, evidence, (other) => other.td_id === td_id);
  const [first] = items;
  if (!first || first.unit.start > STEPS_WITHIN) return [];
  const own = evidence[first.passage] as Evidence;
  return items.filter((item) => isSameSection(evidence[item.passage] as Evidence, own));
}

/** The items of lists in some of the passages, in reading order. */
const itemsOf = (
  candidates: readonly Candidate[],
  evidence: readonly Evidence[],
  isIn: (passage: Evidence) => boolean,
): Candidate[] =>
  candidates
    .filter(({ unit, passage }) => unit.kind === 'item' && isIn(evidence[passage] as Evidence))
    .sort((a, b) => a.unit.start - b.unit.start);

const isSameSection = (a: Evidence, b: Evidence): boolean =>
  a.td_id === b.td_id && a.headings.join('\n') === b.headings.join('\n');

/** Words of a sentence that speaks of the code before it. */
const pointsUp = /\b(above|oben|ci-dessus|anterior|arriba|sopra|acima|hierboven|ovan|powyżej|yukarıda)/iu;

/** What belongs to a unit so closely that half of it would mislead: the list or code it announces, or the list it is an item of. */
export function wholeOf(siblings: readonly Candidate[], { at, unit }: Candidate): Candidate[] {
  const whole: Candidate[] = [];
  const isPart = (other: Unit | undefined) => other?.kind === 'item' || other?.kind === 'code';
  if (/[:：]\s*$/u.test(unit.text)) {
    const kind = siblings[at + 1]?.unit.kind;
    for (let i = at + 1; isPart(siblings[i]?.unit) && siblings[i]?.unit.kind === kind; i++)
      whole.push(siblings[i] as Candidate);
  } else {
    const before = siblings[at - 1];
    if (
      unit.kind === 'code'
        ? before?.unit.kind === 'sentence'
        : before?.unit.kind === 'code' && pointsUp.test(unit.text)
    )
      whole.push(before as Candidate);
  }
  const size = whole.reduce((sum, other) => sum + other.unit.text.length + 1, 0);
  return size > WHOLE_BUDGET ? [] : whole;
}
