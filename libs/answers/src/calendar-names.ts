/** How a language calls days and months. */
export interface CalendarNames {
  /** Finds a weekday; a day of a month, with the groups `d1 m1` or `m2 d2`. */
  weekday: RegExp;
  weekdays: string[];
  dayMonth: RegExp;
  months: string[];
}

const known = new Map<string, CalendarNames>();

/** The names of months and weekdays as the platform knows them, with the endings that they may have. */
export function calendarNames(language: string): CalendarNames {
  const found = known.get(language);
  if (found) return found;
  const names = (options: Intl.DateTimeFormatOptions, part: 'month' | 'weekday', dates: readonly Date[]) => {
    const format = new Intl.DateTimeFormat(language === 'und' ? 'en' : language, {
      ...options,
      timeZone: 'UTC',
    });
    return dates.map((date) =>
      stem(format.formatToParts(date).find(({ type }) => type === part)?.value ?? ''),
    );
  };
  const firsts = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2001, month, 1)));
  // 1 January 2001 was a Monday.
  const week = Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2001, 0, day + 1)));
  const months = [
    ...names({ month: 'long' }, 'month', firsts),
    ...names({ month: 'long', day: 'numeric' }, 'month', firsts),
  ].filter((name) => /^\p{L}{3}/u.test(name));
  const weekdays = names({ weekday: 'long' }, 'weekday', week);
  const month = months.length === 24 ? `(?:${months.join('|')})\\p{L}{0,4}` : '(?!)';
  const isSpaced = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(weekdays[0] ?? '');
  const made: CalendarNames = {
    months: months.length === 24 ? months : [],
    weekdays,
    weekday: new RegExp(
      isSpaced
        ? String.raw`(?<!\p{L})(?:${weekdays.join('|')})\p{L}{0,4}(?!\p{L})`
        : `(?:${weekdays.join('|')})`,
      'giu',
    ),
    dayMonth: new RegExp(
      String.raw`(?<![\p{Nd}.,:])(?<d1>[12]?\d|3[01])(?:\.|st|nd|rd|th|er|º)?(?:\sde|\sof)?\s(?<m1>${month})(?!\p{L})|(?<!\p{L})(?<m2>${month})\s(?<d2>[12]?\d|3[01])(?:st|nd|rd|th)?(?![\p{Nd}:]|[.,]\p{Nd})`,
      'giu',
    ),
  };
  known.set(language, made);
  return made;
}

/** A name without the ending that it changes: "среда", "среду"; short ones stay whole. */
const stem = (name: string): string => {
  const lower = name.toLowerCase().replace(/\.$/, '');
  return /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]{5,}$/u.test(lower)
    ? lower.slice(0, -1)
    : lower;
};

/** Whether a word, in any case, is the name of a month or weekday. */
export const isCalendarName = (word: string, language: string): boolean => {
  const { months, weekdays } = calendarNames(language);
  return [...months, ...weekdays].some(
    (name) => word.toLowerCase().startsWith(name) && word.length < name.length + 4,
  );
};
