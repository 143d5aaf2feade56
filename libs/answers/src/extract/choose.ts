import { known, languagesWith, packOf } from '@persona/languages';
import type { Evidence } from '../evidence.ts';
import { expectedAnswerTypes } from '../question/expected-answer-types.ts';
import { isPersonal } from '../question/personal.ts';
import { attachedTo, listOf, MAX_ATTACHED_CHARACTERS, stepsOf } from './attached-units.ts';
import { hasMark } from './by-kind/marks.ts';
import { refersBack } from './back-reference.ts';
import { MIN_HEADING_SHARE, type Candidate } from './candidates.ts';
import type { ExtractiveQuestion } from './extractive-question.ts';
import type { Match } from './match.ts';
import type { Odds } from './odds.ts';
import { COMPLETE, type RankedCandidate } from './rank.ts';
import { chances, signalOf } from './sentence-chance.ts';
import { announces, isProse } from './terms.ts';
import { withValueBeside } from './value-beside.ts';

/** Characters of an answer that is made of sentences, at most; on average it has under 400. */
const MAX_ANSWER_CHARACTERS = 700;
const MAX_SENTENCES = 5;
/** … where somebody is asked, who says the thing and no more. */
const MAX_PERSONAL_CHARACTERS = 300;
const MAX_PERSONAL_SENTENCES = 3;
/** An explanation that is shorter takes the sentences behind it along. */
const MIN_EXPLANATION_CHARACTERS = 240;
/** Sentences that are said before one which refers to them, at most. */
const MAX_STEPS_BACK = 2;
/** No more is said once the sentences hold the answer with this chance. */
const MIN_CHANCE_SAID = 0.88;
/** A further sentence has at least this share of the best one's chance. */
const MIN_SHARE_OF_BEST_CHANCE = 0.05;
/** … where that one has every word of the question and the value. */
const MIN_SHARE_BESIDE_WHOLE = 0.5;

/**
 * The units of the answer, the best first; neighbours that they need to be understood come with them. A sure
 * answer is short. The less sure it is, the more sentences are taken, those with most chance for their length
 * first, because any of several may hold what was asked for.
 */
