import { known, packOf } from '@persona/languages';

/** Whether a sentence begins with a word that points to the one before it. */
export function refersBack(text: string, language: string): boolean {
  const pattern = known(packOf(language)?.backReferences);
  return pattern?.test(text.replace(/^["'“‘«(]+/u, '')) ?? false;
}
