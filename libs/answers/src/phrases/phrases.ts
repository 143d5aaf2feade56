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
export const aboutPhrase = (language: string, topic: string): string =>
  withTopic('topicQuestion', language, topic);

/** The offer of a topic that the persona has written about. */
export const offerPhrase = (language: string, topic: string): string => withTopic('offer', language, topic);

function withTopic(kind: 'topicQuestion' | 'offer', language: string, topic: string): string {
  const sentence = known(packOf(language)?.[kind]) ?? known(packOf(DEFAULT_LANGUAGE)?.[kind]);
  return (sentence ?? '{topic}').replace('{topic}', () => topic);
}
