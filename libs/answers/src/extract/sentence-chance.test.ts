import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../testing/evidence.ts';
import { expectedAnswerTypes } from '../question/expected-answer-types.ts';
import calibration from './calibration.json' with { type: 'json' };
import { matchQuestion } from './match.ts';
import {
  bestSentence,
  chances,
  likelihood,
  sentenceSignalNames,
  sentenceSignals,
} from './sentence-chance.ts';

/** The signals of each sentence of a page, by name. */
function signalsOf(question: string, content: string) {
  const evidence = evidenceOf([{ title: 'Page', content }]);
  const match = matchQuestion(question, '', evidence, 1);
  return match.candidates.map((candidate) => {
    const source = evidence[0];
    if (!source) throw new Error('a page without a passage');
    const wants = expectedAnswerTypes(question, source.language);
    const values = sentenceSignals(candidate, match, { question, source, wants });
    return Object.fromEntries(sentenceSignalNames.map((name, i) => [name, values[i] ?? Number.NaN]));
  });
}

describe('sentenceSignals', () => {
  test('the calibration is of these signals, in their order', () => {
    expect(calibration.sentences.signals).toEqual(sentenceSignalNames);
    expect(calibration.sentences.weights).toHaveLength(sentenceSignalNames.length);
  });

  test.each([
    ['How many steps has the tower?', 'The tower has 164 steps.', 'The tower has steps for everybody.'],
    ['When was the tower built?', 'The tower was built in 1871.', 'The tower was built by the parish.'],
    ['Who built the tower?', 'The tower was built by Joren Vik.', 'The tower was built by hand.'],
    ['¿Cuántos escalones tiene la torre?', 'La torre tiene 164 escalones.', 'La torre tiene escalones.'],
    ['Wann wurde der Turm gebaut?', 'Der Turm wurde im Mai gebaut.', 'Der Turm wurde aus Stein gebaut.'],
  ])('%s is offered something by "%s" and lacks it in "%s"', (question, offering, lacking) => {
    const [first, second] = signalsOf(question, `${offering} ${lacking}`);
    expect(first).toMatchObject({ offered: 1, lacking: 0 });
    expect(second).toMatchObject({ offered: 0, lacking: 1 });
  });

  test('counts only the thing that was asked for', () => {
    const [steps, keepers] = signalsOf(
      'How many steps has the tower?',
      'The tower has 164 steps. The tower and its steps have 3 keepers.',
    );
    expect(steps).toMatchObject({ counted: 1 });
    expect(keepers).toMatchObject({ counted: 0 });
  });
});

describe('chances', () => {
  const odds = fc.array(fc.double({ min: -700, max: 700, noNaN: true }), { minLength: 1, maxLength: 30 });

  test('add up to 1 and keep the order, however large the odds', () => {
    fc.assert(
      fc.property(odds, (list) => {
        const made = chances(list);
        expect(made.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
        for (const [i, chance] of made.entries())
          for (const [j, other] of made.entries())
            if ((list[i] ?? 0) > (list[j] ?? 0)) expect(chance).toBeGreaterThanOrEqual(other);
      }),
    );
  });

  test('equal odds are equal chances', () => {
    expect(chances([3, 3, 3, 3])).toEqual([0.25, 0.25, 0.25, 0.25]);
  });
});

describe('bestSentence', () => {
  test('says how likely it is and what it lacks; without one, nothing', () => {
    const values = sentenceSignalNames.map((name) => (name === 'lacking' ? 2 : 1));
    expect(bestSentence(values)).toEqual({ sentence: likelihood(values) / 10, lacking: 2 });
    expect(bestSentence()).toEqual({ sentence: 0, lacking: 0 });
  });
});
