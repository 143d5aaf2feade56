import type { Evidence } from '../evidence.ts';
import { expectedAnswerTypes } from '../question/expected-answer-types.ts';
import { listOf, stepsOf, WHOLE_BUDGET, wholeOf } from './attached-units.ts';
import { refersBack } from './back-reference.ts';
import { HEADED, type Candidate } from './candidates.ts';
import type { ExtractiveQuestion } from './extractive-question.ts';
import type { Match } from './match.ts';
import { ODDS } from './odds.ts';
import type { Scored } from './rank.ts';
import { chances } from './sentence-chance.ts';
import { isProse } from './units.ts';

/** Characters of an answer made of sentences at most (under 400 on average). */
const BUDGET = 700;
const MOST_SENTENCES = 5;
/** An explanation shorter than this goes on for the sentences behind it. */
const BRIEF = 240;
/** Enough is said when what is said holds the answer with this chance. */
const ENOUGH = 0.85;
/** A further sentence has at least this share of the best one's chance. */
const LEAST = 0.05;
/**
 * The units to say, best first; neighbours that they need to be understood come with them. A sure answer is short; the less sure it is, the more
 * is said, since what was asked for may stand in any of several sentences: those with most chance for their length.
 */
export function choose(
  ranked: readonly Scored[],
  match: Match,
  { question, language: asked, evidence }: ExtractiveQuestion,
): Candidate[] {
  const chosen: Candidate[] = [];
  const best = ranked[0];
  if (!best) return chosen;
  const wants = expectedAnswerTypes(question, asked);
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
    if (!add(candidate, BUDGET)) return false;
    const before = inPassage(candidate.passage)[candidate.at - 1];
    const { language } = evidence[candidate.passage] as Evidence;
    if (before && !candidate.unit.first && refersBack(candidate.unit.text, language)) add(before, BUDGET);
    return true;
  };
  say(best);
  const whole = wants.has('list')
    ? listOf(match.candidates, best, evidence)
    : best.guides
      ? stepsOf(match.candidates, best, evidence)
      : [];
  for (const other of whole.length > 0 ? whole : wholeOf(inPassage(best.passage), best))
    if (!add(other, WHOLE_BUDGET)) break;
  // The list that was asked for is the answer.
  if (whole.length > 0) return chosen;

  const explains = best.defines || best.headed > HEADED || wants.has('manner') || wants.has('reason');
  const { language } = evidence[best.passage] as Evidence;
  for (const next of explains ? inPassage(best.passage).slice(best.at + 1) : []) {
    const { kind, text } = next.unit;
    if (length >= BRIEF || kind !== 'sentence' || /[:：]\s*$/u.test(text) || !isProse(text, language)) break;
    if (!say(next)) break;
  }
  const follows = ({ passage, at }: Candidate) => passage === best.passage && at === best.at + 1;
  const chance = chances(
    ranked.map((candidate) => candidate.odds + (explains && follows(candidate) ? ODDS.explains : 0)),
  );
  let said = chance[0] ?? 0;
  const rest = ranked
    .map((candidate, i) => ({ candidate, chance: chance[i] ?? 0 }))
    .slice(1)
    .sort((a, b) => worth(b) - worth(a));
  let sentences = 1;
  for (const { candidate, chance: own } of rest) {
    if (said >= ENOUGH || sentences >= MOST_SENTENCES) break;
    const { unit, passage } = candidate;
    if (own < LEAST * (chance[0] ?? 0)) continue;
    // The page that is asked for by its name needs no other beside it.
    if (best.defines && evidence[passage]?.td_id !== evidence[best.passage]?.td_id) continue;
    // Nor do items that nobody asked for say what it is.
    if (unit.kind === 'item' && best.unit.kind !== 'item' && wants.has('definition') && !wants.has('list'))
      continue;
    // What announces more than it says is only of use with what follows.
    if (/[:：]\s*$/u.test(unit.text)) continue;
    // Code, rows and labels say something beside what they belong to, and elsewhere nothing.
    if (!candidate.said && !chosen.some((other) => isBeside(other, candidate))) continue;
    if (has(candidate) || chosen.some((other) => isRepeat(other.unit.text, unit.text))) continue;
    if (!say(candidate)) continue;
    said += own;
    sentences++;
  }
  return chosen;
}

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
