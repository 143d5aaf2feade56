import { known, languages, packOf, type PhraseKind } from '@persona/languages';

/** The pack that speaks for languages without phrases of their own. */
const DEFAULT_LANGUAGE = 'en';

/** A sentence of the persona in a language (ISO 639; one we have no sentences for: English). */
export function phrase(kind: PhraseKind, language: string, name: string): string {
  const set = known(packOf(language)?.phrases) ?? known(packOf(DEFAULT_LANGUAGE)?.phrases);
  return (set?.[kind] ?? '').replace('{name}', () => name);
}

/** Languages the persona has sentences of its own in. */
export const phraseLanguages: readonly string[] = languages
  .filter(({ phrases }) => known(phrases) !== undefined)
  .map(({ code }) => code);

/** A question about a topic, in a language we have one in; else in English. */
export function aboutPhrase(language: string, topic: string): string {
  const question = known(packOf(language)?.topicQuestion) ?? known(packOf(DEFAULT_LANGUAGE)?.topicQuestion);
  return (question ?? '{topic}').replace('{topic}', () => topic);
}
