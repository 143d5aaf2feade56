import { defaultWeights } from '../weights.ts';

/** How far down either list is read: deeper than the hits wanted, because a passage that both know beats one that stands high in one. */
export const FUSED = 200;

/** A passage as an adapter knows it: the `n`-th of what it calls `page`. */
interface Place {
  page: string | number;
  n: number;
  score: number;
}

/**
 * Two lists of passages, best first, as one; `share` is what nearness counts beside words, 0–1. Scores are mixed instead of ranks: by rank, a
 * model that does not know the language of the pages displaces what words find. Words count by their share of the best score. Nearness counts from what the
 * FUSED-th passage has, as any may have it in common with the query, up to being the same: models differ in how near they put strangers.
 * Level ones stay in the order of the words' list, then of the vectors'.
 */
export function fuse<T extends Place>(
  byWords: readonly T[],
  byVectors: readonly T[],
  limit: number,
  share = defaultWeights.vectors,
): T[] {
  const found = new Map<string, T>();
  const add = (list: readonly T[], worth: (score: number) => number): void => {
    for (const one of list) {
      const name = `${one.page} ${one.n}`;
      const before = found.get(name);
      found.set(name, { ...(before ?? one), score: (before?.score ?? 0) + worth(one.score) });
    }
  };
  const best = byWords[0]?.score ?? 1;
  add(byWords, (score) => ((1 - share) * score) / best);
  const common = byVectors.slice(0, FUSED).at(-1)?.score ?? 0;
  const room = Math.max(1 - common, Number.EPSILON);
  add(byVectors, (score) => (share * Math.max(0, score - common)) / room);
  return [...found.values()].toSorted((a, b) => b.score - a.score).slice(0, limit);
}
