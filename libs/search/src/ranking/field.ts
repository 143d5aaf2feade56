import { createPostings, grown, type Postings } from './postings.ts';
import type { Vocabulary } from './vocabulary.ts';

/** More occurrences of a term in one holder are not counted. */
export const MAX_TF = 255;

/**
 * One inverted list for each term. A value is a passage's or page's number times 256, plus how often the term
 * occurs there (at most `MAX_TF`).
 */
export interface Field {
  readonly postings: Postings;
  /** In how many living passages or pages a term occurs. */
  frequency(term: number): number;
  /** How many passages or pages are alive. */
  living(): number;
}

/**
 * A field that can be written: its lists only grow, and removed holders are subtracted only from the
 * frequencies.
 */
export interface WritableField extends Field {
  /** Adds the terms of a passage or page by its number. */
  add(holder: number, streams: readonly Uint32Array[]): void;
  /** Subtracts the terms of a removed passage or page from the frequencies. */
  remove(streams: readonly Uint32Array[]): void;
  bytes(): number;
}

/**
 * `living` returns how many passages or pages there are; the tally may be shared by several fields, which use
 * it one at a time.
 */
export function createField(living: () => number, tally: Tally): WritableField {
  const postings = createPostings();
  let frequencies = new Uint32Array(256);
  const note = (term: number, by: 1 | -1): void => {
    if (term >= frequencies.length) frequencies = grown(frequencies, term + 1);
    frequencies[term] = (frequencies[term] ?? 0) + by;
  };
  return {
    postings,
    frequency: (term) => frequencies[term] ?? 0,
    living,
    add: (holder, streams) =>
      tally.forEach(streams, (term, count) => {
        postings.append(term, holder * 256 + Math.min(MAX_TF, count));
        note(term, 1);
      }),
    remove: (streams) => tally.forEach(streams, (term) => note(term, -1)),
    bytes: () => postings.bytes() + 4 * frequencies.length,
  };
}

export interface Tally {
  /** Counts tokens, passes each distinct one with its count, and resets the counter. */
  forEach(streams: readonly Uint32Array[], visit: (term: number, count: number) => void): void;
  bytes(): number;
}

/** A counter for terms of the vocabulary. */
export function createTally(vocabulary: Pick<Vocabulary, 'size'>): Tally {
  let counts = new Uint32Array(1024);
  const distinct: number[] = [];
  return {
    forEach(streams, visit) {
      if (counts.length < vocabulary.size()) counts = grown(counts, vocabulary.size());
      for (const stream of streams)
        for (const term of stream) {
          const count = counts[term] ?? 0;
          if (count === 0) distinct.push(term);
          counts[term] = count + 1;
        }
      for (const term of distinct) {
        visit(term, counts[term] ?? 0);
        counts[term] = 0;
      }
      distinct.length = 0;
    },
    bytes: () => 4 * counts.length,
  };
}
