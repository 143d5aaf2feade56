import { known, languages } from '@persona/languages';
import type { Evidence } from '../evidence.ts';
import { COMPLETE } from './rank.ts';
import { MIN_HEADING_SHARE, type Candidate } from './candidates.ts';
import { announces } from './terms.ts';
import type { Unit } from '@persona/text';

/** Characters of what is said whole or not at all (a list, a piece of code), at most. */
export const MAX_ATTACHED_CHARACTERS = 1500;
/** … and of the items of one that is cut. */
const MAX_SHORTENED_CHARACTERS = 600;
/** Where the steps of a page that says how to do a thing begin at the latest: a character of its content. */
const MAX_STEPS_OFFSET = 1500;

/**
 * The rest of the list that begins with a unit, also where it goes on in the next passages of the section.
 */
export function listOf(
  candidates: readonly Candidate[],
  { passage, at, unit, headingShare, asked }: Candidate,
  evidence: readonly Evidence[],
): Candidate[] {
  // Its page may be called so instead of a heading.
  const isNamed = headingShare > MIN_HEADING_SHARE || (asked.within >= COMPLETE && asked.own === 0);
  if (unit.kind !== 'item' || !isNamed) return [];
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
  if (!first || first.unit.start > MAX_STEPS_OFFSET) return [];
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

/** Whether two passages stand under the same headings of one page. */
export const isSameSection = (a: Evidence, b: Evidence): boolean =>
  a.td_id === b.td_id && a.headings.join('\n') === b.headings.join('\n');

/** Words of a sentence that speaks of the code before it. */
const pointsUp = new RegExp(
  `\\b(?:${languages.flatMap((pack) => known(pack.pointsUp)?.split(' ') ?? []).join('|')})`,
  'iu',
);

/**
 * What belongs to a unit so closely that the unit would mislead without it: the list or code that it
 * announces, the sentence before a piece of code, or the code above which it points to. Nothing when that is
 * too long to be said whole.
 */
export function attachedTo(siblings: readonly Candidate[], { at, unit }: Candidate): Candidate[] {
  const attached: Candidate[] = [];
  const isPart = (other: Unit | undefined) => other?.kind === 'item' || other?.kind === 'code';
  if (announces(unit.text)) {
    const kind = siblings[at + 1]?.unit.kind;
    for (let i = at + 1; isPart(siblings[i]?.unit) && siblings[i]?.unit.kind === kind; i++)
      attached.push(siblings[i] as Candidate);
  } else {
    const before = siblings[at - 1];
    if (
      unit.kind === 'code'
        ? before?.unit.kind === 'sentence'
        : before?.unit.kind === 'code' && pointsUp.test(unit.text)
    )
      attached.push(before as Candidate);
  }
  const size = attached.reduce((sum, other) => sum + other.unit.text.length + 1, 0);
  if (size <= MAX_ATTACHED_CHARACTERS) return attached;
  // A line that announces a list says nothing without; its first items say much of it.
  return attached[0]?.unit.kind === 'item' ? firstItems(attached) : [];
}

/** As many whole items as say the most important of a list that is too long. */
function firstItems(units: readonly Candidate[]): Candidate[] {
  let length = 0;
  let end = 0;
  for (const [i, { unit }] of units.entries()) {
    if (unit.first && length > 0) end = i;
    length += unit.text.length + 1;
    if (length > MAX_SHORTENED_CHARACTERS) break;
  }
  return units.slice(0, end);
}
