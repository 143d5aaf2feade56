import { expect, test } from 'vitest';
import { extractAnswer } from '../extract/extract.ts';
import { evidenceOf } from '../testing/evidence.ts';
import { extractByMeaning, leavesOpen } from './extract-by-meaning.ts';
import type { TimelyNearness } from './nearness.ts';

const pages = [
  'The stove eats two sacks of birch a week. The cat sleeps in the wood box and my boots dry above it.',
  'I do not own a television. In the evening I read, or I mend the nets.',
  'Six hives stand behind the barn. I harvest in July, when the linden is over.',
  'The bus stops at the sawmill. From there you walk for an hour along the river.',
].map((content, n) => ({ title: `Page ${n}`, content }));

const byWords = (question: string) =>
  extractAnswer({
    question,
    background: '',
    language: 'en',
    evidence: evidenceOf(pages),
    personaName: 'Ada',
  });

/** Nearness 0.1 for all texts but those that hold one of these. */
const near =
  (of: Record<string, number>): TimelyNearness =>
  (_, texts) =>
    Promise.resolve(
      texts.map(
        (text, i) => Object.entries(of).find(([words]) => text.includes(words))?.[1] ?? 0.1 + 0.01 * (i % 5),
      ),
    );
const ask = (question: string, nearness: TimelyNearness) =>
  extractByMeaning(byWords(question), () => byWords(question), nearness);

test('what words do not find is answered by what is near, cited from where it stands', async () => {
  expect(byWords('Do you watch TV?').answer_type).toBe('no_answer');
  const found = await ask('Do you watch TV?', near({ television: 1.2 }));
  expect(found.answer_type).toBe('grounded');
  expect(found.response).toContain('I do not own a television.');
  expect(found.citations[0]).toMatchObject({
    td_id: 'td_1',
    quote: expect.stringContaining('television') as string,
  });
  expect(found.confidence).toBeLessThan(1);
});

test.each<[string, Record<string, number>]>([
  ['is the nearest, and not near', { television: 0.3 }],
  ['is near, and as near as others', { television: 0.8, hives: 0.79, sawmill: 0.78, birch: 0.78 }],
])('silence stays where nothing is sure: what %s', async (_, of) => {
  expect((await ask('Do you watch TV?', near(of))).answer_type).toBe('no_answer');
});

test('what is near and does not tell the time, measure or person that is asked for does not answer', async () => {
  expect((await ask('How many hours do you watch TV?', near({ television: 1.2 }))).answer_type).toBe(
    'no_answer',
  );
});

test('where a persona tells much, the nearest of many does not answer', async () => {
  const many = Array.from({ length: 40 }, (_, n) => ({
    title: `Day ${n}`,
    content: `I watch the birds on day ${n}, and I write down what I see.`,
  }));
  const found = extractAnswer({
    question: 'Do you watch TV?',
    background: '',
    language: 'en',
    evidence: evidenceOf([...many, ...pages]),
    personaName: 'Ada',
  });
  const said = await extractByMeaning(found, () => found, near({ television: 1.3 }));
  expect(said.response).not.toContain('television');
});

test('what is near answers from any passage that was found, not only from the first', async () => {
  const before = Array.from({ length: 12 }, (_, n) => ({
    title: `Tide ${n}`,
    content: `The water stands ${n} feet deep at the pole. Nobody sails then.`,
  }));
  const found = extractAnswer({
    question: 'Do you watch TV?',
    background: '',
    language: 'en',
    evidence: evidenceOf([...before, ...pages]),
    personaName: 'Ada',
  });
  const said = await extractByMeaning(found, () => found, near({ television: 1.3 }));
  expect(said.response).toContain('television');
});

test('of two that are about as near, the one answers that tells the time that is asked for', async () => {
  const found = extractAnswer({
    question: 'When do you dine?',
    background: '',
    language: 'en',
    evidence: evidenceOf([
      { title: 'Evenings', content: 'My supper is soup, as a rule. The soup stands on the stove at 18:30.' },
      ...pages,
    ]),
    personaName: 'Ada',
  });
  expect(found.answer_type).toBe('no_answer');
  const said = await extractByMeaning(found, () => found, near({ supper: 1.35, '18:30': 1.3 }));
  expect(said.response).toContain('18:30');
});

