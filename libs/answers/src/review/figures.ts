import { calendarNames } from '../calendar-names.ts';
import { inDigits, NUMBER, toAscii } from '../generate/facts.ts';

/**
 * The figures of a sentence by what they tell, each written one way: what two sentences on the same thing can
 * contradict each other in.
 */
export interface Figures {
  /** How many of what, how much, what share: counts by unit, sums by currency, per cent as `%`. */
  amounts: Map<string, Set<string>>;
  /** When: years, days as `5-17` (month first), weekdays from 0, minutes of the day. */
  years: Set<string>;
  days: Set<string>;
  weekdays: Set<string>;
  minutes: Set<string>;
  /** Every number in the order of the sentence. */
  sequence: string[];
}

const number = String.raw`\p{Nd}+(?:[.,’'\u00a0\u202f]\p{Nd}+)*`;
const code =
  'USD|EUR|GBP|CHF|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|RUB|UAH|TRY|JPY|CNY|KRW|INR|BRL|MXN|CAD|AUD|NZD|ZAR|ILS';
const sumBehind = new RegExp(String.raw`(\p{Sc}|(?<!\p{L})(?:${code}|Fr\.|kr\.?|R\$))\s?(${number})`, 'gu');
const sumBefore = new RegExp(
  String.raw`(${number})\s?(\p{Sc}|(?:${code}|Fr\.|kr|zł|Kč)(?!\p{L})|元|円|원)`,
  'gu',
);
const share = new RegExp(String.raw`(${number})\s?[%％٪]`, 'gu');
const measures = 'm|km|cm|mm|kg|g|t|l|dl|ml|w|kw|v|ms|s|h|kb|mb|gb|ft|lb|oz|mi';
const count = new RegExp(String.raw`(?<![\p{L}\p{Nd}.,:/-])(${number})[ \u00a0\u202f-]?(\p{L}+)`, 'gu');
const isMeasure = new RegExp(`^(?:${measures})$`, 'u');
const year = new RegExp(
  String.raw`(?<![\p{Nd}.,:/$€£¥-])(1[0-9]|20)\p{Nd}{2}(?!\p{Nd}|[.,:]\p{Nd}|[ \u00a0]?(?:[%％]|\p{Sc}|(?:${measures})\b))`,
  'gu',
);
const clock = new RegExp(
  [
    String.raw`(?<![\p{Nd}.,:-])(?<hour>[01]?\d|2[0-4])[:h](?<minute>[0-5]\d)(?::[0-5]\d)?(?:\s?(?<half>[ap])\.?m(?!\p{L}))?`,
    String.raw`(?<![\p{Nd}.,:-])(?<hour>1[0-2]|[1-9])\s?(?<half>[ap])\.?m(?!\p{L})`,
    String.raw`(?<![\p{Nd}.,:-])(?<hour>[01]?\d|2[0-4])(?:[.:](?<minute>[0-5]\d))?\s?(?:Uhr|h(?:eures?)?|[点點时時시])(?!\p{Script=Latin})`,
  ].join('|'),
  'giu',
);

