import type { Hit, PageVersion, SearchRequest } from './search-index.ts';

/** What one index has found. */
export interface Found {
  hits: readonly Hit[];
  /** Whether scores are of words and vectors together, instead of words alone. */
  isFused: boolean;
}

interface Merge extends Pick<SearchRequest, 'limit' | 'alsoByWords'> {
  /** What scores of words in the smaller index are multiplied by. */
  rarity: number;
}

/**
 * Merges what an index of an older format has found with what is new in today's (`isNew`), best first, as one
 * index would give it: the first `limit`, and where asked, what is among the first `limit` of words alone.
 */
export function mergeFound(
  before: Found,
  found: Found & { isNew(hit: PageVersion): boolean },
  { limit, alsoByWords = false, rarity }: Merge,
): Hit[] {
  const isFused = before.isFused || found.isFused;
  const all = [
    ...comparable(before, 1, isFused).map(({ hit, words }) => ({
      hit: { ...hit, older: true as const },
      words,
    })),
    ...comparable(found, rarity, isFused).filter(({ hit }) => found.isNew(hit)),
  ];
  const byWords = all.filter(({ words }) => words !== undefined);
  const places = new Map(
    byWords.toSorted((a, b) => (b.words ?? 0) - (a.words ?? 0)).map(({ hit }, place) => [hit, place]),
  );
  return all
    .map(({ hit }): Hit => ({ ...hit, wordPlace: isFused ? places.get(hit) : undefined }))
    .toSorted((a, b) => b.score - a.score)
    .filter(({ wordPlace = Infinity }, place) => place < limit || (alsoByWords && wordPlace < limit));
}

/**
 * The hits of one index with scores that compare with those of the other one, and what words alone give them.
 * Fused scores are shares of the best; where only the other index has them, those of words become such
 * shares.
 */
function comparable(
  { hits, isFused }: Found,
  rarity: number,
  bothFused: boolean,
): { hit: Hit; words: number | undefined }[] {
  const best = hits[0]?.score || 1;
  return hits.map((hit) => {
    const words = isFused ? hit.wordScore : hit.score;
    const scaled = words === undefined ? undefined : words * rarity;
    const score = isFused ? hit.score : bothFused ? hit.score / best : (scaled ?? 0);
    return { hit: { ...hit, score }, words: scaled };
  });
}
