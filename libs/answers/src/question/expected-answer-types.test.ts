import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askingSpans, countsAskedThing, expectedAnswerTypes, offers } from './expected-answer-types.ts';

describe('expectedAnswerTypes', () => {
  test.each([
    ['en', 'How many steps has the tower?', 'number'],
    ['en', 'What are the advantages of iron shutters?', 'list'],
    ['en', 'How does a fan work?', 'manner'],
    ['de', 'Wann wurde der Turm gebaut?', 'time'],
    ['de', 'Wer baute den Turm?', 'person'],
    ['fr', 'Pourquoi la lampe est-elle rouge ?', 'reason'],
    ['es', '¿Qué es un faro?', 'definition'],
    ['it', 'Dove si trova il faro?', 'place'],
    ['pt', 'Quantos degraus tem a torre?', 'number'],
    ['nl', 'Waarom is de lamp rood?', 'reason'],
    ['sv', 'Vad är en fyr?', 'definition'],
    ['pl', 'Kiedy zbudowano latarnię?', 'time'],
    ['ru', 'Сколько ступеней в башне?', 'number'],
    ['tr', 'Fener nedir?', 'definition'],
    ['hi', 'लाइटहाउस कहाँ है?', 'place'],
    ['zh', '灯塔有多少级台阶？', 'number'],
    ['ja', '灯台はいつ建てられましたか？', 'time'],
    ['ko', '누가 등대를 지었습니까?', 'person'],
    ['ar', 'لماذا المصباح أحمر؟', 'reason'],
    // "At what hour", which few languages ask with "when".
    ['ar', 'في أي ساعة تفتحون؟', 'time'],
    ['ca', 'A quina hora obriu?', 'time'],
    ['de', 'Um wie viel Uhr macht ihr auf?', 'time'],
    ['es', '¿A qué hora abren?', 'time'],
    ['fr', 'À quelle heure ouvrez-vous ?', 'time'],
    ['hi', 'दुकान कितने बजे खुलती है?', 'time'],
    ['it', 'A che ora aprite?', 'time'],
    ['ja', '何時に開きますか？', 'time'],
    ['ko', '몇 시에 문을 엽니까?', 'time'],
    ['nl', 'Hoe laat gaat u open?', 'time'],
    ['pl', 'O której otwieracie?', 'time'],
    ['pt', 'A que horas abrem?', 'time'],
    ['ru', 'Во сколько вы открываетесь?', 'time'],
    ['sv', 'Hur dags öppnar ni?', 'time'],
    ['tr', 'Saat kaçta açıyorsunuz?', 'time'],
    ['zh', '你们几点开门？', 'time'],
  ] as const)('%s: %s wants a %s', (language, question, type) => {
    expect(expectedAnswerTypes(question, language).has(type)).toBe(true);
  });

  test('nothing is expected of a statement', () => {
    expect([...expectedAnswerTypes('The lamp is red.', 'en')]).toEqual([]);
  });
});

describe('offers', () => {
  test.each([
    ['number', 'en', 'It has twelve panels.', 'It has many panels.'],
    ['number', 'zh', '灯塔有三层。', '灯塔很高。'],
    ['time', 'en', 'It was lit in March.', 'It was lit at last.'],
    ['time', 'es', 'Se encendió en marzo.', 'Se encendió por fin.'],
    ['time', 'ru', 'Зажгли в 1871 году.', 'Зажгли наконец.'],
    ['reason', 'fr', 'Elle est rouge parce que le verre est vieux.', 'Elle est rouge et vieille.'],
    ['person', 'en', 'It was built by Joren Vik.', 'It was built by the parish.'],
    ['place', 'it', 'Si trova vicino a Palermo.', 'Si trova vicino al mare.'],
  ] as const)('a %s (%s): "%s", not "%s"', (type, language, has, lacks) => {
    expect(offers(type, has, language, new Set())).toBe(true);
    expect(offers(type, lacks, language, new Set())).toBe(false);
  });

  test('a name that was asked about is no answer, nor is what goes on with it', () => {
    const asked = new Set(['petrel']);
    expect(offers('person', 'They wrote of the Petrel.', 'en', asked)).toBe(false);
    expect(offers('person', 'They wrote of the Petrel Tug.', 'en', asked)).toBe(false);
    expect(offers('person', 'They told the Petrel of Morag.', 'en', asked)).toBe(true);
  });

  test('a capital at the beginning of a sentence is no name, and none in German', () => {
    expect(offers('person', 'Nobody came. Everybody slept.', 'en', new Set())).toBe(false);
    expect(offers('person', 'Es kam ein Wärter.', 'de', new Set())).toBe(false);
  });
});

describe('countsAskedThing', () => {
  test.each([
    [
      'en',
      'How many hash slots are there?',
      'There are 16384 hash slots.',
      'The hash slots are kept on 3 nodes.',
    ],
    [
      'de',
      'Wie viele Stufen hat der Turm?',
      'Der Turm hat 164 Stufen.',
      'Die Stufen sind 30 Zentimeter hoch.',
    ],
    ['es', '¿Cuántos escalones hay?', 'Hay 164 escalones.', 'Los escalones miden 30 centímetros.'],
  ])('%s: "%s" is counted by "%s", not by "%s"', (language, question, counts, not) => {
    expect(countsAskedThing(question, counts, language)).toBe(true);
    expect(countsAskedThing(question, not, language)).toBe(false);
  });

  test('counts nothing for a question that asks for no number', () => {
    expect(countsAskedThing('Where are the steps?', 'There are 164 steps.', 'en')).toBe(false);
  });
});

describe('askingSpans', () => {
  const asking = (question: string, language: string) =>
    askingSpans(question, language).map(({ start, end }) => question.slice(start, end));

  test('the words that only say what kind of answer is wanted', () => {
    expect(asking('How many steps has the tower?', 'en')).toContain('How many');
    expect(asking('Can you tell me about the tower?', 'en').join(' ')).toContain('tell me about');
    expect(asking('In welchem Jahr wurde der Turm gebaut?', 'de').join(' ')).not.toContain('Turm');
    expect(asking('What does the INCR command do?', 'en')).toContain('command');
  });

  test('lie in the question, whatever it is', () => {
    const word = fc.constantFrom(
      'What',
      'is',
      'how',
      'many',
      'İstanbul',
      '什么是',
      'wer',
      'ist',
      '?',
      ' ',
      '😀',
      'ẞ',
    );
    const language = fc.constantFrom('en', 'de', 'tr', 'zh', 'und');
    fc.assert(
      fc.property(
        fc.array(word).map((words) => words.join(' ')),
        language,
        (question, code) => {
          for (const { start, end } of askingSpans(question, code)) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(question.length);
          }
        },
      ),
    );
  });
});
