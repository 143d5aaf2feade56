import type { Ranked } from './rank.ts';
import type { TermIndex } from './term-index.ts';

/** A term that the best passages have in common, and its share in what they add to the query: 0–1, together 1. */
export interface FeedbackTerm {
  id: number;
  share: number;
}

/** How many passages are asked, and for how many terms. */
export const ASKED = 6;
const TERMS = 20;
/** A passage that scores this much less than the best has e times less of a say. */
const FADE = 2;
/** Below this ratio of the last score to the first there is one clear answer, and nothing to learn from the others. */
const CLEAR = 0.4;

/**
 * What the first passages found say beside the query's own words (a relevance model: Lavrenko & Croft, 2001), and how much
 * it is to be heeded: nothing where the first passage stands out, more the more alike the scores are. Questions with one
 * right passage only lose by feedback; topics that many passages treat gain.
 */
export function feedback(
  { passages, vocabulary, body }: TermIndex,
  asked: readonly Ranked[],
  known: ReadonlySet<number>,
  idf: (term: number) => number,
): { terms: FeedbackTerm[]; feedbackWeight: number } {
  const most = asked[0]?.score ?? 0;
  const level = asked.length < 2 || most <= 0 ? 0 : (asked.at(-1)?.score ?? 0) / most;
  const feedbackWeight = Math.max(0, (level - CLEAR) / (1 - CLEAR));
  if (feedbackWeight === 0) return { terms: [], feedbackWeight };
  const say = asked.map(({ score }) => Math.exp((score - most) / FADE));
  const said = say.reduce((sum, share) => sum + share, 0);
  const model = new Map<number, number>();
  for (const [i, { passage }] of asked.entries()) {
    const start = passages.start[passage] as number;
    const length = passages.length[passage] as number;
    const share = (say[i] as number) / said / Math.max(1, length);
    for (let at = start; at < start + length; at++) {
      const term = passages.words[at] as number;
      // An index of a few passages only may hold words it keeps no count of.
      if (!known.has(term) && body.frequency(term) > 0) model.set(term, (model.get(term) ?? 0) + share);
    }
  }
  const best = Array.from(model, ([id, likelihood]) => ({ id, share: likelihood * idf(id) }))
    // Level terms are told apart by name: numbers tell the order of writes.
    .toSorted((a, b) => b.share - a.share || (vocabulary.name(a.id) < vocabulary.name(b.id) ? -1 : 1))
    .slice(0, TERMS);
  const total = best.reduce((sum, { share }) => sum + share, 0);
  return { terms: best.map(({ id, share }) => ({ id, share: share / total })), feedbackWeight };
}
