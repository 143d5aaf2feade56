import { dateAt } from '../units/dates.ts';
import { known, languagesWith, packOf } from '@persona/languages';

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
const closers = '"\'”’»›)]}」』】）〉》';
const spaces = /\s/;
const pointedOrdinals = languagesWith('pointed-ordinals');

/**
 * The sentences of readable text (see `cleanText`) in order, with offsets into it, without white space at
 * their ends. A line break always ends a sentence. Linear in the text's length.
 */
export function sentences(text: string, language = 'und'): Span[] {
  const spans: Span[] = [];
  let start = 0;
  const push = (end: number): void => {
    let from = start;
    let to = end;
    while (from < to && spaces.test(text.charAt(from))) from++;
    while (to > from && spaces.test(text.charAt(to - 1))) to--;
    if (from < to) spans.push({ start: from, end: to });
    start = end;
  };
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Letters and blanks, as most of a text is.
    if (unit < 0x21 ? unit !== 0x0a : unit > 0x3f && unit < 0x80) continue;
    if (!endings.has(unit)) continue;
    const character = text.charAt(at);
    if (character === '\n') {
      push(at);
      continue;
    }
    const first = at;
    while (
      at + 1 < text.length &&
      (terminators.includes(text.charAt(at + 1)) || closers.includes(text.charAt(at + 1)))
    )
      at++;
    if (text.charAt(at + 2) === '»' && /[ \u00a0\u202f]/.test(text.charAt(at + 1))) at += 2;
    const next = text.charAt(at + 1);
    if (closed.includes(character)) push(at + 1);
    else if (next !== '' && !spaces.test(next)) continue;
    else if ((character !== '.' && character !== '…') || endsSentence(text, start, first, at + 1, language))
      push(at + 1);
  }
  push(text.length);
  return spans;
}

/**
 * Whether the full stop at `dot` ends a sentence: not after an abbreviation, an initial or an ordinal, and
 * not before a lower-case word.
 */
function endsSentence(text: string, start: number, dot: number, after: number, language: string): boolean {
  let next = after;
  while (next < text.length && next < after + 8 && /[\s"'“‘«‹([{¿¡„]/.test(text.charAt(next))) next++;
  const follower = text.charAt(next);
  if (follower && follower !== follower.toUpperCase() && follower === follower.toLowerCase()) return false;
  let from = dot;
  while (from > start && dot - from < 24 && /[^\s"'“‘«([]/.test(text.charAt(from - 1))) from--;
  const word = text.slice(from, dot);
  const abbreviations = abbreviationsOf(language);
  if (abbreviations.words.has(word.toLowerCase()))
    return abbreviations.closing.has(word.toLowerCase()) && /\p{Lu}/u.test(follower);
  // Initials and acronyms: a sentence too long reads better than a name in two.
  if (/^(?:\p{Lu}\.)*\p{Lu}$/u.test(word)) return false;
  // "Am 3. Oktober" is an ordinal where a language writes it with a point; "1. First" numbers a sentence.
  // … and before a month, whatever the language.
  if (/^\d{1,2}$/.test(word))
    return from > start && !pointedOrdinals.has(language) && !dateAt(text.slice(from, from + 40));
  return true;
}