test('a request that words leave open is answered by what is near, too', async () => {
  const request = {
    kind: 'reason',
    subjects: [],
    question: 'Why is there no screen in the house?',
    language: 'en',
  } as const;
  const found = extractAnswer({
    question: request.question,
    background: '',
    language: 'en',
    evidence: evidenceOf(pages),
    personaName: 'Ada',
    request,
  });
  expect(found.answer_type).toBe('no_answer');
  const said = await extractByMeaning(found, () => found, near({ television: 1.3 }));
  expect(said.response).toContain('television');
});

test('what words answer surely is not open', () => {
  const sure = byWords('Where does the cat sleep?');
  expect(sure.answer_type).toBe('grounded');
  expect(leavesOpen(sure)).toBe(false);
  expect(leavesOpen(byWords('Do you watch TV?'))).toBe(true);
});

test('without a word of the model in time, words decide', async () => {
  const silent = byWords('Do you watch TV?');
  expect(
    await extractByMeaning(
      silent,
      () => silent,
      () => Promise.resolve(undefined),
    ),
  ).toBe(silent);
});

test('what words answer is said as it is where it is near in meaning, and without another look', async () => {
  const found = byWords('Where does the cat sleep?');
  const lookAgain = () => expect.fail('there was another look');
  expect(await extractByMeaning(found, lookAgain, near({ cat: 1 }))).toBe(found);
});

test('what words answer and is far in meaning is kept back, and said is what is near', async () => {
  const far = await ask('Where does the cat sleep?', near({ cat: -1.5 }));
  expect(far).toMatchObject({ answer_type: 'no_answer', citations: [] });
  expect(far.withheld).toContain('wood box');
  const other = await ask('Where does the cat sleep?', near({ cat: -1.5, sawmill: 1.3 }));
  expect(other.response).toContain('sawmill');
});

test('what words are not sure of gives way to what is far likelier in meaning', async () => {
  const found = byWords('From where does the walk along the water start?');
  const unsure = { ...found, answer_type: 'grounded' as const, confidence: 0.5 };
  const own = unsure.work.chosen[0]?.unit.text ?? 'harvest';
  const said = await extractByMeaning(unsure, () => unsure, near({ [own]: 0.4, 'own a television': 1.6 }));
  expect(said.response).toContain('television');
  const sure = { ...unsure, confidence: 0.97 };
  expect(await extractByMeaning(sure, () => sure, near({ [own]: 0.4, 'own a television': 1.6 }))).toBe(sure);
});

test('an answer stands where no model tells, and where a fact is found by its kind', async () => {
  const found = byWords('Where does the cat sleep?');
  expect(
    await extractByMeaning(
      found,
      () => found,
      () => Promise.resolve(undefined),
    ),
  ).toBe(found);
  const born = extractAnswer({
    question: 'How old are you?',
    background: '',
    language: 'en',
    evidence: evidenceOf([{ title: 'About me', content: 'I was born in 1961 on the island of Brannock.' }]),
    personaName: 'Ada',
  });
  expect(born.answer_type).toBe('grounded');
  expect(await extractByMeaning(born, () => born, near({ born: -0.5 }))).toBe(born);
});

test('a count does not tell which one somebody has, however near it is', async () => {
  const list = evidenceOf([
    {
      title: 'The ferry in figures',
      content: '- Cars: 32\n- Length: 61 m\n- Crew: Nine, of whom I am one\n- Engines: 2',
    },
    ...pages,
  ]);
  const silent = (question: string) =>
    extractAnswer({ question, background: '', language: 'en', evidence: list, personaName: 'Ada' });
  const say = async (question: string, of: Record<string, number>) =>
    extractByMeaning(silent(question), () => silent(question), near(of));
  expect((await say('Which vehicle do you drive?', { Cars: 1.4 })).answer_type).toBe('no_answer');
  expect((await say('How many vehicles fit aboard?', { Cars: 1.4 })).response).toContain('32');
});
