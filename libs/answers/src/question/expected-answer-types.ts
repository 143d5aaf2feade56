import { known, languages, languagesWith, packOf, type AnswerType } from '@persona/languages';
import { termsOf } from '../extract/terms.ts';
import { requestSpans } from './read-request.ts';

const compiled = new Map<string, [AnswerType, RegExp][]>();

function patternsOf(language: string): [AnswerType, RegExp][] {
  let patterns = compiled.get(language);
  if (!patterns) {
    patterns = Object.entries(known(packOf(language)?.questions) ?? {}).map(([wanted, form]) => [
      wanted as AnswerType,
      new RegExp(form, 'u'),
    ]);
    compiled.set(language, patterns);
  }
  return patterns;
}

/**
 * What a question wants, by the words it is asked with; empty for a language we do not know or a question of
 * another kind.
 */
export function expectedAnswerTypes(question: string, language: string): Set<AnswerType> {
  const text = question.toLowerCase().trim();
  return new Set(
    patternsOf(language)
      .filter(([, pattern]) => pattern.test(text))
      .map(([wanted]) => wanted),
  );
}

/**
 * Where a question says what kind of answer it wants ("how many", "in what year"): words that its answer need
 * not repeat.
 */
export function askingSpans(question: string, language: string): { start: number; end: number }[] {
  const text = question.toLowerCase();
  // A letter that changes its length in lower case would shift every offset behind it.
  if (text.length !== question.length) return [];
  const pack = packOf(language);
  const classNouns = known(pack?.classNouns);
  return patternsOf(language)
    .flatMap(([wanted, pattern]) => {
      // These two reach over the words that are asked about.
      if (wanted === 'list' || wanted === 'manner') return [];
      // The verb stands apart: "how much does it cost".
      if (wanted === 'price') return [...text.matchAll(new RegExp(pattern, 'gu'))].flatMap(spanOf);
      return spanOf(pattern.exec(text));
    })
    .concat(
      requestSpans(question, language),
      [pack?.emptyWords, pack?.presently].flatMap((words) =>
        words ? [...text.matchAll(words)].flatMap(spanOf) : [],
      ),
      classNouns && expectedAnswerTypes(question, language).has('definition')
        ? [...text.matchAll(classNouns)].flatMap(spanOf)
        : [],
    );
}

const spanOf = (found: RegExpExecArray | null | undefined): { start: number; end: number }[] =>
  found ? [{ start: found.index, end: found.index + found[0].length }] : [];

const times = new Map<string, RegExp>();

/** Names of days that are also other words: environment, market. */
const ambiguousDays: ReadonlySet<string> = new Set(['среда', 'pazar']);
const MIN_DAY_LETTERS = 5;

function timesOf(language: string): RegExp {
  let pattern = times.get(language);
  if (!pattern) {
    let names: string[] = [];
    try {
      const format = (part: 'month' | 'weekday') =>
        new Intl.DateTimeFormat(language === 'und' ? 'en' : language, { [part]: 'long', timeZone: 'UTC' });
      const [month, weekday] = [format('month'), format('weekday')];
      const days = Array.from({ length: 7 }, (_, day) =>
        weekday.format(new Date(Date.UTC(2000, 0, 2 + day))),
      ).filter((day) => day.length >= MIN_DAY_LETTERS && !ambiguousDays.has(day.toLowerCase()));
      names = [
        ...Array.from({ length: 12 }, (_, n) => month.format(new Date(Date.UTC(2000, n, 15)))),
        ...days,
      ];
    } catch {
      // Not a language Intl knows: years still count.
    }
    const words = names.filter((name) => /^\p{L}{3,}$/u.test(name));
    pattern = new RegExp(
      [
        String.raw`(?<![\p{N}.,:$€£#])\p{Nd}{4}(?!\p{N}|[-–]\p{L}|[.,:]\p{N})`,
        String.raw`\p{Nd}[年月日]`,
        // A time of day.
        String.raw`(?<![\p{N}:.])(?:[01]?\p{Nd}|2[0-4])[:.h][0-5]\p{Nd}(?![\p{N}:.])`,
        String.raw`(?<!\p{N})\p{Nd}{1,2} ?(?:[ap]\.?m\.?|o['’]clock|Uhr|heures?)(?!\p{L})`,
        ...words.map((word) => `(?<!\\p{L})${eitherCase(word)}`),
      ].join('|'),
      'u',
    );
    times.set(language, pattern);
  }
  return pattern;
}

