import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../testing/evidence.ts';
import { retrieveFor } from './persona-query.ts';

const italian = evidenceOf([
  {
    title: 'Chi sono',
    content: 'Abito a Lerici, in una casa che guarda il mare e che mio nonno ha costruito.',
  },
]);

/** The queries that are asked for a question; pages are found once one of them has a word. */
async function queriesFor(question: string, language: string, found: string): Promise<string[]> {
  const queries: string[] = [];
  await retrieveFor(question, '', language, async (query) => {
    queries.push(query);
    return query.includes(found) ? italian : [];
  });
  return queries;
}

describe('retrieveFor', () => {
  test('asks in the words in which the persona speaks of itself', async () => {
    expect(await queriesFor('Dove abiti?', 'it', 'abiti')).toEqual(['Dove abiti?\nabito abitio abitiamo']);
  });

  test('asks once more in the language of the pages when that of the question was mistaken', async () => {
    const queries = await queriesFor('Dove abiti?', 'en', 'abiti');
    expect(queries).toEqual(['Dove abiti?', 'Dove abiti?\nabito abitio abitiamo']);
  });

  test('asks once more in every language that it may be in when nothing was found', async () => {
    const queries = await queriesFor('Dove abiti?', 'en', 'abito');
    expect(queries).toHaveLength(2);
  });

  test('asks once for what is put to nobody', async () => {
    expect(await queriesFor('Where is the lighthouse?', 'en', 'lamp')).toEqual(['Where is the lighthouse?']);
  });
});
