import { languagesWith } from '@persona/languages';
import { swappedWords, type Unit } from '@persona/text';
import type { Evidence } from '../evidence.ts';
import type { ReadQuestion } from '../question/read-question.ts';
import { askedOfPersona } from '../question/asked-of-persona.ts';
import { termsOf } from './terms.ts';

export interface PassageTerms {
  counts: Map<string, number>;
  length: number;
  title: Set<string>;
  /** All of it in lower case, for names. */
  written: string;
}

/** A word that is only part of another is found, but less often than it seems. */
export const COMPOUND_COUNT = 0.5;
/** A word that people say for another counts for less than that. */
export const SWAPPED_COUNT = 0.5;
/** Languages that write compounds as one word: "Leuchtturm" is asked for, "Leuchtturmwärter" stands there. */
export const compounding = languagesWith('compounds').union(new Set(['zh']));
const MIN_COMPOUND_PART_CHARACTERS = 5;
/** What a compound ends with says what it is: "Anfängerkurs" is a "Kurs". The shorter, the more before it. */
const MIN_COMPOUND_HEAD_CHARACTERS = 3;
const MIN_BEFORE_HEAD_CHARACTERS = [Infinity, Infinity, Infinity, 5, 3];

/** A Chinese noun that alone has a suffix, and behind another none: "箱子", "蜂箱". */
const withSuffix = /^(\p{Script=Han})子$/u;

/**
 * The question's words that stand here only as part of a longer word, or of which only a part stands here.
 */
export function partsOf(
  words: Iterable<string>,
  here: { has(term: string): boolean; keys(): Iterable<string> },
): string[] {
  const found: string[] = [];
  for (const word of words) {
    const noun = withSuffix.exec(word)?.[1];
    if ((word.length < MIN_COMPOUND_HEAD_CHARACTERS && noun === undefined) || here.has(word)) continue;
    for (const other of here.keys()) {
      const isCompound = noun !== undefined && other.length === 2 && other.endsWith(noun);
      if (isCompound || isPart(word, other) || isPart(other, word)) {
        found.push(word);
        break;
      }
    }
  }
  return found;
}

const isPart = (part: string, whole: string): boolean =>
  (part.length >= MIN_COMPOUND_PART_CHARACTERS && whole.includes(part)) ||
  (part.length < MIN_COMPOUND_PART_CHARACTERS &&
    whole.length - part.length >= (MIN_BEFORE_HEAD_CHARACTERS[part.length] ?? Infinity) &&
    whole.endsWith(part));

/**
 * The question's words that do not stand here, but one does that people say for them: "price" where "cost" is
 * asked.
 */
export function saidOtherwise(
  words: Iterable<string>,
  here: { has(term: string): boolean },
  language: string,
): string[] {
  const found: string[] = [];
  for (const word of words)
    if (
      !here.has(word) &&
      swappedWords(word, language)
        ?.values()
        .some((other) => here.has(other))
    )
      found.push(word);
  return found;
}

export function termsOfPassage(
  { title, headings, units, language }: Evidence,
  { same, told }: Pick<ReadQuestion, 'same' | 'told'>,
): PassageTerms {
  const spoken = units.map((unit) => spokenText(unit, language));
  const text = spoken.join('\n');
  const counts = new Map<string, number>();
  let length = 0;
  const terms = new Set<string>();
  for (const { term } of termsOf(`${title}\n${headings.join('\n')}`, language, same)) {
    terms.add(term);
    counts.set(term, (counts.get(term) ?? 0) + 1);
    length++;
  }
  for (const one of spoken)
    for (const { term } of termsOf(one, language, same)) {
      counts.set(term, (counts.get(term) ?? 0) + 1);
      length++;
    }
  if (told?.form?.test(text)) counts.set(told.word, (counts.get(told.word) ?? 0) + 1);
  return { counts, length, title: terms, written: [title, ...headings, text].join('\n').toLowerCase() };
}

/** What a unit is matched by: itself, with the question or label that it belongs to. */
export const spokenText = ({ label, labelled, value, text }: Unit, language: string): string =>
  label !== undefined && (value === undefined || labelled === 'columns')
    ? `${labelled === 'question' ? askedOfPersona(label, language) : label}\n${text}`
    : text;

export type Weigh = (term: string) => number;

/**
 * Inverse document frequency as of BM25, estimated as if the evidence were an eighth of the store. What fills
 * the evidence is surely more frequent beyond it than what is rare in it, so its count grows faster; it never
 * counts for nothing.
 */
export function weigher(passages: readonly PassageTerms[]): Weigh {
  const known = new Map<string, number>();
  const total = Math.max(8 * passages.length, 8);
  return (term) => {
    let weight = known.get(term);
    if (weight === undefined) {
      let holding = 0;
      for (const { counts } of passages) if (counts.has(term)) holding++;
      const estimate = holding * (1 + 3 * (holding / passages.length) ** 2);
      weight = Math.log(1 + (total - estimate + 0.5) / (estimate + 0.5));
      known.set(term, weight);
    }
    return weight;
  };
}

export function bm25(
  { counts, length }: PassageTerms,
  { factors }: ReadQuestion,
  weigh: Weigh,
  average: number,
): { score: number; share: number } {
  let score = 0;
  let highest = 0;
  for (const [term, factor] of factors) {
    const weight = factor * weigh(term);
    const count = counts.get(term) ?? 0;
    highest += weight * 2.2;
    score += (weight * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * length) / average));
  }
  return { score, share: highest > 0 ? score / highest : 0 };
}

export function shareOf(terms: Iterable<string>, holds: (term: string) => boolean, weigh: Weigh): number {
  let found = 0;
  let all = 0;
  for (const term of terms) {
    const weight = weigh(term);
    all += weight;
    if (holds(term)) found += weight;
  }
  return all > 0 ? found / all : 0;
}
