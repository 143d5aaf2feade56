import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../testing/evidence.ts';
import { extractAnswer } from './extract.ts';

const pages = [
  'The stove eats two sacks of birch a week. The cat sleeps in the wood box and my boots dry above it.',
  'At the pass the fog came down and my knee swelled to the size of a melon. We turned back at noon.',
  'In March a tour came by and stayed for soup. They had come over the glacier in two days.',
  'The bus stops at the sawmill. From there you walk for an hour along the river.',
  'Six hives stand behind the barn. I harvest in July, when the linden is over.',
].map((content, n) => ({ title: `Page ${n}`, content }));
const ask = (question: string, of = pages) =>
  extractAnswer({
    question,
    background: '',
    language: 'en',
    evidence: evidenceOf(of),
    personaName: 'Ada',
  });

describe('isBrushed', () => {
  test.each([
    'What is your boot size?',
    'What is your collar size?',
    'What does the melon weigh?',
    'What is your barn colour?',
    'What colour is the bus?',
    'How many hives do you have in Peru?',
  ])('a short question of which a sentence has but one word is not answered: %s', (question) => {
    expect(ask(question).answer_type).toBe('no_answer');
  });

  test.each([
    ['Where does the cat sleep?', 'wood box'],
    ['Where does the bus stop?', 'at the sawmill'],
    ['What stands behind the barn?', 'Six hives'],
    ['How many hives are there?', 'Six hives'],
  ])('one that is told is answered: %s', (question, answer) => {
    expect(ask(question).response).toContain(answer);
  });

  test('a question without a word of its own, or with a name that nobody has heard of, is not answered', () => {
    expect(ask('How old are you?').answer_type).toBe('no_answer');
    expect(ask('Who is the boy from Hardanger?').answer_type).toBe('no_answer');
  });

  test('pages about others that quote somebody once may tell in other words', () => {
    const articles = [
      'Rotors, rotating discs of steel, carry the blades.',
      'Each blade bends the steam towards the next wheel.',
      'A governor keeps the speed of the wheel even.',
      'The first mill had wheels of oak.',
      '“I saw the wheel burst,” the stoker said later.',
    ].map((content, n) => ({ title: `Turbine ${n}`, content }));
    expect(ask('What are rotors built from?', articles).response).toContain('discs of steel');
    expect(ask('What is the barn built from?', pages).answer_type).toBe('no_answer');
  });

  test('a word of the sentence before is of this one only where it goes on with that', () => {
    const page = (content: string) => [{ title: 'Log', content }];
    const brushed = 'I tell everybody to write a log. The harbour master filled six diaries with it.';
    expect(ask('Which diaries have you written?', page(brushed)).answer_type).toBe('no_answer');
    const told = 'I carved six spoons in March. They were of birch.';
    expect(ask('What wood were your spoons?', page(told)).answer_type).toBe('no_answer');
    expect(ask('How many spoons did you carve?', page(told)).response).toContain('six spoons');
  });
});
