import type { Marks } from './marks.ts';

/** A date that a line begins with shows a digit within so many characters. */
const MAX_DATE = 40;

let months: ReadonlyMap<string, number> | undefined;
/** The number of the month of this name. Names are made when first asked for: most processes never ask. */
const monthOf = (name: string | undefined): number | undefined =>
  (months ??= monthNames()).get((name ?? '').toLowerCase());

function monthNames(): Map<string, number> {
  const names = new Map<string, number>();
  for (const language of 'en de fr es it pt nl sv da nb fi pl cs sk hu ro ru uk tr el hr sl bg ca et lt lv id'.split(
    ' ',
  )) {
    for (const [style, context] of [
      ['long', true],
      ['long', false],
      ['short', true],
    ] as const) {
      const format = new Intl.DateTimeFormat(language, {
        month: style,
        ...(context ? { day: 'numeric' } : {}),
        timeZone: 'UTC',
      });
      for (let month = 0; month < 12; month++) {
        const part = format
          .formatToParts(new Date(Date.UTC(2001, month, 15)))
          .find(({ type }) => type === 'month');
        const name = part?.value.toLowerCase().replace(/\.$/, '') ?? '';
        if (/^\p{L}{3,}$/u.test(name) && !names.has(name)) names.set(name, month + 1);
      }
    }
  }
  return names;
}

const year = String.raw`(1[5-9]\d{2}|20\d{2})`;
/** Every date has one, and most lines have none. */
const hasYear = new RegExp(year);
const weekday = String.raw`(?:\p{L}{2,12}\.?,? )?`;
const iso = new RegExp(
  String.raw`^[[(]?${weekday}${year}-(\d{1,2})(?:-(\d{1,2}))?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?[\])]?`,
  'u',
);
const numeric = new RegExp(String.raw`^[[(]?${weekday}(\d{1,2})[./](\d{1,2})[./]${year}[\])]?`, 'u');
const dayFirst = new RegExp(
  String.raw`^(?:\p{L}+,? )?(\d{1,2})(?:\.|st|nd|rd|th|er|º)?(?: de| of)? (\p{L}{3,})\.?,?(?: de| del| do)? ${year}`,
  'iu',
);
const monthFirst = new RegExp(
  String.raw`^(?:\p{L}+,? )?(\p{L}{3,})\.? (\d{1,2})(?:st|nd|rd|th)?,? ${year}`,
  'iu',
);
const monthOnly = new RegExp(String.raw`^(\p{L}{3,})\.?,?(?: de| del| do)? ${year}`, 'iu');
const eastern = new RegExp(
  String.raw`^${year}\s?[年년]\s?(?:(\d{1,2})\s?[月월]\s?(?:(\d{1,2})\s?[日일号]?)?)?`,
);
const yearOnly = new RegExp(String.raw`^[[(]?${year}[\])]?(?![\d.,/-]*\d)`);

/**
 * The date that a line begins with, as `2024-05-01`, `2024-05` or `2024`, and where it ends; undefined for
 * none.
 */
export function dateAt(line: string): { date: string; length: number } | undefined {
  if (!hasYear.test(line) || !/\d/.test(line.slice(0, MAX_DATE))) return undefined;
  const make = (found: RegExpExecArray, y: string, m?: number, d?: number) => {
    if (m !== undefined && (m < 1 || m > 12)) return undefined;
    if (d !== undefined && (d < 1 || d > 31)) return undefined;
    const two = (value: number) => String(value).padStart(2, '0');
    return {
      date: [y, ...(m === undefined ? [] : [two(m)]), ...(d === undefined ? [] : [two(d)])].join('-'),
      length: found[0].length,
    };
  };
  let found = iso.exec(line);
  if (found) return make(found, found[1] ?? '', Number(found[2]), found[3] ? Number(found[3]) : undefined);
  found = numeric.exec(line);
  if (found) {
    const [first, second] = [Number(found[1]), Number(found[2])];
    // The day comes first but in American dates, which are known when the second number is no month.
    return second > 12
      ? make(found, found[3] ?? '', first, second)
      : make(found, found[3] ?? '', second, first);
  }
  found = eastern.exec(line);
  if (found)
    return make(
      found,
      found[1] ?? '',
      found[2] ? Number(found[2]) : undefined,
      found[3] ? Number(found[3]) : undefined,
    );
  found = dayFirst.exec(line);
  let month = found ? monthOf(found[2]) : undefined;
  if (found && month) return make(found, found[3] ?? '', month, Number(found[1]));
  found = monthFirst.exec(line);
  month = found ? monthOf(found[1]) : undefined;
  if (found && month) return make(found, found[3] ?? '', month, Number(found[2]));
  found = monthOnly.exec(line);
  month = found ? monthOf(found[1]) : undefined;
  if (found && month) return make(found, found[2] ?? '', month);
  found = yearOnly.exec(line);
  return found ? make(found, found[1] ?? '') : undefined;
}

