import { known, languages, languagesWith } from '@persona/languages';

/**
 * The hard facts of a sentence: what a model may not make up. Numbers, quoted words and names; everything
 * else may be said in other words.
 */
export interface Fact {
  kind: 'number' | 'quote' | 'name';
  text: string;
}

/** A text as facts are looked up in it. */
export interface FactSource {
  folded: string;
  numbers: ReadonlySet<string>;
  words: ReadonlySet<string>;
}

export const NUMBER = /\p{Nd}+(?:[.,’'\u00a0\u202f]\p{Nd}+)*/gu;
const QUOTED =
  /"([^"\n]{2,300})"|“([^”\n]{2,300})”|„([^“”\n]{2,300})[“”]|«([^»\n]{2,300})»|「([^」\n]{2,300})」|『([^』\n]{2,300})』/gu;
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’.-][\p{L}\p{M}\p{N}]+)*/gu;

/**
 * What number words are worth: in each language those that are seldom another word, and all in any language.
 */
const valueIn = new Map<string, ReadonlyMap<string, string>>();
const valueInAny = new Map<string, string>();
/** Common words of all languages that begin sentences and are no names. */
const commonFirstWords = new Set<string>();
for (const { code, numberWords, sentenceOpeners } of languages) {
  const numbers = known(numberWords);
  if (numbers) {
    const values = numbers.words.split(' ').map((word, value) => [word, String(value)] as const);
    for (const [word, value] of values) valueInAny.set(word, value);
    const ambiguous = numbers.ambiguous.split(' ');
    valueIn.set(code, new Map(values.filter(([word]) => !ambiguous.includes(word))));
  }
  for (const word of known(sentenceOpeners)?.split(' ') ?? []) commonFirstWords.add(word);
}
const withCapitalNouns = languagesWith('capital-nouns');

