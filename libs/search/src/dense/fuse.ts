import { defaultWeights } from '../weights.ts';

/**
 * How many entries of each list are read: more than the wanted hits, because a passage that is in both lists
 * beats one that is high in one.
 */
export const FUSED = 200;

/** A passage as an adapter identifies it: the `n`-th of what it calls `page`. */
interface Place {
  page: string | number;
  n: number;
  score: number;
  /** How much of the query's weight it holds, 0–1; known of the words' list only. */
  covered?: number;
  /** Its place in the list of words. */
  wordPlace?: number;
}

/** How fast words lose weight where even their best passage holds little of the query. */
const WORDS_TRUST_POWER = 2;

interface Fusion {
  limit: number;
  /** The weight of nearness beside words, 0–1. */
  share?: number | undefined;
  /** Whether the first `limit` of words are kept too where they are not among the first of both. */
  alsoByWords?: boolean | undefined;
  /** Whether the model tells meaning in the language of the query. */
  knowsLanguage?: boolean | undefined;
}

/**
 * Merges two lists of passages, best first. Scores are mixed instead of ranks, because by rank a model that
 * does not know the language of the pages displaces what words find. A word score counts by its share of the
 * best one; and beside a model that knows the language all of them count the less, the less of the query
 * that one holds, because of a question in other words than the page's some passage holds one or two by
 * chance. Nearness counts from that of the
 * FUSED-th passage (0), which any passage may have to the query, to identity (1), because models differ in
 * how near they place unrelated texts. Equal scores stay in the order of the words' list, then of the
 * vectors'.
 */
export function fuse<T extends Place>(
  byWords: readonly T[],
  byVectors: readonly T[],
  { limit, share = defaultWeights.vectors, alsoByWords = false, knowsLanguage = false }: Fusion,
): T[] {
  const found = new Map<string, T>();
  const add = (list: readonly T[], worth: (score: number) => number): void => {
    for (const one of list) {
      const name = `${one.page} ${one.n}`;
      const before = found.get(name);
      found.set(name, { ...(before ?? one), score: (before?.score ?? 0) + worth(one.score) });
    }
  };
  const [best] = byWords;
  const trust = knowsLanguage ? (best?.covered ?? 1) ** WORDS_TRUST_POWER : 1;
  add(byWords, (score) => ((1 - share) * trust * score) / (best?.score ?? 1));
  const common = byVectors.slice(0, FUSED).at(-1)?.score ?? 0;
  const room = Math.max(1 - common, Number.EPSILON);
  add(byVectors, (score) => (share * Math.max(0, score - common)) / room);
  return [...found.values()]
    .toSorted((a, b) => b.score - a.score)
    .filter(({ wordPlace = Infinity }, place) => place < limit || (alsoByWords && wordPlace < limit));
}
