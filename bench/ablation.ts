import { grantScope } from '@persona/contracts';
import { createSqliteSearchIndex, type SearchWeights } from '@persona/search';
import { tempFolder } from '@persona/testing';
import { collectionNames, encodeDocument, meanNdcg, readCollection } from './retrieval-data.ts';
import { rounded } from './table.ts';

type Piece = keyof SearchWeights;

const PIECES: readonly Piece[] = [
  'feedback',
  'coverage',
  'lead',
  'title',
  'form',
  'swapped',
  'fuzzy',
  'pair',
  'extra',
];

/**
 * Returns a row for the method, one for it without each piece, and one for what is left without all of them;
 * a column for each collection.
 */
export async function runAblationBench(): Promise<Record<string, Record<string, string | number>[]>> {
  const variants: [string, readonly Piece[]][] = [
    ['the method', []],
    ...PIECES.map((piece): [string, readonly Piece[]] => [`without ${piece}`, [piece]]),
    ['BM25 over words only', PIECES],
  ];
  const rows = variants.map(([method]): Record<string, string | number> => ({ method }));
  const names = await collectionNames();
  using folder = tempFolder();
  for (const name of names) {
    const scope = grantScope(name);
    const { pages, queries, grades } = await readCollection(name);
    await using filled = opened(folder.path, []);
    await filled.index.put(scope, pages.map(encodeDocument));
    const judged = queries.filter(({ id }) => grades.has(id));
    for (const [i, [, pieces]] of variants.entries()) {
      await using variant = opened(folder.path, pieces);
      const row = rows[i];
      if (row) row[name] = rounded(await meanNdcg(variant.index, scope, judged, grades), 4);
    }
  }
  for (const row of rows) {
    const scores = names.map((name) => Number(row[name]));
    row['mean'] = rounded(scores.reduce((sum, score) => sum + score, 0) / scores.length, 4);
  }
  return { 'ablation: nDCG@10': rows };
}

/** Opens the index in this folder, which ranks without these pieces. */
function opened(folder: string, without: readonly Piece[]) {
  const weights = Object.fromEntries(without.map((piece) => [piece, 0]));
  const index = createSqliteSearchIndex({ folder, weights });
  return { index, [Symbol.asyncDispose]: () => index.close() };
}
