import { known, languagesWith, packOf } from '@persona/languages';

const unspaced = languagesWith('unspaced');
const compiled = new Map<string, RegExp | undefined>();

/** What is a word for a person in a language, where words are written apart: "uncle". */
export function peopleOf(language: string): RegExp | undefined {
  if (!compiled.has(language)) {
    const words = known(packOf(language)?.people)?.split(' ').join('|');
    compiled.set(
      language,
      words === undefined || unspaced.has(language) ? undefined : new RegExp(`^(?:${words})(?:e?s)?$`, 'iu'),
    );
  }
  return compiled.get(language);
}

const within = new Map<string, RegExp | undefined>();

/** … and where they are not, an expression (flags g, u) that finds such words in a text. */
export function peopleWithin(language: string): RegExp | undefined {
  if (!within.has(language)) {
    const words = known(packOf(language)?.people)?.split(' ').join('|');
    within.set(
      language,
      words === undefined || !unspaced.has(language) ? undefined : new RegExp(`(?:${words})`, 'gu'),
    );
  }
  return within.get(language);
}
