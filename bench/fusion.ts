import { grantScope } from '@persona/contracts';
import { createSqliteSearchIndex, encodingText } from '@persona/search';
import { createMeaning } from '@persona/answers';
import { detectLanguage } from '@persona/text';
import { createModels } from '@persona/models';
import { tempFolder } from '@persona/testing';
import { collectionNames, encodeDocument, meanNdcg, readCollection } from './retrieval-data.ts';
import { rounded } from './table.ts';

/** Shares of nearness beside words: 0 is words alone, 1 is vectors alone. */
const SHARES = [0, 0.3, 0.4, 0.5, 0.6, 0.7, 1];
const MAX_QUERIES = 700;

/**
 * Returns nDCG@10 for each share that vectors may have, a column for each collection, by the model of
 * EMBEDDING_MODEL. Throws one sentence where no model is configured.
 */
export async function runFusionBench(): Promise<Record<string, Record<string, string | number>[]>> {
  const { OPENAI_BASE_URL, OPENAI_API_KEY, EMBEDDING_MODEL, MODELS_DIR } = process.env;
  const { embedding } = createModels({ OPENAI_BASE_URL, OPENAI_API_KEY, EMBEDDING_MODEL, MODELS_DIR });
  if (!embedding)
    throw new Error('Name a model: OPENAI_BASE_URL=… EMBEDDING_MODEL=… npm run bench -- fusion');
  const meaning = createMeaning((texts, options) => embedding.embed(texts, options));
  const space = { model: embedding.name, dimension: await embedding.dimension() };
  const rows = SHARES.map((vectors): Record<string, string | number> => ({ vectors }));
  const names = await collectionNames();
  using folder = tempFolder();
  const index = createSqliteSearchIndex({ folder: folder.path });
  try {
    for (const name of names) {
      const scope = grantScope(name);
      const { pages, queries, grades } = await readCollection(name);
      const cut = pages.map(encodeDocument);
      for (const page of cut) {
        const texts = page.passages.map((passage) => encodingText({ ...passage, title: page.title }));
        page.vectors = { space, values: await embedding.embed(texts) };
      }
      await index.put(scope, cut);
      const judged = queries.filter(({ id }) => grades.has(id));
      const asked = judged.filter((_, n) => n % Math.ceil(judged.length / MAX_QUERIES) === 0);
      const near = await embedding.embed(
        asked.map(({ text }) => text),
        { as: 'query' },
      );
      const known = await Promise.all(asked.map(({ text }) => meaning.knows(detectLanguage(text))));
      for (const row of rows) {
        const weights = { vectors: Number(row['vectors']) };
        const mixed = createSqliteSearchIndex({ folder: folder.path, weights });
        row[name] = rounded(
          await meanNdcg(mixed, scope, asked, grades, (n) => ({
            embed: async () => near[n],
            knowsLanguage: known[n],
          })),
          4,
        );
        await mixed.close();
      }
      console.log(`${name}: ${asked.length} of ${judged.length} questions`);
    }
  } finally {
    await index.close();
  }
  for (const row of rows)
    row['mean'] = rounded(names.reduce((sum, name) => sum + Number(row[name]), 0) / names.length, 4);
  return { 'fusion: nDCG@10': rows };
}
