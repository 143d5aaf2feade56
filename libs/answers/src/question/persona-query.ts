import { languages } from '@persona/languages';
import type { Evidence } from '../evidence.ts';
import { personalFact } from './personal-facts.ts';
import { asPersona } from './persons.ts';

/** What to look for: a question as the persona would ask it of itself, and the other forms of its words. */
function queryOf(question: string, language: string): string {
  const { text, forms } = asPersona(question, language);
  const fact = personalFact(question, language)?.sought ?? [];
  return [text, [...new Set(forms.map(([, form]) => form)), ...fact].join(' ')].filter(Boolean).join('\n');
}

/** … in every language in which the question addresses somebody; empty where it does in none. */
const queryInAny = (question: string): string =>
  languages
    .flatMap(({ code }) => (asPersona(question, code).addresses ? queryOf(question, code) : []))
    .join('\n');

/**
 * Retrieves passages for a question, and for the earlier one it leans on, in the words in which the persona
 * speaks of itself where it is addressed. The language of a few words is often mistaken: where the pages are
 * in another, or nothing is found, it is asked once more in theirs.
 */
export async function retrieveFor(
  question: string,
  background: string,
  language: string,
  retrieve: (query: string) => Promise<readonly Evidence[]>,
): Promise<readonly Evidence[]> {
  const withBackground = (query: string) => [query, background].filter(Boolean).join('\n');
  const query = queryOf(question, language);
  const found = await retrieve(withBackground(query));
  // What is too short to tell its language, "Phone: 0113 496", is as good as in that of the question.
  const spoken = Map.groupBy(found, (passage) => (passage.language === 'und' ? language : passage.language));
  if (spoken.has(language)) return found;
  const [main] = [...spoken].toSorted(([, a], [, b]) => b.length - a.length)[0] ?? [];
  const other = main === undefined ? queryInAny(question) : queryOf(question, main);
  return other === '' || other === query ? found : retrieve(withBackground(other));
}
