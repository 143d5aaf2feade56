import type { DoctorFinding, Scope } from '@persona/contracts';
import type { EmbeddingModel } from '@persona/models';
import type { SearchIndex } from '@persona/search';
import { bar } from './figures.ts';

const MODEL_TIMEOUT_MS = 10_000;

/**
 * How many vectors of the configured model the personas have. The model is asked for one vector when its
 * dimension is unknown.
 */
export async function checkVectors(
  personas: AsyncIterable<Scope>,
  search: SearchIndex,
  model: EmbeddingModel,
): Promise<Omit<DoctorFinding, 'part'>> {
  let dimension: number;
  try {
    dimension = await model.dimension({ signal: AbortSignal.timeout(MODEL_TIMEOUT_MS) });
  } catch (error) {
    return {
      state: 'wrong',
      text: `${model.name}: ${(error as Error).message}`,
      todo: 'look at OPENAI_BASE_URL and EMBEDDING_MODEL; until it answers, questions find passages by their words',
    };
  }
  let passages = 0;
  let missing = 0;
  let before = 0;
  for await (const scope of personas) {
    const found = await search.vectorStats(scope, { model: model.name, dimension });
    passages += found.passages;
    missing += found.missing;
    const { space } = found;
    if (space && (space.model !== model.name || space.dimension !== dimension)) before++;
  }
  if (missing === 0 && before === 0)
    return { state: 'ok', text: `${model.name}, ${dimension} dimensions: every passage has its vector` };
  const waiting =
    before > 0 ? `; ${before} personas are searched by the model before until theirs are whole` : '';
  return {
    state: 'note',
    text: `${model.name}: ${bar(passages - missing, passages)} passages${waiting}`,
    todo: 'the workers go on by themselves; look again to see it grow',
  };
}
