import { known, packOf } from '@persona/languages';
import { detectLanguage } from '@persona/text';
import { termsOf } from '../extract/terms.ts';
import { asPersona } from './persons.ts';

export interface Turn {
  role: 'user' | 'assistant';
  text: string;
}

/** A question as retrieval should hear it: alone, or with the earlier question that it leans on. */
export interface StandaloneQuestion {
  question: string;
  /**
   * Text of earlier turns whose words count too, at less weight; empty when the question stands on its own.
   */
  background: string;
}

/** A question with more words of its own than this needs no other, whatever pronouns it has. */
const MAX_FOLLOW_UP_WORDS = 4;

/**
 * What to retrieve for a message. A follow-up ("and in winter?", "when was he born?") takes along the last
 * question that stood on its own: only that one, because what was asked between them is often what the new
 * question replaces.
 */
export function standalone(message: string, history: readonly Turn[], language: string): StandaloneQuestion {
  if (!leansOnHistory(message, language)) return { question: message, background: '' };
  const earlier = history.filter(({ role }) => role === 'user').map(({ text }) => text);
  const standsAlone = (text: string) => {
    const detected = detectLanguage(text, [language]);
    const own = detected === 'und' ? language : detected;
    return !leansOnHistory(text, own) && termsOf(text, own).length > 0;
  };
  const root = earlier.findLast(standsAlone);
  return { question: message, background: root ?? earlier.at(-1) ?? '' };
}

function leansOnHistory(message: string, language: string): boolean {
  const words = new Set(
    termsOf(message, language)
      .filter(({ word }) => word)
      .map(({ term }) => term),
  ).size;
  // "Where do you live?" has a single word, and needs no other.
  if (words <= 1) return words === 0 || !asPersona(message, language).addresses;
  if (words > MAX_FOLLOW_UP_WORDS) return false;
  const text = message.trim();
  const followUps = known(packOf(language)?.followUps);
  return followUps !== undefined && (followUps.openings.test(text) || followUps.pointers.test(text));
}
