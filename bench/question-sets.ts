import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Evidence } from '@persona/answers';
import { grantScope } from '@persona/contracts';
import { createSqliteSearchIndex, type SearchIndex } from '@persona/search';
import { tempFolder } from '@persona/testing';
import { dataFolder } from './collections.ts';
import { encodeDocument } from './retrieval-data.ts';

export interface QuestionSet {
  name: string;
  pages: { id: string; title: string; text: string }[];
  questions: Question[];
}

export interface Question {
  text: string;
  /** An answer with any of these is right; absent where the set has none. */
  answers?: string[];
  /** Ids of the pages that answer it. */
  pages: ReadonlySet<string>;
}

/** A collection with its questions, their answers and the pages that contain them. */
export function questionSet(name: string): QuestionSet {
  const folder = path.join(dataFolder, 'retrieval', name);
  const lines = (file: string) => readFileSync(path.join(folder, file), 'utf8').split('\n').filter(Boolean);
  const rows = <T>(file: string) => lines(file).map((line) => JSON.parse(line) as T);
  const relevant = new Map<string, Set<string>>();
  for (const line of lines('qrels.tsv')) {
    const [question = '', page = '', grade] = line.split('\t');
    if (Number(grade) > 0) relevant.set(question, (relevant.get(question) ?? new Set()).add(page));
  }
  return {
    name,
    pages: rows<QuestionSet['pages'][number]>('corpus.jsonl').filter(({ text }) => text.trim() !== ''),
    questions: rows<{ id: string; text: string; answers?: string[] }>('queries.jsonl').flatMap(
      ({ id, text, answers }) => {
        const pages = relevant.get(id);
        return pages ? [{ text, pages, ...(answers ? { answers } : {}) }] : [];
      },
    ),
  };
}

export interface Knowledge extends Disposable {
  retrieve(query: string, limit: number): Promise<Evidence[]>;
}

let index: SearchIndex | undefined;
let count = 0;

/** Indexes pages in a real index of their own, as the chat service reads it. */
export async function knowledgeOf(pages: QuestionSet['pages']): Promise<Knowledge> {
  index ??= createSqliteSearchIndex({ folder: tempFolder().path });
  const search = index;
  const instance = grantScope(`ins_${++count}`);
  for (let at = 0; at < pages.length; at += 200) {
    const batch = pages.slice(at, at + 200);
    await search.put(instance, batch.map(encodeDocument));
  }
  return {
    async retrieve(query, limit) {
      const hits = await search.search(instance, { query, limit });
      return hits.map((hit) => ({ ...hit, td_id: hit.page_id, url: null, metadata: {} }));
    },
    [Symbol.dispose]: () => void search.removeInstance(instance),
  };
}

export async function closeKnowledge(): Promise<void> {
  await index?.close();
  index = undefined;
}

/** Picks `n` items of a list with a seeded shuffle, always the same ones. */
export function sample<T>(list: readonly T[], n: number, seed = 7): T[] {
  const rest = [...list];
  let state = seed;
  const picked: T[] = [];
  while (picked.length < n && rest.length > 0) {
    // Numerical Recipes' generator; it only matters that it gives the same numbers everywhere.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    picked.push(...rest.splice(Math.floor((state / 2 ** 32) * rest.length), 1));
  }
  return picked;
}
