import { known, packOf } from '@persona/languages';
import { dateAt, dayAt, type Unit } from '@persona/text';
import type { Evidence } from '../evidence.ts';
import { wordsOf } from './terms.ts';

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
const yearsIn = (text: string): Set<string> => new Set([...text.matchAll(year)].map(([found]) => found));

/** The times that a question names. */
export interface AskedTimes {
  years: ReadonlySet<string>;
  /** A day, or a month, with its year: `2024-05-01`. */
  day: string | undefined;
  /** Where the question names it. */
  span: { start: number; end: number } | undefined;
}

export function askedTimes(question: string): AskedTimes {
  const years = yearsIn(question);
  for (const { index: start } of years.size === 0
    ? []
    : question.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)) {
    const found = dateAt(question.slice(start));
    if (found && found.date.length > YEAR_LENGTH)
      return { years, day: found.date, span: { start, end: start + found.length } };
  }
  return { years, day: undefined, span: undefined };
}

/**
 * The times of a question that names nothing but a day of any year ("What happened on 9 July?"): of the
 * newest entry of such a day. Undefined where there is none, or more is asked.
 */
export function dayWithoutYear(
  question: string,
  words: ReadonlySet<string>,
  language: string,
  dates: readonly (string | undefined)[],
): AskedTimes | undefined {
  for (const { index: start } of question.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)) {
    const found = dayAt(question.slice(start));
    if (!found) continue;
    const own = wordsOf(question.slice(start, start + found.length), language);
    const day = dates
      .filter((date) => date !== undefined)
      .toSorted()
      .findLast((date) => date.endsWith(`-${found.day}`) && date.length > found.day.length + 1);
    if (day === undefined || !words.isSubsetOf(own)) return undefined;
    const span = { start, end: start + found.length };
    return { years: new Set([day.slice(0, YEAR_LENGTH)]), day, span };
  }
  return undefined;
}

const YEAR_LENGTH = 4;

/**
 * How the date of a unit fits the times that a question names: 1 when the unit was written then or names the
 * year, −1 when it was written at another time, 0 when its date is not known or the question names none.
 */
export function timeFit(
  { years, day }: AskedTimes,
  { unit, date }: { unit: Unit; date: string | undefined },
): number {
  if (years.size === 0 || date === undefined) return 0;
  if (day !== undefined) return date.startsWith(day) ? 1 : day.startsWith(date) ? 0 : -1;
  return years.has(date.slice(0, YEAR_LENGTH)) || !yearsIn(unit.text).isDisjointFrom(years) ? 1 : -1;
}

/** The heading that tells a date, as the page shows it; undefined where none does. */
export const dateHeading = (date: string, { headings }: Pick<Evidence, 'headings'>): string | undefined =>
  headings.findLast((heading) => dateAt(heading)?.date === date);

/** Whether a text tells a time that is none without the date it was written on: "last summer". */
export function isRelative(text: string, language: string): boolean {
  return known(packOf(language)?.relativeTimes)?.test(text) ?? false;
}

/** Whether a date is that of an entry: the page has others too. */
export const isOfEntry = (date: string, { td_id }: Evidence, evidence: readonly Evidence[]): boolean =>
  evidence.some((other) => other.td_id === td_id && other.units.some((unit) => (unit.date ?? date) !== date));
