import type { Ranked } from './rank.ts';
import type { TermIndex } from './term-index.ts';

/** A term that the best passages have in common, and its share of their weight: each 0–1, together 1. */
export interface FeedbackTerm {
  id: number;
  share: number;
}

/** How many passages give feedback, and how many terms they add. */
export const FEEDBACK_PASSAGES = 6;
const FEEDBACK_TERMS = 20;
/** A passage whose score is lower than the best one by this much has a weight 1/e times as large. */
const SCORE_DECAY = 2;
/**
 * Where the ratio of the last score to the first is below this, the first passage is a clear answer, and the
 * others add nothing.
 */
const CLEAR_ANSWER_RATIO = 0.4;

/**
 * Returns terms of the first passages beside the query's own words (a relevance model: Lavrenko & Croft,
 * 2001), and the weight of this feedback: 0 where the first passage stands out, and larger the closer the
 * scores are. Feedback harms questions with one right passage and helps topics that many passages treat.
 */
export function feedback(
  { passages, vocabulary, body }: TermIndex,
  asked: readonly Ranked[],
  known: ReadonlySet<number>,
  idf: (term: number) => number,
): { terms: FeedbackTerm[]; feedbackWeight: number } {
  const bestScore = asked[0]?.score ?? 0;
  const level = asked.length < 2 || bestScore <= 0 ? 0 : (asked.at(-1)?.score ?? 0) / bestScore;
  const feedbackWeight = Math.max(0, (level - CLEAR_ANSWER_RATIO) / (1 - CLEAR_ANSWER_RATIO));
  if (feedbackWeight === 0) return { terms: [], feedbackWeight };
  const weights = asked.map(({ score }) => Math.exp((score - bestScore) / SCORE_DECAY));
  const totalWeight = weights.reduce((sum, share) => sum + share, 0);
  const model = new Map<number, number>();
  for (const [i, { passage }] of asked.entries()) {
    const start = passages.start[passage] as number;
    const length = passages.length[passage] as number;
    const share = (weights[i] as number) / totalWeight / Math.max(1, length);
    for (let at = start; at < start + length; at++) {
      const term = passages.words[at] as number;
      // An index of only some passages may hold words without a frequency.
      if (!known.has(term) && body.frequency(term) > 0) model.set(term, (model.get(term) ?? 0) + share);
    }
  }
  const best = Array.from(model, ([id, likelihood]) => ({ id, share: likelihood * idf(id) }))
    // Terms with equal shares are ordered by name, because their numbers depend on the order of writes.
    .toSorted((a, b) => b.share - a.share || (vocabulary.name(a.id) < vocabulary.name(b.id) ? -1 : 1))
    .slice(0, FEEDBACK_TERMS);
  const total = best.reduce((sum, { share }) => sum + share, 0);
  return { terms: best.map(({ id, share }) => ({ id, share: share / total })), feedbackWeight };
}
