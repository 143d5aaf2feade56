import { describe, expect, test } from 'vitest';
import { askPage as ask } from '../testing/ask-page.ts';

const pages = {
  en: 'My husband Piet restores organs in Gouda. My brother Wim drives a tram. I was born in 1961 in Delft.',
  es: 'Mi abuelo Tomás hacía cestos en Liria. Mi hermana Pilar vive en Vigo. Nací en 1961 en Liria.',
  it: 'Mio nonno Ugo faceva il bottaio a Bra. Mia zia Rosa canta nel coro. Sono nata nel 1961 ad Alba.',
  pt: 'O meu filho Davi é apicultor em Tavira. A minha tia Rosa canta no coro. Nasci em 1961 em Tavira.',
} as const;

describe('what is told of one of the persona’s people is not told of another', () => {
  test.each([
    ['es', '¿Cómo se llamaba tu abuela?', 'Tomás'],
    ['es', '¿Dónde vive tu hermano?', 'Vigo'],
    ['it', 'Come si chiamava tua nonna?', 'Ugo'],
    ['pt', 'Como se chama a sua filha?', 'Davi'],
    ['pt', 'Quantos anos tem o seu marido?', '1961'],
    ['en', 'How old is your husband?', '1961'],
  ] as const)('%s: %s', (language, question, told) => {
    expect(ask(question, language, pages[language])).not.toContain(told);
  });

  test.each([
    ['en', 'What does your husband do?', 'organs'],
    ['es', '¿Cómo se llamaba tu abuelo?', 'Tomás'],
    ['es', '¿Dónde vive tu hermana?', 'Vigo'],
    ['pt', 'Como se chama o seu filho?', 'Davi'],
  ] as const)('%s: %s is told', (language, question, told) => {
    expect(ask(question, language, pages[language])).toContain(told);
  });

  test('who is called by another word is meant too, and who is spoken of before', () => {
    const mum = 'My mum dived in Brest for sponges. At Calais the water was too cold for diving.';
    expect(ask('Where did your mother dive?', 'en', mum)).toContain('Brest');
  });
});