export function choose(
  ranked: readonly RankedCandidate[],
  match: Match,
  input: ExtractiveQuestion,
  odds: Odds,
): Candidate[] {
  const { question, language: asked, evidence } = input;
  const chosen: Candidate[] = [];
  const best = ranked[0];
  if (!best) return chosen;
  const wants = expectedAnswerTypes(question, asked);
  const personal = isPersonal(question, evidence);
  const maxCharacters = personal ? MAX_PERSONAL_CHARACTERS : MAX_ANSWER_CHARACTERS;
  const maxSentences = personal ? MAX_PERSONAL_SENTENCES : MAX_SENTENCES;
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
    if (!add(candidate, maxCharacters)) return false;
    const { language } = evidence[candidate.passage] as Evidence;
    const siblings = inPassage(candidate.passage);
    let first = candidate;
    for (let steps = 0; steps < MAX_STEPS_BACK && refersBack(first.unit.text, language); steps++) {
      const before = siblings[first.at - 1];
      if (!before || before.unit.turn !== first.unit.turn || before.unit.kind !== first.unit.kind) break;
      if (!add(before, maxCharacters)) break;
      first = before;
    }
    return true;
  };
  const rest = restOf(best, ranked, inPassage(best.passage));
  if (rest) {
    add(best, MAX_ATTACHED_CHARACTERS);
    for (const other of rest) if (!add(other, MAX_ATTACHED_CHARACTERS)) break;
    // What ends with a line that announces a list goes on with it.
    const last = chosen.at(-1);
    const behind = last && chosen.includes(best) ? attachedTo(inPassage(last.passage), last) : [];
    for (const other of behind) if (!add(other, MAX_ATTACHED_CHARACTERS)) break;
    return chosen;
  }
  const window = withValueBeside(best, match, input);
  if (window.length > 0) return window;
  say(best);
  for (const next of inPassage(best.passage).slice(best.at + 1, best.at + 2))
    if (personal && ((best.complete && tellsOn(next, ranked, asked)) || tellsSame(best, next)))
      add(next, maxCharacters);
  // "You may ask." says nothing without what follows.
  if (personal && best.unit.kind === 'sentence' && !best.hasValue && !best.complete)
    for (const next of inPassage(best.passage).slice(best.at + 1)) {
      if (length >= minCharacters(evidence[best.passage]) || !goesOn(best, next)) break;
      for (const other of [next, ...attachedTo(inPassage(best.passage), next)])
        add(other, MAX_ATTACHED_CHARACTERS);
    }
  const list = wants.has('list')
    ? listOf(match.candidates, best, evidence)
    : best.guides
      ? stepsOf(match.candidates, best, evidence)
      : [];
  for (const other of list.length > 0 ? list : attachedTo(inPassage(best.passage), best))
    if (!add(other, MAX_ATTACHED_CHARACTERS)) break;
  // The list that was asked for is the answer.
  if (list.length > 0) return chosen;

  const explains =
    best.defines ||
    (best.headingShare > MIN_HEADING_SHARE && best.asked.own < COMPLETE) ||
    wants.has('manner') ||
    wants.has('reason');
  const { language } = evidence[best.passage] as Evidence;
  for (const next of explains ? inPassage(best.passage).slice(best.at + 1) : []) {
    const { kind, text } = next.unit;
    if (
      !goesOn(best, next) ||
      length >= MIN_EXPLANATION_CHARACTERS ||
      kind !== 'sentence' ||
      announces(text) ||
      !isProse(text, language)
    )
      break;
    if (!say(next)) break;
  }
  // It has every word of the question and the value: what else has them tells of something else.
  const isWhole = personal && best.complete && best.asked.own >= COMPLETE;
  const follows = ({ passage, at }: Candidate) => passage === best.passage && at === best.at + 1;
  const chance = chances(
    ranked.map((candidate) => candidate.odds + (explains && follows(candidate) ? odds.continuesBest : 0)),
  );
  let chanceSaid = chance[0] ?? 0;
  const others = ranked
    .map((candidate, i) => ({ candidate, chance: chance[i] ?? 0 }))
    .slice(1)
    .sort((a, b) => worth(b) - worth(a));
  let sentences = 1;
  for (const { candidate, chance: own } of others) {
    if (chanceSaid >= MIN_CHANCE_SAID || sentences >= maxSentences) break;
    const { unit, passage } = candidate;
    // What is said of anybody tells nothing more of the persona's own.
    if (personal && best.hasValue && best.ofPersona && !candidate.ofPersona) continue;
    const isAlike = isWhole && candidate.complete;
    const isNext = explains && follows(candidate) && goesOn(best, candidate);
    if (!addsTo(best, candidate, personal) && !isAlike && !isNext) continue;
    const minShare = isWhole ? MIN_SHARE_BESIDE_WHOLE : MIN_SHARE_OF_BEST_CHANCE;
    if (own < minShare * (chance[0] ?? 0)) continue;
    // The page that is asked for by its name needs no other beside it.
    if (best.defines && evidence[passage]?.td_id !== evidence[best.passage]?.td_id) continue;
    // Nor do items that nobody asked for say what it is.
    if (unit.kind === 'item' && best.unit.kind !== 'item' && wants.has('definition') && !wants.has('list'))
      continue;
    // What announces more than it says is only of use with what follows.
    if (announces(unit.text)) continue;
    if (personal && hasMark('pageTalk', unit.text, evidence[passage]?.language ?? '')) continue;
    // Code, rows and labels say something beside what they belong to, and elsewhere nothing.
    if (!candidate.isSentence && !chosen.some((other) => isBeside(other, candidate))) continue;
    if (has(candidate) || chosen.some((other) => isRepeat(other.unit.text, unit.text))) continue;
    if (isOutdated(candidate, best)) continue;
    if (!say(candidate)) continue;
    chanceSaid += own;
    sentences++;
  }
  return chosen;
}

/**
 * Whether the sentence behind the best one tells another value of the same: "They were meant to last four
 * hours. I dimmed the lamp, and they lasted seven."
 */
function tellsOn(next: Candidate, ranked: readonly RankedCandidate[], language: string): boolean {
  const other = ranked.find(({ unit }) => unit === next.unit);
  const points = known(packOf(language)?.followUps)?.pointers;
  return (
    other !== undefined && other.hasValue && other.asked.own > 0 && (points?.test(next.unit.text) ?? false)
  );
}

