import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../testing/evidence.ts';
import { readRequest } from '../question/read-request.ts';
import { extractAnswer } from './extract.ts';

const ask = (question: string, content: string, title = 'Notes') =>
  extractAnswer({
    question,
    background: '',
    language: 'en',
    evidence: evidenceOf([{ title, content }]),
    personaName: 'Ada',
    request: readRequest(question, 'en'),
  }).response;

describe('an answer of somebody who is asked', () => {
  test('is short, and one that has all stands alone', () => {
    const said = ask(
      'How much did you pay for the tractor?',
      'I paid 900 pounds for the tractor. The tractor needed two tyres at once. I later paid for a plough. The tractor starts when it likes, and my neighbours know the sound. I paid a boy to wash the tractor.',
    );
    expect(said).toBe('I paid 900 pounds for the tractor.');
  });

  test('goes on behind a sentence that says nothing by itself', () => {
    const said = ask(
      'What is wrong with the well?',
      '## What is wrong with my well?\n\nWhere to begin. The pump leaks and the water tastes of iron. I drink rain.',
    );
    expect(said).toContain('tastes of iron');
  });

  test('is not what somebody else is quoted with', () => {
    const said = ask(
      'Do you have kids?',
      'I bought a house for my books. The agent asked: "Do you have kids? Because you should have some for a garden."',
    );
    expect(said).not.toContain('Because');
  });

  test('is not code, nor a sentence that has none of the words', () => {
    const page =
      'I write programs for looms.\n\n## Swimming threads\n\nHere I call it a bug, says Paula, when the thread floats over my cloth.\n\n```\nconst child = { name: "I am a child" };\n```\n';
    expect(ask('Do you have children?', page)).toMatch(/can't find/);
    expect(ask('Who taught you to swim?', page)).toMatch(/can't find/);
  });

  test('how a thing is done is not told by what has only the thing', () => {
    const page = 'I avoid bread, because it makes me sleepy. My lunch is soup with an egg.';
    expect(ask('How do I bake bread?', page)).toMatch(/can't find/);
    expect(ask('Why do you avoid bread?', page)).toContain('sleepy');
  });

  test('"may" is no month', () => {
    const page = 'It may be that I like this oven too much. I bought this oven in May.';
    expect(ask('When did you buy this oven?', page)).toBe('I bought this oven in May.');
  });

  test('a time of day answers when', () => {
    const page =
      'My first bus leaves the yard at 05:40. I drive my bus until noon, and my bus is never late.';
    expect(ask('When does your first bus leave?', page)).toBe('My first bus leaves the yard at 05:40.');
  });
});
