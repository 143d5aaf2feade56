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
    pause: () => Promise.resolve(),
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

describe('prompts made from pages', () => {
  const diary = (week: number, done: string) => ({
    title: `Week ${week}`,
    content: `# Week ${week}\n\n## What got done?\n\n${done}\n\n## What went well?\n\nThe sails of the boat came early.`,
  });
  const shop = {
    title: 'Sailing lessons',
    content:
      '# Sailing lessons\n\nMeeting point: the red shed on the quay\n\nThe lessons are given on board of the Petrel.\n\n## Do you take cards for a lesson?\n\nSorry, cash only.\n\n## What should I bring?\n\nWarm clothes and shoes with light soles.',
  };
  const made = async (topics: string[], content: { title: string; content: string }[], count = 20) => {
    const passages = evidenceOf(content);
    const { items } = await suggest(topics, count, {
      retrieve: (_query: string, page?: string) =>
        Promise.resolve(passages.filter(({ td_id }) => page === undefined || td_id === page)),
    });
    return items;
  };
  const prompts = (items: { prompt: string }[]) => items.map(({ prompt }) => prompt);

  test('a question that the page answers is offered, and what answers it is its own answer', async () => {
    const items = await made(['lessons'], [shop, diary(12, '- Painted the boat')]);
    expect(prompts(items)).toEqual(
      expect.arrayContaining(['Do you take cards for a lesson?', 'What should I bring?']),
    );
    for (const { answerable, evidence } of items) expect([answerable, evidence]).toEqual([true, ['td_0']]);
  });

  test('labels and names of a page are asked for with their subject', async () => {
    const offered = prompts(await made(['lessons'], [shop]));
    expect(offered).toContain('Sailing lessons: Meeting point?');
    expect(offered).toContain('What can you tell me about Petrel?');
  });

  test('questions that name nothing, or that many pages fill in, are never offered', async () => {
    const pages = [
      diary(12, '- Painted the boat'),
      diary(13, '- Bought a rope for the boat'),
      { title: 'Boat', content: '# Boat\n\n## What changed?\n\nThe boat has a new mast.' },
    ];
    const offered = prompts(await made(['boat'], pages));
    expect(offered.length).toBeGreaterThan(0);
    expect(offered.join(' ')).not.toMatch(/got done|went well|What changed/);
  });

  test('what others say is no prompt', async () => {
    const interview = {
      title: 'A talk',
      content:
        '**Ann Berg:** Where do you keep goats?\n\n**Ada:** My goats live on Skerrow.\n\n**Ann Berg:** I keep my goats in Norway.\n\n**Ada:** That is far.',
    };
    expect(prompts(await made(['goats'], [interview])).join(' ')).not.toContain('Norway');
  });

  test.each([
    ['de', 'Kurse', 'Was kostet ein Kurs am Meer?', 'Ein Kurs kostet 60 Euro.', 'Was lief gut?'],
    [
      'fr',
      'Fromage',
      'Combien coûte le fromage de chèvre ?',
      'Il coûte 12 euros.',
      'Qu’est-ce qui a changé ?',
    ],
    ['es', 'Queso', '¿Cuánto cuesta el queso de cabra?', 'El queso cuesta 12 euros.', '¿Qué ha cambiado?'],
    ['ja', '山羊', '山羊は何頭いますか？', '島には山羊が十二頭います。', '次は？'],
    ['ru', 'Козы', 'Сколько стоит молоко козы?', 'Молоко козы стоит 90 рублей.', 'Что нового?'],
  ])('%s: in the language of the page', async (_language, title, question, answered, empty) => {
    const content = `# ${title}\n\n## ${question}\n\n${answered}\n\n## ${empty}\n\n${answered.replace(/[.。]$/, '!')}`;
    const items = await made([title], [{ title, content }]);
    expect(prompts(items)).toContain(question);
    expect(prompts(items)).not.toContain(empty);
    expect(prompts(items).join(' ')).not.toContain('What can you tell me');
  });
});
