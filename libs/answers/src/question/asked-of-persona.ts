import { sentences } from '@persona/text';
import { asPersona } from './persons.ts';
import { speaksOfSelf } from './self-words.ts';

const asks = /[?？؟]\s*$/u;

/**
 * What a question on a page asks the persona, as it would ask it of itself. What the asker tells of themself
 * on the way ("I gave up the piano. Do you play?") is left out.
 */
export function askedOfPersona(label: string, language: string): string {
  const all = sentences(label, language).map(({ start, end }) => label.slice(start, end));
  const own = all.filter((text) => asks.test(text) || !speaksOfSelf(text, language));
  return asPersona((own.length > 0 ? own : all).join(' '), language).text;
}
