import { createModels } from '@persona/models';
import { startModelServer } from '@persona/testing';
import { describe, expect, test } from 'vitest';
import { suggestPrompts } from './suggest-prompts.ts';
import { evidenceOf } from './testing/evidence.ts';

const pages = evidenceOf([
  {
    title: 'Battery rooms',
    content:
      '# Battery rooms\n\nA battery room wants cool air and dry feet.\n\n## How hot may a battery get?\n\nA battery may get 45 degrees hot before the alarm rings.\n\n## Fans\n\nEach battery room has two fans of its own.',
  },
  { title: 'Fog', content: 'Fog is quieter than a storm and it frightens me more.' },
]);
const persona = { name: 'Ada', description: '', configuration: {} };
const suggest = (topics: string[], count: number | null = null, more = {}) =>
  suggestPrompts({
    persona,
    topics,
    count,
    context: null,
    model: undefined,
    retrieve: () => Promise.resolve(pages),
    ...more,
  });

describe('suggestPrompts', () => {
  test('one a topic, in their order, none twice; what cannot be answered is a gap', async () => {
    const { prompts, items, gaps } = await suggest(['fog', 'Mongolia', 'battery', 'Fog']);
    expect(items.map(({ topic, answerable }) => `${topic} ${answerable}`)).toEqual([
      'fog true',
      'Mongolia false',
      'battery true',
    ]);
    expect(prompts).toEqual(items.map(({ prompt }) => prompt));
    expect(items[0]).toMatchObject({ prompt: 'What can you tell me about fog?', evidence: ['td_1'] });
    expect(gaps).toEqual(['Mongolia']);
  });

  test('more of them come from the questions and headings of the pages', async () => {
    const { prompts, items } = await suggest(['battery'], 3);
    expect(prompts).toContain('How hot may a battery get?');
    expect(new Set(prompts).size).toBe(prompts.length);
    expect(items.every(({ answerable, evidence }) => answerable && evidence[0] === 'td_0')).toBe(true);
    expect((await suggest(['battery', 'fog'], 1)).prompts).toHaveLength(1);
  });

  test('a model writes them; what the pages do not answer is left out', async () => {
    const server = await startModelServer();
    const model = createModels({ OPENAI_BASE_URL: server.url, CHAT_MODEL: 'm' }).chat;
    server.chat.next(
      '1. How many fans has a battery room?\n- Who painted the Mona Lisa?\n\n"How hot may a battery get?"',
    );
    const { prompts } = await suggest(['battery'], 2, { model });
    expect(prompts).toEqual(['How many fans has a battery room?', 'How hot may a battery get?']);
    await server.close();
  });
});
