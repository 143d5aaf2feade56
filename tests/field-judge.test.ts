import { describe, expect, test } from 'vitest';
import type { Answered } from '../bench/field/ask.ts';
import { fieldPages } from '../bench/field/cases.ts';
import { holds, judge, normalised } from '../bench/field/judge.ts';

const verdictOf = (layout: string, id: string, response: string, answer_type: 'grounded' | 'no_answer') => {
  const page = fieldPages({ layout, language: 'en' }).find(({ asked }) =>
    asked.some((fact) => fact.id === id),
  );
  const fact = page?.asked.find((one) => one.id === id);
  if (!page || !fact) throw new Error(`${layout} does not ask for ${id}`);
  const answered: Answered = {
    response,
    answer_type,
    citations: [],
    usage: null,
    model: 'extractive',
    dropped: {},
  };
  return judge(page, fact, answered);
};

describe('judging an answer of the field bench', () => {
  test.for([
    ['label lines', 'dog', 'Dog: Bracken', 'right'],
    ['label lines', 'dog', 'Shoe size: 41', 'wrong'],
    [
      'label lines',
      'dog',
      'Dog: Bracken Mill bought: 1991 Mill built by: Ezra Holloway Shoe size: 41',
      'wrong',
    ],
    ['faq plain lines', 'dog', 'What is the dog called?', 'echoed'],
    ['faq plain lines', 'dog', 'When was the mill bought?', 'echoed'],
    ['interview brackets', 'dog', '[Interviewer] What is the dog called?', 'echoed'],
    ['speakers labels', 'dog', 'He is called Bracken, after the fern.', 'right'],
    ['speakers labels', 'dog', 'My own dog is called Pickle.', 'misattributed'],
    ['speakers labels', 'dog', 'My own dog is called Pickle. He is called Bracken.', 'misattributed'],
    ['speakers, persona silent: labels', 'dog', 'The chalk ruined my voice.', 'wrong'],
  ] as const)('%s, %s: %s', ([layout, id, response, verdict]) => {
    expect(verdictOf(layout, id, response, 'grounded').verdict).toBe(verdict);
  });

  test('saying nothing is right only where the persona says nothing', () => {
    expect(verdictOf('label lines', 'dog', 'Sorry.', 'no_answer').verdict).toBe('silent');
    expect(verdictOf('speakers, persona silent: labels', 'dog', 'Sorry.', 'no_answer').verdict).toBe('right');
  });

  test('a right answer that repeats the question or tells other rows is not clean', () => {
    const response = 'What is the dog called? He is called Bracken. In 1991, two weeks after the flood.';
    expect(verdictOf('faq plain lines', 'dog', response, 'grounded')).toEqual({
      verdict: 'right',
      withQuestion: true,
      withOthers: true,
    });
  });

  test.for([
    ['it was 41.', '41', true],
    ['it was 412', '41', false],
    ['it was 3.41', '41', false],
    ['it was 41,5', '41', false],
    ['the pickles', 'pickle', false],
    ['−17.5 °C', '-17.5', true],
    ['부산에서', '부산', true],
    ['第68元', '68', true],
  ] as const)('"%s" holds "%s": %s', ([text, value, expected]) => {
    expect(holds(normalised(text), [value])).toBe(expected);
  });
});
