import { createPostings, grown, type Postings } from './postings.ts';
import type { Vocabulary } from './vocabulary.ts';

/** An inverted list a term. A value is a passage's or page's number times 256, plus how often the term stands there (at most 255). */
export interface Field {
  readonly postings: Postings;
  /** In how many living passages or pages a term stands. */
  frequency(term: number): number;
  /** How many living passages or pages there are to stand in. */
  living(): number;
}

/** A field that can be written: its lists only grow, and who was removed is left out of the frequencies alone. */
export interface WritableField extends Field {
  /** Notes the terms of a passage or page by its number. */
  add(holder: number, streams: readonly Uint32Array[]): void;
  /** Takes the terms that one was added with out of the frequencies. */
  remove(streams: readonly Uint32Array[]): void;
  bytes(): number;
}

/** `living` gives how many passages or pages there are; the tally may serve several fields, one at a time. */
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
        postings.append(term, holder * 256 + Math.min(255, count));
        note(term, 1);
      }),
    remove: (streams) => tally.forEach(streams, (term) => note(term, -1)),
    bytes: () => postings.bytes() + 4 * frequencies.length,
  };
}

export interface Tally {
  /** Counts tokens, tells each distinct one with its count, and leaves the counter clean. */
  forEach(streams: readonly Uint32Array[], visit: (term: number, count: number) => void): void;
  bytes(): number;
}

/** A counter of terms of the vocabulary. */
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
