import { describe, expect, test } from 'vitest';
import { standalone } from './conversation.ts';

const history = [
  { role: 'user' as const, text: 'When does the ferry sail in summer?' },
  { role: 'assistant' as const, text: 'At seven.' },
  { role: 'user' as const, text: 'and in winter?' },
  { role: 'assistant' as const, text: 'At eight.' },
];

describe('standalone', () => {
  test.each([
    ['and in spring?', 'en'],
    ['Why?', 'en'],
    ['Who steers her then?', 'en'],
    ['Und im Herbst?', 'de'],
    ['¿Y en otoño?', 'es'],
    ['那冬天呢？', 'zh'],
  ])('%s leans on the last question that stood alone', (message, language) => {
    expect(standalone(message, history, language)).toEqual({
      question: message,
      background: history[0]?.text,
    });
  });

  test.each([
    ['How many passengers does the Petrel carry?', 'en'],
    ['Which tide table does the harbour office publish for its visitors?', 'en'],
    ['Wann wurde der Leuchtturm gebaut?', 'de'],
    // A single word, but it is the persona that is asked about.
    ['Where do you live?', 'en'],
    ['Dove abiti?', 'it'],
  ])('%s stands on its own', (message, language) => {
    expect(standalone(message, history, language).background).toBe('');
  });

  test('without a history there is nothing to lean on', () => {
    expect(standalone('and in winter?', [], 'en').background).toBe('');
  });
});
