import type { ChatModel } from '@persona/models';
import { describe, expect, test } from 'vitest';
import { answer } from './answer.ts';
import type { Evidence } from './evidence.ts';
import { createExplainer } from './explain.ts';
import { evidenceOf } from './testing/evidence.ts';

const pages = evidenceOf([
  { title: 'The ferry', content: 'The ferry Petrel carries 120 passengers in summer.' },
  { title: 'The tower', content: 'The tower has 164 steps.' },
]);

async function explain(message: string, evidence: readonly Evidence[] = pages, reply?: string | Error) {
  const model: ChatModel = {
    name: 'scripted',
    async *stream() {
      await Promise.resolve();
      if (reply instanceof Error) throw reply;
      yield { type: 'text', text: reply ?? '' };
    },
  };
  const explainer = createExplainer();
  const answered = await answer({
    persona: { name: 'Ada', description: '', configuration: {} },
    message,
    history: [],
    context: null,
    model: reply === undefined ? undefined : model,
    passages: 1,
    retrieve: () => Promise.resolve(evidence),
    onRetrieved: explainer.retrieved,
    onExtracted: explainer.extracted,
  });
  return { answered, ...explainer.explain(answered) };
}
const FERRY = 'How many passengers does the ferry Petrel carry?';
const outcomes = ({ passages }: { passages: { outcome: string }[] }) =>
  passages.map(({ outcome }) => outcome);

describe('an explanation', () => {
  test('tells what a model was shown, and what became of its reply', async () => {
    const said = await explain(FERRY, pages, 'The ferry Petrel carries 120 passengers in summer. [1]');
    expect([said.model_outcome, outcomes(said)]).toEqual(['said', ['cited', 'not_read']]);
    const refused = await explain('Who paints the tower?', pages, 'NO_ANSWER');
    expect([refused.model_outcome, refused.answered.answer_type]).toEqual(['refused', 'no_answer']);
    expect(outcomes(refused)).toEqual(['not_chosen', 'not_read']);
    const unproven = await explain(FERRY, pages, 'The ferry Petrel carries 999 passengers. [1]');
    expect(unproven.model_outcome).toBe('unproven');
    const failed = await explain(FERRY, pages, new Error('no model'));
    expect([failed.model_outcome, outcomes(failed)[0]]).toEqual(['failed', 'cited']);
    expect((await explain(FERRY)).model_outcome).toBeNull();
  });

  test('tells of each question of a message', async () => {
    const { questions } = await explain(`${FERRY} How many steps does the tower have?`);
    expect(questions.map(({ text }) => text)).toEqual([FERRY, 'How many steps does the tower have?']);
    expect((await explain(FERRY, [])).questions).toMatchObject([{ outcome: 'nothing_found' }]);
  });

  test('tells of passages without a word of the persona', async () => {
    const [ferry, tower] = pages;
    const menu = { ...tower, units: [] } as unknown as Evidence;
    expect(outcomes(await explain(FERRY, [ferry as Evidence, menu]))).toEqual(['cited', 'not_own_words']);
  });

  test('is bounded, however much was found and asked', async () => {
    const many = evidenceOf(
      Array.from({ length: 60 }, (_, n) => ({
        title: `Ferry ${n}`,
        content: `The ferry Petrel carries ${n} passengers on day ${n}. `.repeat(3),
      })),
    );
    const long = `${FERRY} `.repeat(200);
    const { answered: _, ...kept } = await explain(long, many);
    expect(kept.passages.length).toBe(30);
    expect(kept.sentences.length).toBeLessThanOrEqual(12);
    expect(JSON.stringify(kept).length).toBeLessThan(16 * 1024);
  });
});
