import { describe, expect, test } from 'vitest';
import { isDescription } from './description.ts';

describe('isDescription', () => {
  test.each([
    ['Returns the length of a list', 'en'],
    ['Terminates open connections.', 'en'],
    ['Schließt alle offenen Verbindungen', 'de'],
    ['Cierra todas las conexiones abiertas.', 'es'],
  ])('%s', (message, language) => {
    expect(isDescription(message, language)).toBe(true);
  });

  test.each([
    ['How long is the list', 'en'],
    ['the list is long, is it not?', 'en'],
    ['is the boat still for sale', 'en'],
    ['tell me about the list of guests', 'en'],
    ['wie lang ist die Liste', 'de'],
    ['¿La lista es larga?', 'es'],
    ['猫在哪里', 'zh'],
  ])('%s: no', (message, language) => {
    expect(isDescription(message, language)).toBe(false);
  });

  test('nothing is one in a language whose questions are not known', () => {
    expect(isDescription('Returns the length of a list', 'und')).toBe(false);
  });
});
