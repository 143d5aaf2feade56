import type { Bm25Parameters } from './ranking/bm25.ts';

/** The weight of each kind of evidence. */
export interface SearchWeights extends Bm25Parameters {
  /** Two words of the query side by side. */
  pair: number;
  /** Another form of a word of the query which no spelling shows: "sold" for "sell". */
  form: number;
  /** A word that people say for one of the query's: "cost" for "price". */
  swapped: number;
  /** A word with a spelling like one of the query's: an inflection, a compound, a typing error. */
  fuzzy: number;
  /** How much of its spelling such a word must share, 0–1. */
  minLikeness: number;
  /**
   * The same for a query word that the persona does not know at all, for which there is no other evidence.
   */
  minLikenessUnknown: number;
  /** An identifier whole or in parts, or a character pair. */
  extra: number;
  /** The page's title. */
  title: number;
  /** The page's first passage, which says what the page is about. */
  lead: number;
  /** The terms that the first passages have in common, in words of the query. */
  feedback: number;
  /**
   * Matching the whole query, if only by the title: the score rises by this share, and by little of it when
   * most of the query is matched.
   */
  coverage: number;
  coveragePower: number;
  /** The share of nearness beside words where there are vectors: 0 is words alone, 1 vectors alone. */
  vectors: number;
}

/** Chosen over the collections of docs/retrieval.md, which says what each is worth. */
export const defaultWeights: Readonly<SearchWeights> = Object.freeze({
  k1: 0.9,
  b: 0.75,
  pair: 0.2,
  form: 0.7,
  swapped: 0.3,
  fuzzy: 0.6,
  minLikeness: 0.42,
  minLikenessUnknown: 0.3,
  extra: 0.5,
  title: 0.6,
  lead: 0.4,
  feedback: 0.8,
  coverage: 0.25,
  coveragePower: 3,
  vectors: 0.5,
});
