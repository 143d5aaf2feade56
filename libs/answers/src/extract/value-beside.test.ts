import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../testing/evidence.ts';
import { extractAnswer } from './extract.ts';

const ask = (question: string, content: string) =>
  extractAnswer({
    question,
    background: '',
    language: 'en',
    evidence: evidenceOf([{ title: 'Notes', content }]),
    personaName: 'Ada',
  }).response;

describe('withValueBeside', () => {
  test('a value that the next sentence has comes with the one that has the words', () => {
    expect(ask('What did your loom cost?', 'My loom came from a convent. I gave forty pounds for it.')).toBe(
      'My loom came from a convent. I gave forty pounds for it.',
    );
    expect(ask('How tall is your barn?', 'It is 12 metres to the ridge. My barn is the tallest here.')).toBe(
      'It is 12 metres to the ridge. My barn is the tallest here.',
    );
  });

  test('without any, nothing is said', () => {
    expect(ask('How tall is your barn?', 'My barn has 12 doors. I painted my barn with my sons.')).toMatch(
      /can't find/,
    );
    expect(ask('When did you paint your barn?', 'I painted my barn red. My sons helped.')).toMatch(
      /can't find/,
    );
  });
});
