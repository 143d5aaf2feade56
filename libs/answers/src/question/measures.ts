import { known, languagesWith, packOf, type Measure } from '@persona/languages';
import { countingSource } from './expected-answer-types.ts';

/** Symbols of units, which every language writes alike. */
const symbols: Readonly<Partial<Record<Measure, string>>> = {
  extent: 'km|cm|mm|m|ft|in|mi|nm|ha|m²|m2|km²|sqm',
  duration: 'h|min|s',
  weight: 'kg|g|t|lbs?|oz|mg',
  speed: String.raw`km\/h|kmh|kph|mph|kn|kts?|m\/s|kW|MW|W|hp`,
  temperature: '°\\s?[CF]?|℃',
  money: '[$€£¥₹元]|USD|EUR|GBP|CHF|SEK|DKK|NOK|kr',
};
const currencyBefore = String.raw`(?:[$€£¥₹]|USD|EUR|GBP|CHF)\s?\p{Nd}`;

const unspaced = languagesWith('unspaced');
const compiled = new Map<string, [measure: Measure, asked: RegExp, told: RegExp][]>();

/**
 * Forms of a language. Between a number and its unit a word may stand ("21 nautical miles"), or a hyphen
 * ("nine-metre").
 */
function formsOf(language: string): [Measure, RegExp, RegExp][] {
  let forms = compiled.get(language);
  if (!forms) {
    forms = Object.entries(known(packOf(language)?.measures) ?? {}).map(([name, { asked, told }]) => {
      const measure = name as Measure;
      const number = String.raw`(?:${countingSource})[\p{Nd}.,/]*`;
      const words = told.replaceAll(/#([ -])?/gu, (_, space: string | undefined) =>
        space === undefined ? number : String.raw`${number}[\s-]+(?:\p{L}+[\s-]+)?`,
      );
      const symbol = symbols[measure];
      const unit = symbol === undefined ? '' : String.raw`|\p{Nd}\s?(?:${symbol})(?![\p{L}\p{N}])`;
      const units = measure === 'money' ? `${unit}|${currencyBefore}` : unit;
      const end = unspaced.has(language) || words.endsWith('\\d') ? '' : String.raw`(?!\p{L})`;
      return [measure, new RegExp(asked, 'u'), new RegExp(`(?:${words})${end}${units}`, 'iu')];
    });
    compiled.set(language, forms);
  }
  return forms;
}

/** The measures that a question asks for, any of which answers it: "how long" is a length or a duration. */
export function askedMeasures(question: string, language: string): ReadonlySet<Measure> {
  const text = question.toLowerCase();
  return new Set(formsOf(language).flatMap(([measure, asked]) => (asked.test(text) ? [measure] : [])));
}

const MAX_ASKING_WORDS = 3;

/** Where a question asks for a measure, to the end of its word: "quanto dista", "wie teuer". */
export function measureSpans(question: string, language: string): { start: number; end: number }[] {
  const text = question.toLowerCase();
  return formsOf(language).flatMap(([measure, asked]) => {
    const found = asked.exec(text);
    const words = found?.[0].split(' ') ?? [];
    // A longer form has what is asked about in its middle: "what does the tour cost".
    if (!found || words.length > MAX_ASKING_WORDS) return [];
    // "The weight" is named where it is told as well.
    if (words.some((word) => measureLabels(measure, language).split(' ').includes(word))) return [];
    const end = found.index + found[0].length;
    const rest = /^\p{L}+/u.exec(text.slice(end))?.[0].length ?? 0;
    return [{ start: found.index, end: /\p{L}$/u.test(found[0]) ? end + rest : end }];
  });
}

/** Whether a text tells one of some measures: a number with its unit. */
export const tellsMeasure = (measures: ReadonlySet<Measure>, text: string, language: string): boolean =>
  formsOf(language).some(([measure, , told]) => measures.has(measure) && told.test(text));

/** The words by which labels of a language name a measure, separated by spaces. */
export const measureLabels = (measure: Measure, language: string): string =>
  known(packOf(language)?.measures)?.[measure].labels ?? '';
