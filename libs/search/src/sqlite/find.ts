import { checkVectors } from '../dense/encoding.ts';
import { fuse, FUSED } from '../dense/fuse.ts';
import { readFilters } from '../filters.ts';
import { rank } from '../ranking/rank.ts';
import { queryLanguages, readQuery } from '../ranking/read-query.ts';
import type { Filters, Hit, SearchRequest, VectorSpace } from '../search-index.ts';
import type { SearchWeights } from '../weights.ts';
import type { Generation } from './persona-file.ts';
import type { Connection, Persona } from './persona.ts';
import { passageOf } from './vectors.ts';
import { facetValue } from './write-pages.ts';

const MAX_HITS = 1_000;

export type FacetFilters = readonly { name: string; values: string }[];

export function facetFilters(filters: Filters | undefined): FacetFilters {
  return readFilters(filters).map(([name, values]) => ({
    name,
    values: JSON.stringify(values.map(facetValue)),
  }));
}

/** The query as a vector of the space; undefined when there is none to be had. */
export async function embedQuery(
  space: VectorSpace | null,
  { embed }: SearchRequest,
): Promise<{ space: VectorSpace; value: Float32Array } | undefined> {
  const value = space && (await embed?.(space));
  if (!space || !value) return undefined;
  checkVectors(space, [value], 1);
  return { space, value };
}

interface Found {
  /** The page version's key in the file. */
  page: number;
  n: number;
  score: number;
  covered?: number;
  wordPlace?: number;
  wordScore?: number;
}

/**
 * The passages that answer a query best; in one view of the file, which the persona in memory is in step
 * with.
 */
export function find(
  { scope, terms, vectors }: Persona,
  { prepare }: Connection,
  request: SearchRequest,
  filters: FacetFilters,
  vector: Float32Array | undefined,
  { weights, units }: { weights: Readonly<SearchWeights> } & Pick<Generation, 'units'>,
): Hit[] {
  const languages = request.languages ?? queryLanguages(request.query, terms.languages());
  const words = readQuery(request.query, languages);
  let allowed: Set<number> | undefined;
  for (const { name, values } of filters) {
    const rows = prepare(
      'SELECT page FROM facet WHERE name = ? AND value IN (SELECT value FROM json_each(?))',
    ).all(name, values);
    const keys = new Set(rows.map(({ page }) => Number(page)));
    allowed = allowed ? allowed.intersection(keys) : keys;
  }
  const { pages, passages } = terms;
  const limit = Math.min(MAX_HITS, Math.max(1, Math.floor(request.limit)));
  const depth = vector ? Math.max(limit, FUSED) : limit;
  const byWords = rank(terms, words, depth, {
    allowed: allowed && ((slot) => allowed.has(pages.key[slot] ?? -1)),
    weights,
  }).map(({ passage, score, covered }, wordPlace): Found => ({
    page: pages.key[passages.page[passage] ?? 0] ?? 0,
    n: passages.n[passage] ?? 0,
    score,
    covered,
    ...(vector && { wordPlace, wordScore: score }),
  }));
  const found = vector
    ? fuse<Found>(byWords, vectors?.nearest(vector, depth, allowed && ((page) => allowed.has(page))) ?? [], {
        limit,
        share: weights.vectors,
        alsoByWords: request.alsoByWords,
        knowsLanguage: request.knowsLanguage,
      })
    : byWords;
  const select = prepare(
    `SELECT page_id, version, title, n, start, "end", passage.language, headings, text, ${units} AS units FROM passage JOIN page ON key = page
     WHERE page = ? AND n = ?`,
  );
  return found.flatMap(({ page, n, score, wordPlace, wordScore }): Hit[] => {
    const row = select.get(page, n);
    return row
      ? [{ ...passageOf(scope, row), score, ...(wordPlace !== undefined && { wordPlace, wordScore }) }]
      : [];
  });
}
