import { expectedAnswerTypes } from './expected-answer-types.ts';

/** By which words a part of the day is asked for in a language, and its hours. */
type DayPart = readonly [phrase: RegExp, hours: ReadonlySet<number>];

/** Where one part of the day ends and the next begins, people do not agree: so many hours are of both. */
const BETWEEN_HOURS = 2;
const HOURS = 24;

const known = new Map<string, DayPart[]>();

/** The parts of the day as the platform calls them: "in the morning" → 0–11. */
function dayParts(language: string): DayPart[] {
  let parts = known.get(language);
  if (!parts) {
    const format = new Intl.DateTimeFormat(language === 'und' ? 'en' : language, {
      hour: 'numeric',
      hour12: true,
      dayPeriod: 'long',
      timeZone: 'UTC',
    });
    const nameOf = (hour: number): string =>
      format.formatToParts(Date.UTC(2001, 0, 1, hour)).find(({ type }) => type === 'dayPeriod')?.value ?? '';
    const byName = Map.groupBy(
      Array.from({ length: HOURS }, (_, hour) => hour),
      nameOf,
    );
    parts = [...byName]
      .filter(([name]) => name !== '')
      .map(([name, hours]) => [phraseOf(name), withNeighbours(hours)]);
    known.set(language, parts);
  }
  return parts;
}

/**
 * The phrase without the little word before it, which may be another: "in the morning", "on the morning". The
 * noun alone may mean something else: "mañana" is tomorrow.
 */
function phraseOf(name: string): RegExp {
  const words = folded(name).split(' ');
  const kept = words.length > 1 ? words.slice(1) : words;
  // A full stop of an abbreviation stands for itself as well.
  const phrase = kept.join(' ');
  return new RegExp(unspaced.test(name) ? phrase : String.raw`(?<!\p{L})${phrase}(?!\p{L})`, 'u');
}

const folded = (text: string): string => text.toLowerCase().replaceAll('’', "'");

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Thai}]/u;

/** What holds late in the evening holds until the morning: "on the last night". */
const LATE_HOUR = 22;
const NIGHT_HOURS = Array.from({ length: 6 }, (_, hour) => hour);

const withNeighbours = (hours: readonly number[]): ReadonlySet<number> =>
  new Set(
    [...hours, ...(hours.includes(LATE_HOUR) ? NIGHT_HOURS : [])].flatMap((hour) =>
      Array.from({ length: 2 * BETWEEN_HOURS + 1 }, (_, n) => (hour + n - BETWEEN_HOURS + HOURS) % HOURS),
    ),
  );

const clock = new RegExp(
  [
    String.raw`(?<![\p{N}:.,])(?<hour>[01]?\p{Nd}|2[0-4])(?:[:.h](?<minute>[0-5]\p{Nd})(?![:.,]?\p{N}))?`,
    String.raw`(?: ?(?<half>[ap])\.?m\.?| ?(?<full>uhr|o['’]clock|heures?|[時点點시]))?`,
    String.raw`(?![\p{Script=Latin}\p{Script=Cyrillic}\p{N}])`,
  ].join(''),
  'giu',
);

/** The hours of the clock that a text tells; one that may be of either half of the day is two. */
function hoursIn(text: string): number[] {
  return [...text.matchAll(clock)].flatMap(({ groups = {} }) => {
    const { hour: digits = '', minute, half, full } = groups;
    if (minute === undefined && half === undefined && full === undefined) return [];
    const hour = Number(digits) % HOURS;
    if (half !== undefined) return [(hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)];
    return hour > 0 && hour <= 12 && !digits.startsWith('0') ? [hour, (hour + 12) % HOURS] : [hour];
  });
}

/**
 * Whether a time is asked for that is of a part of the day ("When … in the morning?"), and a text tells times
 * of others alone: "at 19:30".
 */
export function tellsOtherDayPart(question: string, language: string, text: string): boolean {
  if (!expectedAnswerTypes(question, language).has('time')) return false;
  const asked = dayParts(language).filter(([phrase]) => phrase.test(folded(question)));
  if (asked.length === 0) return false;
  const told = hoursIn(text);
  return told.length > 0 && !told.some((hour) => asked.some(([, hours]) => hours.has(hour)));
}
