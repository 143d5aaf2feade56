import { inverseDocumentFrequency } from '../ranking/bm25.ts';
import { minLikeness, rank, relatedTerms } from '../ranking/rank.ts';
import { type QueryWord, queryLanguages, readQuery } from '../ranking/read-query.ts';
import { createTermIndex, type NumberedPassage, type TermIndex } from '../ranking/term-index.ts';
import type { SearchRequest } from '../search-index.ts';
import { defaultWeights } from '../weights.ts';
import { type PassagePayload, unpackFeatures } from './points.ts';
import type { Statistics } from './statistics.ts';
import { termHash } from './term-hash.ts';

/** A query with what is known of the persona: the request to Qdrant, and the data for ranking. */
export interface Plan {
  words: QueryWord[];
  /**
   * Terms of the persona with a spelling like one of the query's, by the number of the query's term in the
   * statistics.
   */
  alike: Map<string, { id: number; likeness: number }[]>;
  /** Weights of terms, by their hash. */
  vector: { indices: number[]; values: number[] };
}

/** A passage that Qdrant proposes. */
export type Candidate = Pick<PassagePayload, 'page' | 'n' | 'language' | 'features'>;

export interface RankedCandidate {
  page: string;
  n: number;
  score: number;
  covered?: number;
  wordPlace?: number;
  wordScore?: number;
}

/**
 * Reads a query with the persona's statistics; undefined when none of its words is like any that the persona
 * knows.
 */
export function planSearch(statistics: Statistics, request: SearchRequest): Plan | undefined {
  const { vocabulary } = statistics;
  const languages = request.languages ?? queryLanguages(request.query, statistics.languages());
  const words = readQuery(request.query, languages);
  const alike: Plan['alike'] = new Map();
  const byTerm = new Map<number, number>();
  const add = (id: number, weight: number): void => void byTerm.set(id, (byTerm.get(id) ?? 0) + weight);
  const idf = (id: number): number =>
    inverseDocumentFrequency(statistics.frequency(id), statistics.passages());
  for (const word of words) {
    const { terms, extra } = word;
    const ids = terms
      .map((term) => vocabulary.find(term))
      .filter(
        (id) => id !== undefined && statistics.frequency(id) + statistics.titleFrequency(id) > 0,
      ) as number[];
    for (const id of ids) add(id, idf(id) * (extra ? defaultWeights.extra : 1));
    if (extra) continue;
    const own = Math.max(0, ...ids.map(idf)) || inverseDocumentFrequency(0, statistics.passages());
    for (const { id, share } of relatedTerms(word, vocabulary, defaultWeights))
      if (!ids.includes(id)) add(id, Math.min(own, idf(id)) * share);
    for (const term of terms) {
      const like = vocabulary.alike(term, minLikeness(ids.length > 0, defaultWeights));
      alike.set(term, like);
      for (const { id, likeness } of like)
        if (!ids.includes(id)) add(id, Math.min(own, idf(id)) * likeness * defaultWeights.fuzzy);
    }
  }
  if (byTerm.size === 0) return undefined;
  const byHash = new Map<number, number>();
  for (const [id, weight] of byTerm) {
    const hash = termHash(vocabulary.name(id));
    byHash.set(hash, (byHash.get(hash) ?? 0) + weight);
  }
  return {
    words,
    alike,
    vector: { indices: [...byHash.keys()], values: [...byHash.values()] },
  };
}

/**
 * Ranks the candidates as if they were ranked among all passages of the persona: in an index of these
 * passages and of the first passages of their pages, with the frequencies and averages of the whole.
 * Candidates of pages that the statistics do not hold are left out. It does not know how many other passages
 * hold two words of the query side by side, but those that matter are among the candidates.
 */
export function rankCandidates(
  statistics: Statistics,
  { words, alike }: Plan,
  candidates: readonly Candidate[],
  limit: number,
): RankedCandidate[] {
  const terms = numberTerms(statistics, alike);
  const index = createTermIndex(terms);
  const keys: string[] = [];
  for (const [key, ofPage] of Map.groupBy(candidates, ({ page }) => page)) {
    const page = statistics.get(key);
    if (!page) continue;
    const parts: NumberedPassage[] = [
      {
        n: 0,
        language: page.lead.language,
        words: terms.known(page.lead.tokens),
        extra: terms.known(page.lead.extra_tokens),
        heading: terms.known(page.lead.heading_tokens),
      },
    ];
    for (const { n, language, features } of ofPage) {
      if (n === 0) continue;
      const streams = unpackFeatures(features);
      parts.push({
        n,
        language,
        words: terms.hashed(streams.tokens),
        extra: terms.hashed(streams.extra_tokens),
        heading: terms.hashed(streams.heading_tokens),
      });
    }
    index.addNumbered(
      { key: keys.length, page_id: page.page_id, version: page.version },
      terms.known(page.title),
      parts,
    );
    keys.push(key);
  }
  const { passages, pages, body, titles } = index;
  const asAmongAll: TermIndex = {
    ...index,
    passages: {
      ...passages,
      inverseAverage: () =>
        Float64Array.from(Object.keys(index.languages()), (language) => statistics.inverseAverage(language)),
    },
    pages: { ...pages, averageTitleLength: statistics.averageTitleLength },
    body: {
      ...body,
      frequency: (term) => statistics.frequency(terms.idOf(term)),
      living: statistics.passages,
    },
    titles: {
      ...titles,
      frequency: (term) => statistics.titleFrequency(terms.idOf(term)),
      living: statistics.pages,
    },
  };
  return rank(asAmongAll, words, limit).map(({ passage, score, covered }) => ({
    page: keys[pages.key[passages.page[passage] ?? 0] ?? 0] ?? '',
    n: passages.n[passage] ?? 0,
    score,
    covered,
  }));
}

/**
 * The vocabulary of one ranking: its few terms are numbered anew from 0, so that no array is as large as the
 * persona's vocabulary.
 */
function numberTerms({ vocabulary, byHash }: Statistics, alike: Plan['alike']) {
  const ids: number[] = [];
  /** The number here plus one, by the number in the statistics. */
  const numbers = new Uint32Array(vocabulary.size());
  const number = (id: number): number => {
    const there = numbers[id] as number;
    if (there > 0) return there - 1;
    numbers[id] = ids.push(id);
    return ids.length - 1;
  };
  const mapped = (stream: Uint32Array, numberOf: (value: number) => number): Uint32Array => {
    const result = new Uint32Array(stream.length);
    // This is a loop, because a search spends most of its time here.
    for (let i = 0; i < stream.length; i++) result[i] = numberOf(stream[i] as number);
    return result;
  };
  return {
    idOf: (term: number) => ids[term] ?? -1,
    known: (stream: Uint32Array) => mapped(stream, number),
    // The statistics hold every page that is ranked, with all of its terms.
    hashed: (stream: Uint32Array) => mapped(stream, (hash) => number(byHash(hash) ?? 0)),
    size: () => ids.length,
    name: (term: number) => vocabulary.name(ids[term] ?? -1),
    find: (term: string) => {
      const id = vocabulary.find(term);
      return id === undefined ? undefined : number(id);
    },
    alike: (term: string) =>
      (alike.get(term) ?? []).map(({ id, likeness }) => ({ id: number(id), likeness })),
    intern: (term: string) => number(vocabulary.intern(term)),
    bytes: () => 0,
  };
}