/** Whether the next sentence tells the same fact on: "I take cash. No cards, sorry." */
const tellsSame = (best: RankedCandidate, { asked, unit }: Candidate): boolean =>
  best.tellsFact && unit.kind === 'sentence' && asked.own >= COMPLETE;

/** A sentence of fewer characters seldom answers by itself. */
const MIN_SAID_CHARACTERS = 20;
const unspaced = languagesWith('unspaced');
const minCharacters = (source: Evidence | undefined): number =>
  source === undefined || unspaced.has(source.language) ? 0 : MIN_SAID_CHARACTERS;

/** Share of the best one's own words that another needs to tell the same thing. */
const MIN_SAME_SHARE = 0.8;

/** Whether a unit tells the same as the best one and is older: what it says otherwise holds no longer. */
function isOutdated(candidate: Candidate, best: Candidate): boolean {
  if (candidate.date === undefined || best.date === undefined) return false;
  return candidate.date < best.date && candidate.own >= MIN_SAME_SHARE * best.own;
}

/**
 * Whether another sentence can tell more of what is asked than the best one: it has words of the question
 * itself, as many as a best one that has them all.
 */
function addsTo(best: RankedCandidate, other: RankedCandidate, personal: boolean): boolean {
  const { own, asked, labelled, complete, unit } = other;
  if (own === 0 || (unit.value !== undefined && !labelled)) return false;
  // An item that is the whole answer is joined by others of its kind only.
  if (best.complete && best.unit.kind !== 'sentence') return complete;
  // What others write about is told by several sentences together.
  if (!personal) return true;
  return best.asked.own < COMPLETE || lackOf(other) < lackOf(best) || asked.own >= COMPLETE;
}

const lackOf = ({ signals }: RankedCandidate): number => signalOf(signals, 'lacking');

/**
 * What is said with the best unit where that is all of the answer: the rest of an answer or an entry, and the
 * other values below a heading. Undefined where sentences are to be chosen.
 */
function restOf(
  best: RankedCandidate,
  ranked: readonly RankedCandidate[],
  siblings: readonly Candidate[],
): Candidate[] | undefined {
  if (best.labelled) {
    const rest = sameAnswer(siblings, best);
    return isOneOf(best, rest) ? undefined : rest;
  }
  if (best.onAskedDay && best.unit.turn !== undefined)
    return siblings.filter(
      ({ unit, date }) => unit !== best.unit && unit.turn === best.unit.turn && date === best.date,
    );
  if (!best.headed || best.unit.value === undefined) return undefined;
  return siblings.filter(({ unit }) =>
    ranked.some((other) => other.headed && other.unit === unit && unit !== best.unit),
  );
}

/**
 * Whether it is the sentence that is asked for, of a text which a label only files: it has more of the
 * question than another.
 */
const isOneOf = ({ unit, own }: RankedCandidate, rest: readonly Candidate[]): boolean =>
  unit.kind === 'sentence' &&
  (unit.labelled === 'label' || unit.labelled === 'columns') &&
  rest.some((other) => other.unit.kind === 'sentence' && other.own < own);

/** The rest of an answer, or of the values under one label. */
function sameAnswer(siblings: readonly Candidate[], { at, unit }: Candidate): Candidate[] {
  const same = ({ unit: other }: Candidate): boolean =>
    other.label === unit.label &&
    other.turn === unit.turn &&
    other.speaker === unit.speaker &&
    !other.question;
  if (unit.value !== undefined) return [];
  const rest = siblings.slice(at + 1);
  const end = rest.findIndex((other) => !same(other));
  const before = siblings.slice(0, at).toReversed();
  const begin = before.findIndex((other) => !same(other));
  return [
    ...before.slice(0, begin < 0 ? undefined : begin).toReversed(),
    ...rest.slice(0, end < 0 ? undefined : end),
  ];
}

/** Whether a sentence may explain the best one: it is of its answer or entry, and of its paragraph. */
const goesOn = (best: RankedCandidate, { unit }: Candidate): boolean =>
  unit.turn === best.unit.turn &&
  unit.value === undefined &&
  (!unit.first || best.defines || best.headingShare > MIN_HEADING_SHARE);

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
