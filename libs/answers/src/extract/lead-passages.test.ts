import { describe, expect, test } from 'vitest';
import type { Evidence } from '../evidence.ts';
import { readQuestion } from '../question/read-question.ts';
import { evidenceOf } from '../testing/evidence.ts';
import { titleMatch, withLeadPassages } from './lead-passages.ts';

const matches = (title: string, question: string, language = 'en') =>
  titleMatch({ title, language }, readQuestion(question, '', language));

describe('titleMatch', () => {
  test.each([
    ['ACL CAT', 'What does ACL CAT do?', 'en'],
    ['Leuchtturm', 'Was ist ein Leuchtturm?', 'de'],
    ['Lucertola', 'Che cosa è una lucertola?', 'it'],
    ['灯塔', '什么是灯塔？', 'zh'],
  ])('%s is all of "%s"', (title, question, language) => {
    expect(matches(title, question, language)).toBe(1);
  });

  test('a title that names more counts less, and one that names nothing of it not at all', () => {
    const question = 'What is a fan?';
    expect(matches('Fan', question)).toBeGreaterThan(matches('Fan belts', question));
    expect(matches('Fan belts', question)).toBeGreaterThan(matches('Fan belts of old ferries', question));
    expect(matches('Ferries', question)).toBe(0);
  });

  test('a file is matched by its name, and its folders count as asked for', () => {
    expect(matches('docs/ships/engines.md', 'What are engines?')).toBe(1);
    expect(matches('docs/ships/engines.md', 'What are ships engines?')).toBe(1);
    expect(matches('Engines', 'What are ships engines?')).toBeLessThan(1);
  });
});

describe('withLeadPassages', () => {
  const filler = 'A sentence about something else that goes on for quite a while, as sentences do. ';
  const all = evidenceOf([
    {
      title: 'Bilge fan',
      content: `It blows gas out of a ship.\n\n${filler.repeat(40)}\n\nThe bilge fan hums.`,
    },
    { title: 'Ferries', content: 'A ferry has a bilge fan.' },
  ]);
  const lead = all.find(({ td_id, n }) => td_id === 'td_0' && n === 0) as Evidence;
  const later = all.find(({ td_id, n }) => td_id === 'td_0' && n > 0) as Evidence;
  const other = all.find(({ td_id }) => td_id === 'td_1') as Evidence;
  const run = async (question: string, evidence: Evidence[]) => {
    const asked: string[] = [];
    const result = await withLeadPassages(evidence, question, 'en', (query, page) => {
      asked.push(`${page}: ${query}`);
      return Promise.resolve(all.filter(({ td_id }) => td_id === page));
    });
    return { result, asked };
  };

  test('fetches the beginning of the page that a definition is asked of', async () => {
    const { result, asked } = await run('What is a bilge fan?', [later, other]);
    expect(result).toEqual([later, other, lead]);
    expect(asked).toEqual(['td_0: Bilge fan What is a bilge fan?']);
  });

  test.each([
    ['it is there', 'What is a bilge fan?', [lead, later]],
    ['no definition is asked for', 'Where does the bilge fan hum?', [later]],
    ['no page is called so', 'What is a lighthouse?', [later, other]],
    ['there is no evidence', 'What is a bilge fan?', []],
  ])('fetches nothing where %s', async (_, question, evidence) => {
    const { result, asked } = await run(question, evidence);
    expect(asked).toEqual([]);
    expect(result).toEqual(evidence);
  });

  test('fetches at most two, and adds nothing that is not found', async () => {
    const pages = evidenceOf(['a', 'b', 'c'].map((id) => ({ title: 'Fan', content: `The fan ${id}.` })));
    const without = pages.map((passage) => ({ ...passage, n: 5 }));
    let asked = 0;
    const result = await withLeadPassages(without, 'What is a fan?', 'en', () => {
      asked++;
      return Promise.resolve([]);
    });
    expect(asked).toBe(2);
    expect(result).toEqual(without);
  });
});
