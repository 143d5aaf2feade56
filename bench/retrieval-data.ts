import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Scope } from '@persona/contracts';
import { encodePage, type EncodedPage, type SearchIndex, type SearchRequest } from '@persona/search';
import { dataFolder } from './collections.ts';

/** A retrieval collection: pages, questions, and how well each page answers each question. */
export interface Collection {
  name: string;
  pages: { id: string; title: string; text: string }[];
  queries: { id: string; text: string; answers?: string[] }[];
  /** Grades above 0 by query, then page. */
  grades: Map<string, Map<string, number>>;
}

export async function collectionNames(): Promise<string[]> {
  const folder = path.join(dataFolder, 'retrieval');
  return existsSync(folder) ? (await readdir(folder)).toSorted() : [];
}

export async function readCollection(name: string): Promise<Collection> {
  const read = (file: string): Promise<string> =>
    readFile(path.join(dataFolder, 'retrieval', name, file), 'utf8');
  const lines = async <T>(file: string): Promise<T[]> =>
    (await read(file))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T);
  const grades: Collection['grades'] = new Map();
  for (const line of (await read('qrels.tsv')).split('\n')) {
    const [query, page, grade] = line.split('\t');
    if (query === undefined || page === undefined || !(Number(grade) > 0)) continue;
    const known = grades.get(query) ?? new Map<string, number>();
    grades.set(query, known.set(page, Number(grade)));
  }
  return { name, pages: await lines('corpus.jsonl'), queries: await lines('queries.jsonl'), grades };
}

/** A page of a collection in the form that an index takes. */
export const encodeDocument = ({ id, title, text }: Collection['pages'][number]): EncodedPage =>
  encodePage({ page_id: id, version: 1, title, content: text });

/** Passages from which the best ten pages are chosen. */
const DEEP = 100;

/**
 * Mean nDCG@10 of an instance that holds the collection's pages; `byMeaning` gives what an embedding model
 * knows of the n-th query.
 */
export async function meanNdcg(
  index: SearchIndex,
  scope: Scope,
  queries: Collection['queries'],
  grades: Collection['grades'],
  byMeaning?: (n: number) => Pick<SearchRequest, 'embed' | 'knowsLanguage'>,
): Promise<number> {
  let sum = 0;
  for (const [n, { id, text }] of queries.entries()) {
    const request: SearchRequest = { query: text, limit: DEEP, ...byMeaning?.(n) };
    const hits = await index.search(scope, request);
    sum += judge([...new Set(hits.map(({ page_id }) => page_id))], grades.get(id) ?? new Map()).ndcg;
  }
  return sum / queries.length;
}

/**
 * nDCG@10 and recall@100 of one ranked list of pages, by trec_eval's rules (linear gain, ideal over all
 * judged pages).
 */
export function judge(
  ranked: readonly string[],
  grades: ReadonlyMap<string, number>,
): { ndcg: number; recall: number } {
  const discounted = (gains: readonly number[]): number =>
    gains.slice(0, 10).reduce((sum, gain, rank) => sum + gain / Math.log2(rank + 2), 0);
  const ideal = discounted(Array.from(grades.values()).toSorted((a, b) => b - a));
  const found = ranked.slice(0, 100).filter((page) => grades.has(page)).length;
  return {
    ndcg: discounted(ranked.map((page) => grades.get(page) ?? 0)) / ideal,
    recall: found / grades.size,
  };
}
