import { known, packOf } from '@persona/languages';
import type { Evidence } from '../evidence.ts';
import { refersBack } from '../extract/back-reference.ts';
import type { ReadQuestion } from './read-question.ts';
import { speaksOfSelf } from './self-words.ts';

const word = /[\p{L}\p{M}\p{N}\u200c\u200d]+/gu;
const MIN_NAME_CHARACTERS = 3;

/**
 * Returns whether the unit at a place of a passage speaks of the persona: in the first person, by one of its
 * names, or with "she" after its name. Nothing does for a question that does not address the persona.
 */
export function personaStatements(
  { addresses, ownForms }: Pick<ReadQuestion, 'addresses' | 'ownForms'>,
  { units, language }: Pick<Evidence, 'units' | 'language'>,
  names: readonly string[],
): (at: number) => boolean {
  if (!addresses) return () => false;
  if (known(packOf(language)?.persons)?.omitted) return () => true;
  const parts = new Set(
    names.flatMap((name) =>
      Array.from(name.toLowerCase().matchAll(word), ([part]) => part).filter(
        (part) => part.length >= MIN_NAME_CHARACTERS,
      ),
    ),
  );
  const named = new Map<number, boolean>();
  const isNamed = (at: number): boolean => {
    let found = named.get(at);
    if (found === undefined) {
      const text = units[at]?.text ?? '';
      found =
        text
          .toLowerCase()
          .match(word)
          ?.some((one) => parts.has(one)) === true ||
        (at > 0 && refersBack(text, language) && isNamed(at - 1));
      named.set(at, found);
    }
    return found;
  };
  return (at) => {
    const { text = '' } = units[at] ?? {};
    return (
      speaksOfSelf(text, language) ||
      text
        .toLowerCase()
        .match(word)
        ?.some((one) => ownForms.has(one)) === true ||
      isNamed(at)
    );
  };
}