/** What is said of a number word for word, as it counts: 1,234 is 1234 or 1.234; 120.40 is 120.4 alone. */
function amountsOf(written: string): string[] {
  const parts = written.replace(/\p{Nd}/gu, toAscii).split(/[.,’'\u00a0\u202f]/);
  const plain = (digits: string) => digits.replace(/^0+(?=\d)/, '');
  const last = parts.at(-1) ?? '';
  const whole = plain(parts.join(''));
  if (parts.length === 1) return [whole];
  const fraction = `${plain(parts.slice(0, -1).join(''))}.${last.replace(/0+$/, '')}`.replace(/\.$/, '');
  return last.length === 3 ? (parts.length > 2 ? [whole] : [whole, fraction]) : [fraction];
}

export function figuresOf(sentence: string, language: string): Figures {
  const amounts = new Map<string, Set<string>>();
  const add = (unit: string, written: string): void => {
    const known = amounts.get(unit) ?? new Set();
    for (const amount of amountsOf(written)) known.add(amount);
    amounts.set(unit, known);
  };
  const text = inDigits(sentence, language);
  const { days, weekdays, rest } = takeDays(text, language);
  const minutes = new Set<string>();
  const counted = rest.replace(clock, (found: string, ...groups: unknown[]) => {
    const { hour, minute = '0', half } = groups.at(-1) as Record<string, string | undefined>;
    const past = half?.toLowerCase() === 'p' ? 12 : 0;
    minutes.add(String(((half ? Number(hour) % 12 : Number(hour)) + past) * 60 + Number(minute)));
    return ' '.repeat(found.length);
  });
  for (const [, currency = '', sum = ''] of counted.matchAll(sumBehind)) add(currencyOf(currency), sum);
  for (const [, sum = '', currency = ''] of counted.matchAll(sumBefore)) add(currencyOf(currency), sum);
  for (const [, percent = ''] of counted.matchAll(share)) add('%', percent);
  for (const [, written = '', word = ''] of counted.matchAll(count)) {
    const unit = word.toLowerCase();
    if (/^(?:1[0-9]|20)\d{2}$/.test(written) || (unit.length < 3 && !isMeasure.test(unit))) continue;
    add(unit.replace(/(?<=\p{L}{3})(?:es|s)$/u, ''), written);
  }
  return {
    amounts,
    days,
    weekdays,
    minutes,
    years: new Set([...rest.matchAll(year)].map(([found]) => found.replace(/\p{Nd}/gu, toAscii))),
    sequence: [...text.matchAll(NUMBER)].map(([written]) => amountsOf(written)[0] ?? ''),
  };
}

/** Whether a word is a figure itself: a number, in digits or spelled, or a day of the week. */
export const isFigure = (word: string, language: string): boolean =>
  /\p{Nd}/u.test(word) ||
  inDigits(word, language) !== word ||
  calendarNames(language).weekdays.some((name) => word.startsWith(name));

const currencyOf = (mark: string): string => mark.replace(/\.$/, '').toUpperCase();

/** Whether two sentences on the same thing count, weigh, price or share it differently. */
export const differInAmount = (one: Figures, other: Figures): boolean =>
  [...one.amounts].some(([unit, amounts]) => {
    const others = other.amounts.get(unit);
    return others !== undefined && amounts.isDisjointFrom(others);
  });

/** Whether two sentences on the same thing, each of which names one time, name different ones. */
export const differInTime = (one: Figures, other: Figures): boolean =>
  differ(one.years, other.years, 1) ||
  differ(one.days, other.days, 1) ||
  differ(one.weekdays, other.weekdays, 1) ||
  // From when to when.
  differ(one.minutes, other.minutes, 2);

/** Whether two sentences of the same words have other numbers in the same places. */
export const differInNumbers = ({ sequence: one }: Figures, { sequence: other }: Figures): boolean =>
  one.length > 0 && one.length === other.length && one.toSorted().join(' ') !== other.toSorted().join(' ');

const differ = (some: ReadonlySet<string>, others: ReadonlySet<string>, max: number): boolean =>
  some.size > 0 && some.size <= max && some.size === others.size && some.symmetricDifference(others).size > 0;

/** Takes days of the year and of the week out of a text, so that their numbers count nothing else. */
function takeDays(text: string, language: string) {
  const names = calendarNames(language);
  const days = new Set<string>();
  const weekdays = new Set<string>();
  const blank = (found: string): string => ' '.repeat(found.length);
  const indexOf = (list: readonly string[], found: string): number =>
    list.findIndex((name) => found.toLowerCase().startsWith(name)) % 12;
  let rest = text.replace(
    /(?<![\p{Nd}.,/-])(\d{4})-(\d{1,2})-(\d{1,2})(?!\p{Nd})|(?<![\p{Nd}.,/-])(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号]/gu,
    (_, y1, m1, d1, y2, m2, d2) => {
      days.add(`${Number(m1 ?? m2)}-${Number(d1 ?? d2)}`);
      return ` ${y1 ?? y2} `;
    },
  );
  rest = rest.replace(/(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号]/gu, (found, month, day) => {
    days.add(`${Number(month)}-${Number(day)}`);
    return blank(found);
  });
  rest = rest.replace(
    /(?<![\p{Nd}.,/-])(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\p{Nd}|[./]\p{Nd})/gu,
    (_, day, month, of: string) => {
      days.add(`${Number(month)}-${Number(day)}`);
      return ` ${of} `;
    },
  );
  rest = rest.replace(names.dayMonth, (found: string, ...groups: unknown[]) => {
    const { d1, m1, m2, d2 } = groups.at(-1) as Record<string, string | undefined>;
    days.add(`${indexOf(names.months, m1 ?? m2 ?? '') + 1}-${Number(d1 ?? d2)}`);
    return blank(found);
  });
  rest = rest.replace(names.weekday, (found: string) => {
    weekdays.add(String(names.weekdays.findIndex((name) => found.toLowerCase().startsWith(name)) % 7));
    return blank(found);
  });
  return { days, weekdays, rest };
}
