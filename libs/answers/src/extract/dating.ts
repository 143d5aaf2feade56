import { known, packOf } from '@persona/languages';
import { dateAt, type Unit } from '@persona/text';
import type { Evidence } from '../evidence.ts';

/**
 * When a unit was written: by its own entry, else by what its page's caller said of it; undefined when nobody
 * says.
 */
export function dateOf(
  { date }: Pick<Unit, 'date'>,
  { metadata }: Pick<Evidence, 'metadata'>,
): string | undefined {
  if (date !== undefined) return date;
  for (const field of ['date', 'published', 'created', 'created_at', 'updated']) {
    const value = metadata[field];
    const found = typeof value === 'string' ? dateAt(value) : undefined;
    if (found) return found.date;
  }
  return undefined;
}

const year = /(?<![\p{Nd}.,:/-])(1[5-9]\d{2}|20\d{2})(?![\p{Nd}]|[.,:/-]\p{Nd})/gu;

/** The years that a text names. */
export const yearsIn = (text: string): Set<string> =>
  new Set([...text.matchAll(year)].map(([found]) => found));

/**
 * How the date of a unit fits a question that names a year: 1 when the unit was written in it or names it, −1
 * when it was written in another, 0 when its date is not known or the question names no year.
 */
export function yearFit(asked: ReadonlySet<string>, unit: Unit, source: Evidence): number {
  const date = asked.size === 0 ? undefined : dateOf(unit, source)?.slice(0, 4);
  if (date === undefined) return 0;
  return asked.has(date) || !yearsIn(unit.text).isDisjointFrom(asked) ? 1 : -1;
}

/** The heading that tells a date, as the page shows it; undefined where none does. */
export const dateHeading = (date: string, { headings }: Pick<Evidence, 'headings'>): string | undefined =>
  headings.findLast((heading) => dateAt(heading)?.date === date);

/** Whether a text tells a time that is none without the date it was written on: "last summer". */
export function isRelative(text: string, language: string): boolean {
  return known(packOf(language)?.relativeTimes)?.test(text) ?? false;
}