/** The ways a written number can be read: 1,234 is 1234, but may be 1.234 elsewhere; 007 is 7. */
function readings(written: string): string[] {
  const ascii = written.replace(/\p{Nd}/gu, toAscii);
  const plain = (digits: string) => digits.replace(/^0+(?=\d)/, '');
  const parts = ascii.split(/[.,’'\u00a0\u202f]/);
  const all = new Set<string>([plain(parts.join(''))]);
  if (parts.length === 2)
    all.add(`${plain(parts[0] ?? '')}.${(parts[1] ?? '').replace(/0+$/, '')}`.replace(/\.$/, ''));
  // Not a grouped number: a version, a date, a list of numbers. Of 1.4 neither part is a number of its own.
  if (parts.length > 2 && parts.slice(1).some((part) => part.length !== 3))
    for (const part of parts) all.add(plain(part));
  return [...all];
}

/** A digit of any script as 0 to 9. */
export function toAscii(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(codePoint - value - 1))) value++;
  return String(value);
}

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[’‘`´]/g, "'")
    .replaceAll(/[^\p{L}\p{N}']+/gu, ' ')
    .trim();

export function factSource(text: string): FactSource {
  const numbers = new Set<string>();
  for (const [written] of text.matchAll(NUMBER))
    for (const reading of readings(written)) numbers.add(reading);
  const words = new Set<string>();
  for (const [word] of text.toLowerCase().matchAll(WORD)) {
    const value = valueInAny.get(word);
    if (value !== undefined) numbers.add(value);
    for (const part of fold(word).split(/[' ]/)) words.add(part);
    words.add(fold(word));
  }
  return { folded: ` ${fold(text)} `, numbers, words };
}

/**
 * The facts of a sentence in `language`. Names are known by their capitals, so scripts without them, and
 * languages where all nouns have them, give none.
 */
export function factsOf(sentence: string, language: string): Fact[] {
  const facts: Fact[] = [];
  for (const found of sentence.matchAll(QUOTED)) {
    const text = found.slice(1).find((group) => group !== undefined) ?? '';
    if (/\p{L}/u.test(text)) facts.push({ kind: 'quote', text });
  }
  const spelled = valueIn.get(language);
  let previous: { text: string; end: number; isName: boolean } | undefined;
  for (const found of sentence.matchAll(WORD)) {
    const [text] = found;
    const gap = sentence.slice(previous?.end ?? 0, found.index);
    const begins = previous === undefined || /[.!?:…"“„«]\s*$/u.test(gap) || /^\s*["“„«(]/.test(gap);
    const isName = isNameLike(text, language, begins);
    if (isName) {
      facts.push({ kind: 'name', text });
      // "Marie Curie found …": the first word was capital for two reasons.
      if (
        previous &&
        !previous.isName &&
        gap === ' ' &&
        /^\p{Lu}\p{Ll}+$/u.test(previous.text) &&
        !withCapitalNouns.has(language)
      ) {
        facts.push({ kind: 'name', text: previous.text });
      }
    }
    const value = spelled?.get(text.toLowerCase());
    if (value !== undefined) facts.push({ kind: 'number', text: value });
    previous = { text, end: found.index + text.length, isName };
  }
  for (const [written] of sentence.matchAll(NUMBER)) facts.push({ kind: 'number', text: written });
  // A first word before a name is often no name itself ("In Paris"): only what is no common word of the
  // language would count.
  return facts.filter(({ kind, text }) => kind !== 'name' || !commonFirstWords.has(text.toLowerCase()));
}

function isNameLike(word: string, language: string, begins: boolean): boolean {
  if (/^\p{Lu}[\p{Lu}\p{N}]+$/u.test(word)) return true;
  if (!/^\p{Lu}/u.test(word) || begins || word === 'I') return false;
  return !withCapitalNouns.has(language) && !/^I['’]/u.test(word);
}

/** Whether a source has this fact. A name may be inflected; a quote must be there word for word. */
export function holds(source: FactSource, { kind, text }: Fact): boolean {
  if (kind === 'number') return readings(text).some((reading) => source.numbers.has(reading));
  if (kind === 'quote') return source.folded.includes(` ${fold(text)} `);
  const parts = fold(text)
    .split(/[' ]/)
    .filter((part) => part.length > 1);
  return parts.every((part) => source.words.has(part) || hasInflected(source.words, part));
}

function hasInflected(words: ReadonlySet<string>, name: string): boolean {
  if (name.length < 4) return false;
  const stem = name.slice(0, Math.max(4, name.length - 2));
  for (const word of words)
    if (word.startsWith(stem) && Math.abs(word.length - name.length) <= 3) return true;
  return false;
}

/**
 * Whether a source counts the same thing otherwise: the sentence says "142 metres", the source "37 metres"
 * and nowhere 142 of them. Two true numbers that changed places are found this way.
 */
export function contradictsCount(sentence: string, source: string): boolean {
  const counted = countsIn(sentence);
  if (counted.length === 0) return false;
  const known = countsIn(source);
  return counted.some(({ value, unit }) => {
    const same = known.filter((other) => other.unit === unit);
    return same.length > 0 && !same.some((other) => other.value.some((reading) => value.includes(reading)));
  });
}

/**
 * Whether a sentence counts with a number another thing than a source does, which knows nothing of that
 * thing: "120 cars" of a page that says "120 passengers".
 */
export function countsAnother(sentence: string, source: string, isKnown: (unit: string) => boolean): boolean {
  const known = countsIn(source);
  return countsIn(sentence).some(
    ({ value, unit, word }) =>
      known.some((other) => other.value.some((reading) => value.includes(reading))) &&
      !known.some((other) => other.unit === unit) &&
      !isKnown(word),
  );
}

function countsIn(text: string): { value: string[]; unit: string; word: string }[] {
  const counts: { value: string[]; unit: string; word: string }[] = [];
  for (const found of text.matchAll(
    /(\p{Nd}+(?:[.,’'\u00a0\u202f]\p{Nd}+)*)[ \u00a0\u202f-]?(\p{L}{1,})/gu,
  )) {
    const unit = fold(found[2] ?? '');
    // "In 1931 the": a year counts nothing.
    if (/^(1[5-9]|20)\p{Nd}{2}$/u.test(found[1] ?? '') || commonFirstWords.has(unit)) continue;
    if (unit.length > 2 || /^(m|km|cm|mm|kg|g|t|l|w|kw|v|ms|s|h|kb|mb|gb)$/.test(unit)) {
      counts.push({
        value: readings(found[1] ?? ''),
        unit: unit.replace(/(es|s)$/, ''),
        word: found[2] ?? '',
      });
    }
  }
  return counts;
}

/** Number words as digits: "thirty metres" and "30 metres" count the same. */
export const inDigits = (text: string, language: string): string =>
  text.replace(WORD, (word) => valueIn.get(language)?.get(word.toLowerCase()) ?? word);
