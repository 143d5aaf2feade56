import { describe, expect, test } from 'vitest';
import { suggestPages } from './suggest-pages.ts';
import { evidenceOf } from './testing/evidence.ts';

const evidence = evidenceOf([
  {
    title: 'Keeping bees',
    content:
      '# Keeping bees\n\n## Swarms in May\n\nA swarm hangs in the apple tree for an hour. I catch it with a box.\n\n## How do I begin?\n\nBuy one hive.',
  },
  { title: 'My boat', content: 'The boat is made of larch. I sail it to the islands in summer.' },
  { title: 'Interview', content: '**Ann:** Do you like oysters?\n\n**Me:** I never eat fish.' },
]);
const suggest = (question: string, language = 'en') =>
  suggestPages({ question, language, evidence, names: ['Maria'] });

describe('pages near to a question', () => {
  test.each([
    ['How heavy is a swarm?', 'I have written about “Swarms in May”.', 'td_0'],
    ['Who built the boat?', 'I have written about “My boat”.', 'td_1'],
    ['Do you have larch trees in your garden?', 'I have written about “My boat”.', 'td_1'],
  ])('%s', (question, text, td_id) => {
    expect(suggest(question)).toContainEqual(expect.objectContaining({ text, td_id }));
  });

  test('none where no telling word is shared, and none by the words of others', () => {
    expect(suggest('What is the capital of Mongolia?')).toEqual([]);
    expect(suggest('Where do oysters grow?')).toEqual([]);
    expect(suggest('')).toEqual([]);
  });

  test('a page once, in the language of the question', () => {
    const found = suggest('Boat, bees, hive, swarm?', 'de');
    expect(new Set(found.map(({ td_id }) => td_id)).size).toBe(found.length);
    expect(found.map(({ text }) => text)).toContain('Ich habe über „My boat“ geschrieben.');
  });
});
