import { describe, expect, test } from 'vitest';
import { askedMeasures, tellsMeasure } from './measures.ts';

describe('measures', () => {
  test.each([
    ['en', 'How tall is the silo?', 'It rises 31 metres above the yard.', 'It was painted by 31 pupils.'],
    ['en', 'How long did the frost last?', 'The frost lasted eleven days.', 'Eleven trees split.'],
    ['en', 'How long were you with the circus?', 'From 1991 to 1996 I rode there.', 'In tent 1991 we sat.'],
    ['en', 'How heavy is the anvil?', 'The anvil is a 90-kilogram one.', 'Ninety smiths have used it.'],
    ['en', 'How fast is the mare?', 'She does 38 mph downhill.', 'She has won 38 times.'],
    ['en', 'How old is the mill?', 'It was built in 1822.', 'It has 12 windows.'],
    ['en', 'How hot is the kiln?', 'We fire at 1,240 °C.', 'We fire 12 pots.'],
    ['en', 'What did you pay for the mare?', 'I gave $700 for her.', 'I gave 7 apples for her.'],
    ['de', 'Wie hoch ist der Kran?', 'Er misst 44 Meter.', 'Er hat 44 Stufen.'],
    ['de', 'Was kostet ein Korb?', 'Ein Korb kostet 28 Euro.', 'Ein Korb hat 28 Ruten.'],
    ['fr', 'Quelle est la hauteur du moulin ?', 'Il fait douze mètres.', 'Il a douze marches.'],
    ['fr', "Combien de temps dure l'affinage ?", 'Il dure neuf mois.', 'Il y a neuf caves.'],
    ['es', '¿Cuánto pesa la campana?', 'Pesa 300 kilos.', 'Suena 300 veces.'],
    ['zh', '塔有多高？', '塔高三十米。', '塔有三十个窗。'],
  ])('%s: %s', (language, question, told, beside) => {
    const measures = askedMeasures(question, language);
    expect(tellsMeasure(measures, told, language)).toBe(true);
    expect(tellsMeasure(measures, beside, language)).toBe(false);
  });

  test('what asks for no measure', () => {
    for (const question of ['How many hens do you have?', 'How high is the rent?', 'Who is tall?'])
      expect([...askedMeasures(question, 'en')]).not.toContain('extent');
    expect(askedMeasures('Wie heißt dein Hund?', 'de').size).toBe(0);
  });
});
