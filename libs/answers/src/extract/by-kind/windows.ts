import type { RequestKind } from '@persona/languages';
import { offers } from '../../question/expected-answer-types.ts';
import { speaksOfSelf } from '../../question/self-words.ts';
import type { RankedCandidate } from '../rank.ts';
import type { Candidate } from '../candidates.ts';
import type { Match } from '../match.ts';
import { refersBack } from '../back-reference.ts';
import type { Evidence } from '../../evidence.ts';
import { hasMark } from './marks.ts';
import { isNamedIn } from './view.ts';

/** How far from the sentence that has the question's words the answer may stand, behind it and before. */
const MAX_BEHIND = 2;
const MAX_BEFORE = 1;
/** A sentence has at least this share of the question's weight to be looked around from. */
const MIN_COVERED = 0.5;
/** … where it is not sure that the persona knows; what is asked for stands there too. */
const MIN_COVERED_UNSURE = 0.6;
/** … to say where, though no place is known by its name in it. */
const MIN_COVERED_PLACE = 0.75;
/** … and of what the best one has. */
const MIN_SHARE_OF_BEST = 0.75;

/** How much less likely what says it itself may be than the best one, in log odds. */
const MAX_BELOW_BEST = 3;

const windowed: ReadonlySet<RequestKind> = new Set(['reason', 'since', 'frequency', 'company', 'place']);

/** Whether a kind is asked like any question, and its answer looked for beside the best sentence too. */
export const isWindowed = (kind: RequestKind): boolean => windowed.has(kind);

/** Whether a text says what a kind asks for. */
function says(kind: RequestKind, text: string, language: string, asked: ReadonlySet<string>): boolean {
  switch (kind) {
    case 'reason':
      return offers('reason', text, language, asked);
    case 'since':
      return hasMark('since', text, language) || offers('time', text, language, asked);
    case 'frequency':
      return hasMark('frequency', text, language);
    case 'company':
      return hasMark('company', text, language);
    case 'place':
      return offers('place', text, language, asked);
    default:
      return false;
  }
}

/**
 * The sentence that has the question's words and says what kind of thing is asked for, or that sentence with
 * a neighbour that does. Empty where the best one does already, and where none does.
 */
export function windowFor(
  kind: RequestKind,
  ranked: readonly RankedCandidate[],
  { candidates, asked, readIn }: Match,
  { evidence, knows }: { evidence: readonly Evidence[]; knows: boolean },
): Candidate[] {
  const namesAll = ({ unit, passage }: Candidate): boolean => {
    const { title, headings, language } = evidence[passage] as Evidence;
    const text = [title, ...headings, unit.text].join('\n').toLowerCase();
    return readIn(language)
      .names.values()
      .every((name) => isNamedIn(text, name));
  };
  const max = Math.max(0, ...ranked.map(({ covered }) => covered));
  const near = ranked.filter(
    (candidate) =>
      candidate.isSentence &&
      !hasMark('pageTalk', candidate.unit.text, (evidence[candidate.passage] as Evidence).language) &&
      candidate.own > 0 &&
      candidate.covered >= (knows ? MIN_COVERED : MIN_COVERED_UNSURE) &&
      (candidate.covered >= MIN_SHARE_OF_BEST * max || candidate.complete) &&
      (knows || namesAll(candidate)),
  );
  const holds = ({ unit, passage, ofPersona }: Candidate) => {
    const { language } = evidence[passage] as Evidence;
    // Whoever the persona was with, it was there itself.
    const isThere =
      kind !== 'company' || ofPersona || !readIn(language).addresses || speaksOfSelf(unit.text, language);
    return isThere && says(kind, unit.text, language, asked);
  };
  const siblings = (passage: number) => candidates.filter((other) => other.passage === passage);
  const windowOf = (candidate: RankedCandidate): Candidate[] | undefined => {
    const all = siblings(candidate.passage);
    if (holds(candidate)) return withBefore(candidate, all, evidence);
    const place = all.findIndex(({ at }) => at === candidate.at);
    const beside = [
      ...all.slice(place + 1, place + 1 + MAX_BEHIND),
      ...all.slice(Math.max(0, place - MAX_BEFORE), place),
    ].find((other) => other.unit.kind === candidate.unit.kind && holds(other));
    if (!beside) return undefined;
    const [from, to] = [place, all.indexOf(beside)].toSorted((a, b) => a - b);
    return all.slice(from, (to ?? place) + 1);
  };
  // A place needs no name: "there", behind the sentence that says where.
  const [best] = near;
  if (kind === 'place' && best && best.covered >= MIN_COVERED_PLACE && !near.some(holds))
    return withBefore(best, siblings(best.passage), evidence);
  // What says it itself is before what a neighbour says, unless that one is far likelier.
  const own = near.find(holds);
  const isNear = own !== undefined && best !== undefined && own.odds >= best.odds - MAX_BELOW_BEST;
  for (const candidate of isNear ? [own] : near) {
    const window = windowOf(candidate);
    if (window) return window;
  }
  if (kind !== 'company') return [];
  // Whom it was done with is often said where the page begins to tell of it.
  for (const candidate of near) {
    const { td_id } = evidence[candidate.passage] as Evidence;
    const beside =
      siblings(candidate.passage).find(holds) ??
      candidates.find((other) => evidence[other.passage]?.td_id === td_id && holds(other));
    if (beside) return [beside, candidate];
  }
  return [];
}

function withBefore(
  candidate: Candidate,
  siblings: readonly Candidate[],
  evidence: readonly Evidence[],
): Candidate[] {
  const before = siblings.find(({ at }) => at === candidate.at - 1);
  const { language } = evidence[candidate.passage] as Evidence;
  return before && !candidate.unit.first && refersBack(candidate.unit.text, language)
    ? [before, candidate]
    : [candidate];
}
