import { averageLength, inverseAverageLength } from '../ranking/bm25.ts';
import { grown } from '../ranking/postings.ts';
import { createVocabulary, type Vocabulary } from '../ranking/vocabulary.ts';
import { unpackPage } from '../sqlite/page-codec.ts';
import { termHash } from './term-hash.ts';

/** A page version in the statistics; tokens are numbers of terms in the vocabulary. */
interface KnownPage {
  page_id: string;
  version: number;
  /** The stamp of the write that this was read from. */
  stamp: string;
  /** The reading in which it was added. */
  round: number;
  title: Uint32Array;
  /** The first passage, which says what the page is about. */
  lead: { language: string; tokens: Uint32Array; extra_tokens: Uint32Array; heading_tokens: Uint32Array };
  /** Each distinct term of the passages, and in how many passages it occurs. */
  terms: Uint32Array;
  counts: Uint32Array;
  titleTerms: Uint32Array;
  /** The number of passages and words, by language. */
  languages: Map<string, Tally>;
}

interface Tally {
  passages: number;
  words: number;
}

/**
 * What ranking needs to know of a persona as a whole: how rare each term is, and how long its passages are.
 * Always exact, independent of the order of writes; about 2 KB of memory for a page.
 */
export interface Statistics {
  readonly vocabulary: Vocabulary;
  /** The number of the term with this hash in the vocabulary. */
  byHash(hash: number): number | undefined;
  get(key: string): KnownPage | undefined;
  add(
    key: string,
    page: Pick<KnownPage, 'page_id' | 'version' | 'stamp' | 'round'>,
    packed: Uint8Array,
  ): void;
  remove(key: string): void;
  keys(): Iterable<string>;
  /** In how many passages a term occurs, and in how many titles. */
  frequency(id: number): number;
  titleFrequency(id: number): number;
  pages(): number;
  passages(): number;
  /** Number of passages by language. */
  languages(): Record<string, number>;
  /** 1 / average number of words in passages of the language. */
  inverseAverage(language: string): number;
  averageTitleLength(): number;
  /** The share of all added pages that is gone, but whose terms are still in the vocabulary. */
  deadShare(): number;
  bytes(): number;
}

export function createStatistics(): Statistics {
  const vocabulary = createVocabulary();
  const hashes = new Map<number, number>();
  const known = new Map<string, KnownPage>();
  const languages = new Map<string, Tally>();
  let frequencies = new Uint32Array(1024);
  let titleFrequencies = new Uint32Array(1024);
  let passages = 0;
  let titleLengths = 0;
  let tokens = 0;
  let removed = 0;
  let hashed = 0;

  const intern = (term: string): number => {
    const id = vocabulary.intern(term);
    if (id === hashed) {
      hashes.set(termHash(term), id);
      hashed++;
    }
    return id;
  };

  const count = (page: KnownPage, by: 1 | -1): void => {
    for (const [i, term] of page.terms.entries())
      frequencies[term] = (frequencies[term] ?? 0) + by * (page.counts[i] ?? 0);
    for (const term of page.titleTerms) titleFrequencies[term] = (titleFrequencies[term] ?? 0) + by;
    for (const [language, tally] of page.languages) {
      const total = languages.get(language) ?? { passages: 0, words: 0 };
      total.passages += by * tally.passages;
      total.words += by * tally.words;
      if (total.passages > 0) languages.set(language, total);
      else languages.delete(language);
      passages += by * tally.passages;
    }
    titleLengths += by * page.title.length;
    const { lead } = page;
    tokens +=
      by *
      (2 * page.terms.length +
        2 * page.title.length +
        lead.tokens.length +
        lead.extra_tokens.length +
        lead.heading_tokens.length);
  };

  return {
    vocabulary,
    byHash: (hash) => hashes.get(hash),
    get: (key) => known.get(key),
    keys: () => known.keys(),
    add(key, page, packed) {
      if (known.has(key)) return;
      const features = unpackPage(packed);
      const ids = Uint32Array.from(features.terms, intern);
      if (frequencies.length < vocabulary.size()) {
        frequencies = grown(frequencies, vocabulary.size());
        titleFrequencies = grown(titleFrequencies, vocabulary.size());
      }
      const numbered = (stream: Uint32Array | undefined): Uint32Array =>
        (stream ?? new Uint32Array()).map((token) => ids[token] ?? 0);
      const held = new Map<number, number>();
      const tallies = new Map<string, Tally>();
      for (const { language, tokens: words, extra_tokens, heading_tokens } of features.passages) {
        for (const token of new Set([...words, ...extra_tokens, ...heading_tokens])) {
          const id = ids[token] ?? 0;
          held.set(id, (held.get(id) ?? 0) + 1);
        }
        const tally = tallies.get(language) ?? { passages: 0, words: 0 };
        tally.passages++;
        tally.words += words.length;
        tallies.set(language, tally);
      }
      const title = numbered(features.title_tokens);
      const [lead] = features.passages;
      const taken: KnownPage = {
        ...page,
        title,
        lead: {
          language: lead?.language ?? 'und',
          tokens: numbered(lead?.tokens),
          extra_tokens: numbered(lead?.extra_tokens),
          heading_tokens: numbered(lead?.heading_tokens),
        },
        terms: Uint32Array.from(held.keys()),
        counts: Uint32Array.from(held.values()),
        titleTerms: Uint32Array.from(new Set(title)),
        languages: tallies,
      };
      known.set(key, taken);
      count(taken, 1);
    },
    remove(key) {
      const page = known.get(key);
      if (!page) return;
      known.delete(key);
      count(page, -1);
      removed++;
    },
    frequency: (id) => frequencies[id] ?? 0,
    titleFrequency: (id) => titleFrequencies[id] ?? 0,
    pages: () => known.size,
    passages: () => passages,
    languages: () =>
      Object.fromEntries(Array.from(languages, ([language, tally]) => [language, tally.passages])),
    inverseAverage(language) {
      const { passages: many, words } = languages.get(language) ?? { passages: 0, words: 0 };
      return inverseAverageLength(many, words);
    },
    averageTitleLength: () => averageLength(known.size, titleLengths),
    deadShare: () => removed / Math.max(1, removed + known.size),
    bytes: () =>
      vocabulary.bytes() + 48 * hashes.size + 8 * frequencies.length + 4 * tokens + 700 * known.size,
  };
}
