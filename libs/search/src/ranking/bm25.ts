/**
 * BM25, in the parts that ranking combines (S. Robertson and H. Zaragoza, "The Probabilistic Relevance
 * Framework: BM25 and Beyond", Foundations and Trends in Information Retrieval 3(4), 2009): the score of a
 * text for a term is the term's rarity times its saturation in that text. Lengths are in words. A text is a
 * passage among those of its language, or a page's title among all titles.
 */
export interface Bm25Parameters {
  /** How many repetitions of a word still add to the score: none at 0, more the larger it is. */
  k1: number;
  /** How much the score falls with the length of a text: 0 not at all, 1 in proportion. */
  b: number;
}

/**
 * Returns how rare a term is that occurs in `frequency` of `texts`, in nats; never negative, as in Lucene
 * (its BM25Similarity adds the 1).
 */
export function inverseDocumentFrequency(frequency: number, texts: number): number {
  return Math.log(1 + (texts - frequency + 0.5) / (frequency + 0.5));
}

/**
 * Returns the weight of `tf` occurrences in a text whose length is a multiple of the average: from 0 towards
 * k1 + 1.
 */
export function saturation(tf: number, relativeLength: number, { k1, b }: Bm25Parameters): number {
  return (tf * (k1 + 1)) / (tf + k1 * (1 - b + b * relativeLength));
}

/** Returns the average length of texts that have so many words together; 1 where there are none. */
export function averageLength(texts: number, words: number): number {
  return texts > 0 ? Math.max(1, words) / texts : 1;
}

/** Returns 1 / the average length, by which loops multiply a length; 0 where there are no texts. */
export function inverseAverageLength(texts: number, words: number): number {
  return texts / Math.max(1, words);
}
