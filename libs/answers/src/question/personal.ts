import type { Evidence } from '../evidence.ts';
import { asPersona } from './persons.ts';
import { speaksOfSelf } from './self-words.ts';

/** Share of the passages in which somebody speaks of oneself, for the pages to be somebody's own. */
const MIN_PERSONAL_SHARE = 0.5;
/** … where the question seems to address somebody: in some languages a noun looks like such a verb. */
const MIN_ADDRESSED_SHARE = 0.2;

/** Whether a question is put to somebody who tells of oneself on the pages, or to pages full of that. */
export function isPersonal(question: string, evidence: Told): boolean {
  const addresses = evidence.some(({ language }) => asPersona(question, language).addresses);
  const min = addresses ? MIN_ADDRESSED_SHARE : MIN_PERSONAL_SHARE;
  return evidence.length > 0 && personalShare(evidence) >= min;
}

/** Whether somebody tells of oneself on some of the pages, whoever is asked. */
export const tellsOfSelf = (evidence: Told): boolean => personalShare(evidence) >= MIN_ADDRESSED_SHARE;

type Told = readonly Pick<Evidence, 'units' | 'language'>[];
const shares = new WeakMap<Told, number>();

/** Share of the passages in which somebody speaks of oneself; asked several times for one question. */
function personalShare(evidence: Told): number {
  let share = shares.get(evidence);
  if (share === undefined) {
    const personal = evidence.filter(({ units, language }) =>
      units.some(({ text }) => speaksOfSelf(text, language)),
    );
    shares.set(evidence, (share = personal.length / evidence.length));
  }
  return share;
}

/** So many passages share words with the question only where a persona tells much: some do by chance. */
const MIN_CROWDED_PASSAGES = 20;

/** … and whether so much is told there that any question's words stand somewhere. */
export const isCrowded = (question: string, evidence: Told, min = MIN_CROWDED_PASSAGES): boolean =>
  evidence.length >= min && isPersonal(question, evidence);
