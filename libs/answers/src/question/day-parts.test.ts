import { expect, test } from 'vitest';
import { tellsOtherDayPart } from './day-parts.ts';

test.each([
  ['en', 'When do you start in the morning?', 'I begin at 06:15.', 'I come home at 19:40.'],
  ['en', 'What time do you eat in the evening?', 'We eat at 7.', 'Breakfast is at 8 a.m.'],
  [
    'en',
    'When do you lock up at night?',
    'I lock the gate at 10:30.',
    'I open it at 09:00, not later than 10 am.',
  ],
  ['de', 'Wann stehst du morgens auf?', 'Ich stehe um 5 Uhr auf.', 'Um 21 Uhr gehe ich ins Bett.'],
  ['fr', "À quelle heure fermez-vous l'après-midi ?", 'Je ferme à 16h30.', 'J’ouvre à 07h15.'],
  ['es', '¿Cuándo abre por la mañana?', 'Abro a las 08:30.', 'Cierro a las 20:30.'],
  ['ja', '朝は何時に起きますか？', '06:10に起きる。', '21:30に寝る。'],
])('%s: %s', (language, question, told, other) => {
  expect(tellsOtherDayPart(question, language, told)).toBe(false);
  expect(tellsOtherDayPart(question, language, other)).toBe(true);
});

test.each([
  ['en', 'When do you start?', 'I come home at 19:40.'],
  ['en', 'When do you start in the morning?', 'In March 2022 it fell to 430, at 3.5 degrees.'],
  // An hour that may be of either half of the day, and one that two parts of it share.
  ['en', 'When do you eat in the evening?', 'We eat at 7:30.'],
  ['en', 'When do you eat in the evening?', 'We eat at 21:30.'],
  ['en', 'When did the lamp go out on the last night?', 'It went out at 05:10.'],
  ['en', 'Who put the lamp out in the evening?', 'Joren did, who had come at 06:10.'],
  // Tomorrow.
  ['es', '¿Cuándo abre mañana?', 'Abro a las 20:30.'],
  ['de', 'Wann öffnet ihr morgen?', 'Wir öffnen um 20 Uhr.'],
])('%s: %s is not kept from "%s"', (language, question, text) => {
  expect(tellsOtherDayPart(question, language, text)).toBe(false);
});