const timeOfDay = String.raw`\d{1,2}:\d{2}(?::\d{2})?(?:[ \u202f]?[ap]\.?m\.?)?`;
const entryMark = new RegExp(
  String.raw`^(?:,?\s*${timeOfDay}[\])]?)?\s*(?:[:：|]|[-–—](?=\s)|$)\s*|^,?\s*${timeOfDay}[\])]?\s+`,
  'iu',
);
const dayOfYear =
  /^(?:\p{L}+,? )?(?:(\d{1,2})(?:\.|st|nd|rd|th|er|º)?(?: de| of)? (\p{L}{3,})|(\p{L}{3,}) (\d{1,2})(?:st|nd|rd|th)?)[.:]?$/iu;

/**
 * The date of an entry that a line begins: the date, then its end or a mark, not a sentence that only begins
 * with one, and not a period such as `2017 – 2020`. A day alone on its line is of the year that the page told
 * last.
 */
export function entryDate(
  line: string,
  { beginsWithNow }: Pick<Marks, 'beginsWithNow'>,
  lastYear?: string,
): { date: string; length: number } | undefined {
  const found = dateAt(line);
  if (!found) return lastYear === undefined || line.length > MAX_DATE ? undefined : dayIn(lastYear, line);
  const rest = line.slice(found.length);
  const mark = entryMark.exec(rest);
  const after = rest.slice(mark?.[0].length ?? 0);
  if (mark && /[-–—]/.test(mark[0]) && (beginsWithNow(after) || dateAt(after))) return undefined;
  return mark || /^[[(]/.test(line)
    ? { date: found.date, length: found.length + (mark?.[0].length ?? 0) }
    : undefined;
}

const dayInText =
  /^(?:(\d{1,2})(?:\.|st|nd|rd|th|er|º)?(?: de| of)? (\p{L}{3,})|(\p{L}{3,}) (\d{1,2})(?:st|nd|rd|th)?)(?!\p{L})/iu;

/** The day of any year that a text begins with, as `05-01`, and how long it is. */
export function dayAt(text: string): { day: string; length: number } | undefined {
  const found = dayInText.exec(text);
  const date = found && dayIn('2000', found[0]);
  return date ? { day: date.date.slice('2000-'.length), length: found[0].length } : undefined;
}

function dayIn(year: string, line: string): { date: string; length: number } | undefined {
  const found = dayOfYear.exec(line.trim());
  const month = found ? monthOf(found[2] ?? found[3]) : undefined;
  const day = Number(found?.[1] ?? found?.[4]);
  if (!found || month === undefined || day < 1 || day > 31) return undefined;
  const two = (value: number) => String(value).padStart(2, '0');
  return { date: `${year}-${two(month)}-${two(day)}`, length: line.length };
}

const DATE_FIELDS = [
  'date',
  'published',
  'publishdate',
  'pubdate',
  'article:published_time',
  'created',
  'updated',
];

/** The date of the whole page, as its front matter or head has it. */
export function pageDate(fields: ReadonlyMap<string, string>): string | undefined {
  for (const name of DATE_FIELDS) {
    const found = dateAt(fields.get(name) ?? '');
    if (found) return found.date;
  }
  return undefined;
}
