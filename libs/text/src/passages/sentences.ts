import { dateAt } from '../units/dates.ts';
import { known, languagesWith, packOf } from '@persona/languages';
import { isBlank } from '../reading/text-builder.ts';

export interface Span {
  start: number;
  end: number;
}

interface AbbreviationSets {
  words: ReadonlySet<string>;
  closing: ReadonlySet<string>;
}

const abbreviationSets = new Map<string, AbbreviationSets>();

/** Those of a language and the English ones, which hold everywhere. */
function abbreviationsOf(language: string): AbbreviationSets {
  let sets = abbreviationSets.get(language);
  if (!sets) {
    const english = known(packOf('en')?.abbreviations);
    const own = language === 'en' ? undefined : known(packOf(language)?.abbreviations);
    sets = {
      // Where a language adds none, the empty word is among them: then a point right behind a closing
      // quotation mark ends no sentence.
      words: new Set([...(english?.words.split(' ') ?? []), ...(own?.words ?? '').split(' ')]),
      closing: new Set([...(english?.closing.split(' ') ?? []), ...(own?.closing.split(' ') ?? [])]),
    };
    abbreviationSets.set(language, sets);
  }
  return sets;
}

const terminators = '.!?…。！？｡।॥؟۔։።';
/** Full stops of scripts that put no space after them. */
const closed = '。！？｡';
const endings = new Set(Array.from(`\n${terminators}`, (character) => character.charCodeAt(0)));
const endsAscii = Uint8Array.from({ length: 0x80 }, (_, unit) => (endings.has(unit) ? 1 : 0));
const mayEnd = (unit: number): boolean => (unit < 0x80 ? endsAscii[unit] === 1 : endings.has(unit));
const closers = '"\'”’»›)]}」』】）〉》';
const spaces = /\s/;
const beforeWord = /[\s"'“‘«‹([{¿¡„]/;
const opensWord = new Set(Array.from('"\'“‘«([', (mark) => mark.charCodeAt(0)));
const isWordStart = (unit: number): boolean => isBlank(unit) || opensWord.has(unit);
const pointedOrdinals = languagesWith('pointed-ordinals');

/**
 * The sentences of readable text, or of a stretch of it, in order, with offsets into the text, without white
 * space at their ends. A line break always ends a sentence. Linear in the stretch's length.
 */
export function sentences(
  text: string,
  language = 'und',
  { start: first, end }: Span = { start: 0, end: text.length },
): Span[] {
  const spans: Span[] = [];
  /** What lies beyond the stretch is not looked at. */
  const at = (place: number): string => (place < end ? text.charAt(place) : '');
  let start = first;
  const push = (stop: number): void => {
    let from = start;
    let to = stop;
    while (from < to && isBlank(text.charCodeAt(from))) from++;
    while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
    if (from < to) spans.push({ start: from, end: to });
    start = stop;
  };
  for (let place = first; place < end; place++) {
    const unit = text.charCodeAt(place);
    if (!mayEnd(unit)) continue;
    if (unit === 0x0a) {
      push(place);
      continue;
    }
    const mark = place;
    while (place + 1 < end && (terminators.includes(at(place + 1)) || closers.includes(at(place + 1))))
      place++;
    if (at(place + 2) === '»' && /[ \u00a0\u202f]/.test(at(place + 1))) place += 2;
    const next = at(place + 1);
    const character = at(mark);
    if (closed.includes(character)) push(place + 1);
    else if (next !== '' && !spaces.test(next)) continue;
    else if (
      (character !== '.' && character !== '…') ||
      endsSentence(text, { start, end }, mark, place + 1, language)
    )
      push(place + 1);
  }
  push(end);
  return spans;
}

/**
 * Whether the full stop at `dot` ends a sentence: not after an abbreviation, an initial or an ordinal, and
 * not before a lower-case word.
 */
function endsSentence(
  text: string,
  { start, end }: Span,
  dot: number,
  after: number,
  language: string,
): boolean {
  let next = after;
  while (next < end && next < after + 8 && beforeWord.test(text.charAt(next))) next++;
  const follower = next < end ? text.charAt(next) : '';
  if (follower && follower !== follower.toUpperCase() && follower === follower.toLowerCase()) return false;
  let from = dot;
  while (from > start && dot - from < 24 && !isWordStart(text.charCodeAt(from - 1))) from--;
  const word = text.slice(from, dot);
  const abbreviations = abbreviationsOf(language);
  if (abbreviations.words.has(word.toLowerCase()))
    return abbreviations.closing.has(word.toLowerCase()) && /\p{Lu}/u.test(follower);
  // Initials and acronyms: a sentence too long reads better than a name in two.
  if (/^(?:\p{Lu}\.)*\p{Lu}$/u.test(word)) return false;
  // "Am 3. Oktober" is an ordinal where a language writes it with a point; "1. First" numbers a sentence.
  // … and before a month, whatever the language.
  if (/^\d{1,2}$/.test(word))
    return (
      from > start && !pointedOrdinals.has(language) && !dateAt(text.slice(from, Math.min(from + 40, end)))
    );
  return true;
}