/** A name that is written with a capital is one only so: "may" is no month. Others may begin a sentence. */
const eitherCase = (name: string): string => {
  const [first = '', ...rest] = name;
  return `[${first}${first.toUpperCase()}]${rest.join('')}`;
};

const withCapitalNouns = languagesWith('capital-nouns');
const unspaced = languagesWith('unspaced');

/**
 * The source of an expression for a number in digits, or a word of any language that counts: inside of others
 * where words have no spaces.
 */
export const countingSource = (() => {
  const quantities = (within: boolean) =>
    languages
      .filter(({ code }) => unspaced.has(code) === within)
      .flatMap((pack) => known(pack.quantities)?.split(' ') ?? []);
  const alone = String.raw`(?<!\p{L})(?:${quantities(false).join('|')})(?!\p{L})`;
  return [String.raw`\p{Nd}`, ...quantities(true), alone].join('|');
})();
const counting = new RegExp(countingSource, 'iu');

/**
 * Whether a text has in it what the question wants: a number for "how many", a name that was not in the
 * question for "who".
 */
export function offers(
  wanted: AnswerType,
  text: string,
  language: string,
  asked: ReadonlySet<string>,
): boolean {
  switch (wanted) {
    case 'number':
    case 'price':
      return counting.test(text);
    case 'time':
      return tellsTime(text, language, asked);
    case 'reason':
      return known(packOf(language)?.causes)?.test(text) ?? false;
    case 'person':
      return namesPerson(text, language, asked) || hasOtherName(text, language, asked);
    case 'place':
      return hasOtherName(text, language, asked);
    default:
      return false;
  }
}

const people = new Map<string, RegExp | undefined>();

/** Whether a text has a word for a person that the question does not name itself: "my uncle". */
function namesPerson(text: string, language: string, asked: ReadonlySet<string>): boolean {
  if (!people.has(language)) {
    const words = known(packOf(language)?.people)?.split(' ').join('|');
    people.set(language, words ? new RegExp(`(?<!\\p{L})(?:${words})s?(?!\\p{L})`, 'giu') : undefined);
  }
  const found = text.match(people.get(language) ?? /(?!)/u) ?? [];
  return found.some((word) => !termsOf(word, language).some(({ term }) => asked.has(term)));
}

/** Whether a text has a time beside those that the question names itself. */
function tellsTime(text: string, language: string, asked: ReadonlySet<string>): boolean {
  const pattern = timesOf(language);
  if (!pattern.test(text)) return false;
  if (asked.size === 0) return true;
  return [...text.matchAll(new RegExp(pattern, 'gu'))].some(
    ([time]) => !termsOf(time, language).some(({ term }) => asked.has(term)),
  );
}

/**
 * Whether a text counts the very thing that "how many …" asks for: "16384 hash slots" for "how many hash
 * slots".
 */
export function countsAskedThing(question: string, text: string, language: string): boolean {
  const asking = patternsOf(language)
    .find(([wanted]) => wanted === 'number')?.[1]
    .exec(question.toLowerCase());
  if (!asking) return false;
  const after = asking.index + asking[0].length;
  const thing = termsOf(question, language).find(({ start, word }) => word && start >= after)?.term;
  if (thing === undefined) return false;
  const words = termsOf(text, language).filter(({ word }) => word);
  return words.some(
    ({ term }, i) =>
      term === thing &&
      words.slice(Math.max(0, i - 2), i).some(({ start, end }) => counting.test(text.slice(start, end))),
  );
}

/** Whether a capital shows a name in texts of a language. */
export const showsNames = (language: string): boolean =>
  !withCapitalNouns.has(language) && scriptsWithCapitals.has(packOf(language)?.script ?? 'Latin');

const scriptsWithCapitals: ReadonlySet<string> = new Set(['Latin', 'Cyrillic', 'Greek', 'Armenian']);

function hasOtherName(text: string, language: string, asked: ReadonlySet<string>): boolean {
  if (withCapitalNouns.has(language)) return false;
  let ended = true;
  let last: { end: number; asked: boolean } | undefined;
  for (const { term, word, start, end } of termsOf(text, language)) {
    if (!word) continue;
    const gap = text.slice(Math.max(0, start - 3), start);
    ended = start === 0 || /[.!?:“"«]\s*$/.test(gap);
    const isName = /^\p{Lu}/u.test(text.slice(start, start + 2));
    // "Redis Cluster" is no other name than the Redis that was asked about.
    const goesOn: boolean = last !== undefined && last.asked && text.slice(last.end, start) === ' ';
    if (!ended && isName && !goesOn && !asked.has(term)) return true;
    last = { end, asked: isName && (asked.has(term) || goesOn) };
  }
  return false;
}
