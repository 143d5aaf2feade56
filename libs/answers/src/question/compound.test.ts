import { describe, expect, test } from 'vitest';
import { questionsOf } from './compound.ts';

describe('questionsOf', () => {
  test.each([
    ['en', 'Where do you live and what do you do?', ['Where do you live?', 'what do you do?']],
    ['en', 'When was it built? And who built the tower?', ['When was it built?', 'And who built the tower?']],
    ['de', 'Wo wohnst du jetzt und was machst du?', ['Wo wohnst du jetzt?', 'was machst du?']],
    [
      'fr',
      'Où habitez-vous maintenant et que faites-vous donc ?',
      ['Où habitez-vous maintenant?', 'que faites-vous donc ?'],
    ],
    ['es', '¿Dónde vives ahora y cuándo naciste tú?', ['¿Dónde vives ahora?', 'cuándo naciste tú?']],
    ['ru', 'Где ты живёшь и кем ты работаешь?', ['Где ты живёшь?', 'кем ты работаешь?']],
    ['zh', '你住在哪里，做什么工作？', ['你住在哪里?', '做什么工作？']],
    ['ja', 'どこに住んでいますか、何をしていますか？', ['どこに住んでいますか?', '何をしていますか？']],
  ])('%s: %s', (language, message, questions) => {
    expect(questionsOf(message, language)).toEqual(questions);
  });

  test.each([
    ['en', 'When and where were you born?'],
    ['en', 'What did you buy and sell?'],
    ['en', 'When it rains, what do you do?'],
    ['en', 'Really? Why?'],
    ['en', 'Do you keep bees and hens?'],
    ['de', 'Wann und wo wurdest du geboren?'],
    ['xx', 'Where do you live and what do you do?'],
  ])('%s: %s is one', (language, message) => {
    expect(questionsOf(message, language)).toEqual([message]);
  });
});
