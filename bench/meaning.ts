import type { Evidence } from '@persona/answers';
import { createModels, type EmbeddingModel } from '@persona/models';
import { createFieldIndex } from './field/ask.ts';
import { askingCases, heldOutMeaning, type AskingCase } from './asking/cases.ts';
import { judge, type Verdict } from './asking/judge.ts';
import { rounded } from './table.ts';

/** Whose questions are put: none of them teaches the weights of what is near in meaning. */
const SAMPLE = 'ada-moreau';
const KINDS: ReadonlySet<string> = new Set(['page words', 'paraphrase', 'beside the pages']);

interface Asked {
  one: AskingCase;
  verdict: Verdict;
  /** Whether the first passage is of a page that tells what is asked for. */
  pageFirst: boolean;
}

/**
 * What the embedding model of EMBEDDING_MODEL adds to answers of words alone: the questions to the sample
 * persona, and questions in none of the pages' words that nothing was learnt from. Throws one sentence where
 * no model is configured.
 */
export async function runMeaningBench(): Promise<Record<string, Record<string, string | number>[]>> {
  const { OPENAI_BASE_URL, OPENAI_API_KEY, EMBEDDING_MODEL, MODELS_DIR } = process.env;
  const { embedding } = createModels({ OPENAI_BASE_URL, OPENAI_API_KEY, EMBEDDING_MODEL, MODELS_DIR });
  if (!embedding) throw new Error('Name a model: EMBEDDING_MODEL=… npm run bench -- meaning');
  const sample = askingCases().filter(({ persona, kind }) => persona.id === SAMPLE && KINDS.has(kind));
  const cases = [...sample, ...heldOutMeaning()];
  const without = await ask(cases);
  const withModel = await ask(cases, embedding);
  const rows = [...Map.groupBy(cases, ({ persona, kind }) => `${persona.id}: ${kind}`)].flatMap(
    ([questions, list]) =>
      [without, withModel].map((all, n) => {
        const own = all.filter(({ one }) => list.includes(one));
        const share = (is: (asked: Asked) => boolean) => rounded((100 * own.filter(is).length) / own.length);
        return {
          questions,
          by: n === 0 ? 'words' : embedding.name,
          n: own.length,
          'page first %': list.every(({ expects }) => expects === 'answer') ? share((a) => a.pageFirst) : '',
          'right %': share(({ verdict }) => verdict === 'right'),
          'partly %': share(({ verdict }) => verdict === 'partly'),
          'wrong %': share(({ verdict }) => verdict === 'beside'),
          'silent %': share(
            ({ verdict, one }) => verdict === (one.expects === 'silence' ? 'right' : 'silent'),
          ),
        };
      }),
  );
  const lost = cases.filter((_, i) => without[i]?.verdict === 'right' && withModel[i]?.verdict !== 'right');
  for (const { ask: question } of lost) console.log(`right by words only: ${question}`);
  return { 'meaning: answers': rows };
}

async function ask(cases: readonly AskingCase[], embedding?: EmbeddingModel): Promise<Asked[]> {
  const asked: Asked[] = [];
  await using index = createFieldIndex(embedding);
  for (const [persona, own] of Map.groupBy(cases, (one) => one.persona)) {
    using field = await index.persona(persona.name, persona.pages, persona);
    for (const one of own) {
      let evidence: readonly Evidence[] = [];
      const reply = await field.ask(one.ask, undefined, (retrieved) => (evidence = retrieved));
      const page = persona.pages[Number(evidence[0]?.td_id.slice('td_'.length))]?.content ?? '';
      const told = judge({ ...one, max: page.length }, { answer_type: 'grounded', response: page });
      asked.push({ one, verdict: judge(one, reply), pageFirst: told === 'right' });
    }
  }
  return asked;
}
