import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A retrieval collection in the form that the benches read. */
export interface Dataset {
  pages: { id: string; title: string; text: string }[];
  queries: { id: string; text: string; answers?: string[] }[];
  /** Which page answers which query: the two ids. All grades are 1. */
  judgements: [query: string, page: string][];
}

const lines = (rows: readonly string[]): string => rows.map((row) => `${row}\n`).join('');
const jsonLines = (rows: readonly object[]): string => lines(rows.map((row) => JSON.stringify(row)));

/** The files of a collection: `corpus.jsonl`, `queries.jsonl` and `qrels.tsv` (query, page, grade). */
export function filesOf({ pages, queries, judgements }: Dataset): Record<string, string> {
  return {
    'corpus.jsonl': jsonLines(pages),
    'queries.jsonl': jsonLines(queries),
    'qrels.tsv': lines(judgements.map(([query, page]) => `${query}\t${page}\t1`)),
  };
}

/** A checksum over the three files: equal collections have equal checksums, wherever they were made. */
export function checksumOf(dataset: Dataset): string {
  return createHash('sha256')
    .update(Object.values(filesOf(dataset)).join('\0'))
    .digest('hex');
}

export function writeDataset(folder: string, dataset: Dataset): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(filesOf(dataset)))
    writeFileSync(path.join(folder, name), content);
}
