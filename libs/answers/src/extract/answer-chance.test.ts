import { describe, expect, test } from 'vitest';
import { readRequest } from '../question/read-request.ts';
import { evidenceOf } from '../testing/evidence.ts';
import { answerChance, answerSignalNames } from './answer-chance.ts';
import { extractAnswer } from './extract.ts';

/** Somebody who tells much: in so many pages some words of any question stand. */
const much = Array.from({ length: 24 }, (_, n) => ({
  title: `Week ${n + 1}`,
  content: `I spent week ${n + 1} in the workshop. We sold a kayak and I varnished the paddle. My bus was late again.`,
}));

const ask = (question: string, pages: readonly { title: string; content: string }[]) =>
  extractAnswer({
    question,
    background: '',
    language: 'en',
    evidence: evidenceOf([...pages]),
    personaName: 'Noor',
    request: readRequest(question, 'en'),
  });

describe('whether what was chosen answers', () => {
  test('why is not answered without a reason where much is told', () => {
    const answer = ask('Why did you sell the kayak?', much);
    expect(answer.answer_type).toBe('no_answer');
  });

  test('a reason beside the sentence is one', () => {
    const page = {
      title: 'The red kayak',
      content: 'I sold the red kayak in June. That was because my shoulder hurt on the river.',
    };
    expect(ask('Why did you sell the red kayak?', [page, ...much]).response).toContain('shoulder');
  });

  test('words that many pages have, of which none has the value, tell nothing', () => {
    const answer = ask('Which sail did you sell with the boat?', much);
    expect(answer.answer_type).toBe('no_answer');
  });

  test('what is withheld is shown to the benches, and its chance is the confidence', () => {
    const answer = ask('What did the bus varnish?', much);
    if (answer.answerSignals) {
      expect(answer.answerSignals).toHaveLength(answerSignalNames.length);
      expect(answer.confidence).toBeLessThanOrEqual(answerChance(answer.answerSignals).probability);
    }
    expect(answer.answer_type === 'grounded' || answer.withheld !== undefined || !answer.answerSignals).toBe(
      true,
    );
  });

  test('a label that names a part of what is asked is none', () => {
    const page = { title: 'Sending files', content: '**Size.** A file of mine had 249 bytes.' };
    expect(ask('What is your shoe size?', [page, ...much]).answer_type).toBe('no_answer');
  });

  test('where it is asked which, an answer that names nothing is told from one that does', () => {
    const signal = (content: string) =>
      ask('Which varnish do you use?', [{ title: 'Varnish', content }, ...much]).answerSignals?.[
        answerSignalNames.indexOf('unnamed')
      ];
    expect(signal('It matters to me which varnish people use on a kayak.')).toBe(1);
    expect(signal('On every kayak I use a varnish of Tern and Sons.')).toBe(0);
  });

  test('what a page about the persona tells of it is said, whatever else speaks of such things', () => {
    const about = { title: 'About', content: 'I am a boatbuilder in Hamn.\n\nnoor@kayaks.example\n' };
    const talk = much.map(({ title, content }) => ({ title, content: `${content} My job is my email.` }));
    expect(ask('What is your email address?', [...talk, about]).response).toContain('noor@kayaks.example');
    expect(ask('What do you do for a living?', [...talk, about]).response).toContain('boatbuilder');
  });

  test('little evidence is taken as it is', () => {
    expect(ask('Why did you sell the kayak?', much.slice(0, 2)).answerSignals).toBeUndefined();
  });

  test.each(['rivals', 'apart', 'missing', 'others', 'absent', 'unnamed', 'spread'] as const)(
    '%s speaks against an answer',
    (name) => {
      const none = answerSignalNames.map(() => 0);
      const one = answerSignalNames.map((other) => (other === name ? 1 : 0));
      expect(answerChance(one).probability).toBeLessThan(answerChance(none).probability);
    },
  );
});
