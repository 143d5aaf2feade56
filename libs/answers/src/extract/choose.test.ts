import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../testing/evidence.ts';
import { choose } from './choose.ts';
import { matchQuestion } from './match.ts';
import { handSetOdds, type Odds } from './odds.ts';
import { rank } from './rank.ts';

function chosen(question: string, content: string, odds: Odds = handSetOdds, language = 'en'): string[] {
  const evidence = evidenceOf([{ title: 'Lamp', content }]);
  const match = matchQuestion(question, '', evidence, evidence.length);
  const input = { question, background: '', language, evidence, personaName: 'Ada' };
  return choose(rank(match, input, odds), match, input, odds).map(({ unit }) => unit.text);
}

describe('choose', () => {
  test('nothing of nothing', () => {
    expect(chosen('Why is it red?', '')).toEqual([]);
  });

  test('a sentence that points back brings the one before', () => {
    const content = 'Morag steers the ferry. She was born in 1961. The hens are asleep by now.';
    expect(chosen('When was she born?', content).slice(0, 2)).toEqual([
      'She was born in 1961.',
      'Morag steers the ferry.',
    ]);
  });

  test('at most five sentences and 700 characters, none twice', () => {
    const sentence = (word: string) =>
      `The lamp of the ${word} pier is lit at dusk by a boy whom nobody ever pays.`;
    const content = ['north', 'south', 'east', 'west', 'old', 'new', 'long', 'short', 'red']
      .map(sentence)
      .join(' ');
    const texts = chosen('When is the lamp of the pier lit?', content);
    expect(texts.length).toBeLessThanOrEqual(5);
    expect(texts.join(' ').length).toBeLessThanOrEqual(700);
    expect(new Set(texts).size).toBe(texts.length);
  });

  test('what follows the best sentence counts more when why is asked, and only then', () => {
    const best = `The lamp of the north pier is red because ${'the glass is old and '.repeat(12)}nobody pays for another.`;
    const follower = 'The boy likes it so.';
    const content = `${best} ${follower} The lamp of the south pier is white.`;
    const [likely, unlikely] = [20, -20].map((continuesBest) => ({ ...handSetOdds, continuesBest }));
    const why = 'Why is the lamp of the pier red?';
    expect(chosen(why, content, likely)).toContain(follower);
    expect(chosen(why, content, unlikely)).not.toContain(follower);
    const which = 'Is the lamp of the pier red?';
    expect(chosen(which, content, likely)).toEqual(chosen(which, content, unlikely));
  });
});
