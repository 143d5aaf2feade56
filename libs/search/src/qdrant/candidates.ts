import { idfOf, rank, weights } from '../ranking/rank.ts';
import { type QueryWord, queryLanguages, readQuery } from '../ranking/read-query.ts';
import { createTermIndex, type TermIndex } from '../ranking/term-index.ts';
import type { SearchRequest } from '../search-index.ts';
import { type PassagePayload, unpackFeatures } from './points.ts';
import type { Statistics } from './statistics.ts';
import { termHash } from './term-hash.ts';

/** A query as a persona understands it: what Qdrant is asked, and what ranking goes by. */
export interface Plan {
  words: QueryWord[];
  /** The terms that count for this query, by the number they have in the statistics. */
  relevant: number[];
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
}

/** Reads a query with what is known of the persona; undefined when none of its words is like any that the persona knows. */
export function planSearch(statistics: Statistics, request: SearchRequest): Plan | undefined {
  const { vocabulary } = statistics;
  const languages = request.languages ?? queryLanguages(request.query, statistics.languages());
  const words = readQuery(request.query, languages);
  const alike: Plan['alike'] = new Map();
  const byTerm = new Map<number, number>();
  const add = (id: number, weight: number): void => void byTerm.set(id, (byTerm.get(id) ?? 0) + weight);
  const idf = (id: number): number => idfOf(statistics.frequency(id), statistics.passages());
  for (const { terms, extra } of words) {
    const ids = terms.map((term) => vocabulary.find(term)).filter((id) => id !== undefined);
    for (const id of ids) add(id, idf(id) * (extra ? weights.extra : 1));
    if (extra) continue;
    const own = Math.max(0, ...ids.map(idf)) || idfOf(0, statistics.passages());
    for (const term of terms) {
      const like = vocabulary.alike(term, weights.leastAlike);
      alike.set(term, like);
      for (const { id, likeness } of like)
        if (!ids.includes(id)) add(id, Math.min(own, idf(id)) * likeness * weights.alike);
    }
  }
  if (byTerm.size === 0) return undefined;
  const byHash = new Map<number, number>();
  for (const [id, weight] of byTerm) {
    const hash = termHash(statistics.termOf(id));
    byHash.set(hash, (byHash.get(hash) ?? 0) + weight);
  }
  return {
    words,
    relevant: [...byTerm.keys()],
    alike,
    vector: { indices: [...byHash.keys()], values: [...byHash.values()] },
  };
}

/**
 * Ranks the candidates as if they were ranked among all passages of the persona: an index of these passages and of the leads of their
 * pages, with the frequencies and averages of the whole. Candidates of pages that the statistics do not hold are left out.
 * What it can't know is how many other passages hold two words of the query side by side; those that matter are among the candidates.
 */
export function rankCandidates(
  statistics: Statistics,
  { words, relevant, alike }: Plan,
  candidates: readonly Candidate[],
  limit: number,
): RankedCandidate[] {
  const { vocabulary } = statistics;
  // Terms that do not count are all one: they only keep the others at their places.
  const terms = ['\u0000', ...relevant.map((id) => statistics.termOf(id))];
  const slots = new Map(relevant.map((id, i) => [id, i + 1]));
  const slotsByHash = new Map(relevant.map((id, i) => [termHash(statistics.termOf(id)), i + 1]));
  const known = (stream: Uint32Array): Uint32Array => stream.map((id) => slots.get(id) ?? 0);
  const hashed = (stream: Uint32Array): Uint32Array => stream.map((hash) => slotsByHash.get(hash) ?? 0);

  const index = createTermIndex();
  const keys: string[] = [];
  for (const [key, ofPage] of Map.groupBy(candidates, ({ page }) => page)) {
    const page = statistics.get(key);
    if (!page) continue;
    const { tokens, extra_tokens, heading_tokens } = page.lead;
    index.add({
      key: keys.length,
      page_id: page.page_id,
      version: page.version,
      terms,
      title_tokens: known(page.title),
      passages: [
        {
          n: 0,
          language: page.lead.language,
          tokens: known(tokens),
          extra_tokens: known(extra_tokens),
          heading_tokens: known(heading_tokens),
        },
        ...ofPage
          .filter(({ n }) => n !== 0)
          .map(({ n, language, features }) => {
            const streams = unpackFeatures(features);
            return {
              n,
              language,
              tokens: hashed(streams.tokens),
              extra_tokens: hashed(streams.extra_tokens),
              heading_tokens: hashed(streams.heading_tokens),
            };
          }),
      ],
    });
    keys.push(key);
  }
  if (keys.length === 0) return [];

  const idOf = (slot: number): number => relevant[slot - 1] ?? -1;
  const slotOf = (id: number | undefined): number | undefined =>
    id === undefined ? undefined : slots.get(id);
  const whole: TermIndex = {
    ...index,
    passages: {
      ...index.passages,
      inverseAverage: () =>
        Float64Array.from(Object.keys(index.languages()), (language) => statistics.inverseAverage(language)),
    },
    pages: { ...index.pages, averageTitleLength: statistics.averageTitleLength },
    vocabulary: {
      ...index.vocabulary,
      find: (term) => slotOf(vocabulary.find(term)),
      alike: (term) => (alike.get(term) ?? []).map(({ id, likeness }) => ({ id: slotOf(id) ?? 0, likeness })),
    },
    body: {
      ...index.body,
      frequency: (slot) => statistics.frequency(idOf(slot)),
      living: statistics.passages,
    },
    titles: {
      ...index.titles,
      frequency: (slot) => statistics.titleFrequency(idOf(slot)),
      living: statistics.pages,
    },
  };
  return rank(whole, words, limit).map(({ passage, score }) => ({
    page: keys[index.pages.key[index.passages.page[passage] ?? 0] ?? 0] ?? '',
    n: index.passages.n[passage] ?? 0,
    score,
  }));
}
