import type { ChatModelMessage } from '@persona/models';
import { factsOf, factSource, holds } from './facts.ts';
import { statesLink, statesMarkup, type UnprovenReason } from './prove.ts';

/** So many words in a row of what a model was told are taken from there. */
const MAX_REPEATED_WORDS = 4;

/**
 * Whether small talk keeps to itself: it states nothing that would have to be proven, and gives nothing away
 * of what the model was told. `known` are texts that may be repeated. Returns why a sentence may not be said.
 */
export function createDiscretion(
  messages: readonly ChatModelMessage[],
  known: readonly string[],
): (sentence: string, language: string) => UnprovenReason | undefined {
  const told = fold(messages.flatMap(({ role, content }) => (role === 'system' ? [content] : [])).join('\n'));
  const said = factSource(known.join('\n'));
  return (sentence, language) => {
    if (statesMarkup(sentence)) return 'markup';
    if (statesLink(sentence)) return 'link';
    const words = fold(sentence).trim().split(' ');
    for (let from = 0; from + MAX_REPEATED_WORDS < words.length; from++)
      if (told.includes(` ${words.slice(from, from + MAX_REPEATED_WORDS + 1).join(' ')} `)) return 'private';
    return factsOf(sentence, language).find((fact) => fact.kind !== 'name' && !holds(said, fact))?.kind;
  };
}

const fold = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()} `;
