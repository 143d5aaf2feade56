import type { Evidence } from '../evidence.ts';
import { asPersona } from './persons.ts';
import { speaksOfSelf } from './self-words.ts';

/** Share of the passages in which somebody speaks of oneself, for the pages to be somebody's own. */
const MIN_PERSONAL_SHARE = 0.5;

/** Whether a question is put to the persona, or to pages in which somebody tells of oneself. */
export function isPersonal(
  question: string,
  evidence: readonly Pick<Evidence, 'units' | 'language'>[],
): boolean {
  if (evidence.some(({ language }) => asPersona(question, language).addresses)) return true;
  const telling = evidence.filter(({ units, language }) =>
    units.some(({ text }) => speaksOfSelf(text, language)),
  );
  return telling.length > 0 && telling.length >= MIN_PERSONAL_SHARE * evidence.length;
}
