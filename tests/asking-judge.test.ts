import { describe, expect, test } from 'vitest';
import { askingCases } from '../bench/asking/cases.ts';
import { judge } from '../bench/asking/judge.ts';

const says = (response: string, answer_type: 'grounded' | 'no_answer' | 'general' = 'grounded') => ({
  response,
  answer_type,
});
const wanted = { expects: 'answer', tell: ['12 May|May 2018', 'Callum'], not: ['Gannet'], max: 60 } as const;

describe('the judge of questions as people ask them', () => {
  test('is right when all is told in few words', () => {
    expect(judge(wanted, says('I moved in with Callum on 12 May.'))).toBe('right');
    expect(judge(wanted, says('I moved in with Callum in MAY 2018.'))).toBe('right');
  });

  test('is partly right when a part is told, or too much around it', () => {
    expect(judge(wanted, says('I moved in on 12 May.'))).toBe('partly');
    expect(judge(wanted, says(`I moved in with Callum on 12 May. ${'And more. '.repeat(5)}`))).toBe('partly');
  });

  test('is beside the point without any of it, with what must not stand in it, and as a page read out', () => {
    expect(judge(wanted, says('I keep bees.'))).toBe('beside');
    expect(judge(wanted, says('I moved in with Callum on 112 Mayflower.'))).toBe('partly');
    expect(judge(wanted, says('Callum sold the Gannet on 12 May.'))).toBe('beside');
    expect(judge(wanted, says(`Callum came on 12 May. ${'And more. '.repeat(20)}`))).toBe('beside');
  });

  test('is silent without an answer from the pages', () => {
    expect(judge(wanted, says('I know nothing of Callum on 12 May.', 'no_answer'))).toBe('silent');
  });

  test('takes a part of a word where it is marked', () => {
    expect(judge({ ...wanted, tell: ['ärztin'] }, says('Sie ist Schiffsärztin.'))).toBe('beside');
    expect(judge({ ...wanted, tell: ['*ärztin'] }, says('Sie ist Schiffsärztin.'))).toBe('right');
  });

  test('wants silence beside the pages, and small talk for small talk', () => {
    const beside = { ...wanted, expects: 'silence' } as const;
    expect(judge(beside, says('I wear sea boots.'))).toBe('beside');
    expect(judge(beside, says('I know nothing of that.', 'no_answer'))).toBe('right');
    const talk = { ...wanted, expects: 'talk' } as const;
    expect(judge(talk, says('Hello!', 'general'))).toBe('right');
    expect(judge(talk, says('I know nothing of that.', 'no_answer'))).toBe('silent');
    expect(judge(talk, says('I said hello to him.'))).toBe('beside');
  });
});

test('no question is asked twice of a persona, and about half of them are held out', () => {
  const cases = askingCases();
  const asked = cases.map(({ persona, kind, ask }) => `${persona.id} ${kind} ${ask}`);
  expect(new Set(asked).size).toBe(asked.length);
  const heldOut = cases.filter((one) => one.heldOut).length / cases.length;
  expect(heldOut).toBeGreaterThan(0.4);
  expect(heldOut).toBeLessThan(0.6);
});

test('what a question wants stands on the pages of the persona', () => {
  for (const { persona, tell, expects, ask } of askingCases()) {
    const pages = persona.pages.map(({ content }) => content).join(' ');
    // Only what is asked of a text can be told of it.
    for (const group of tell)
      expect(
        judge(
          { expects, tell: [group], not: [], max: pages.length },
          { answer_type: 'grounded', response: pages },
        ),
        `${ask}: ${group}`,
      ).toBe('right');
  }
});
