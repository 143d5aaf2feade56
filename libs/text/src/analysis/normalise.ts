import { createRequire } from 'node:module';
import { languages, languagesWith } from '@persona/languages';

/** By language: letters that are letters of their own, not marked forms of another. */
const ownLetters: ReadonlyMap<string, string> = new Map(
  languages.filter((pack) => pack.ownLetters !== '').map((pack) => [pack.code, pack.ownLetters]),
);
const withDottedI = languagesWith('dotted-i');
const withUmlautDigraphs = languagesWith('umlaut-digraphs');

const ascii = /^[\0-\x7f]*$/;
/** Also the spaces that some compatibility forms decompose to. */
const invisible = /[\s\u00ad\u200c-\u200d\u2060\ufeff]/g;
const otherDigit = /[^\D0-9]|(?=[^0-9])\p{Nd}/gu;
const markedAlphabet = /[\u00c0-\u03ff\u1e00-\u1fff]/;
const marks = /[\u0300-\u036f]+/g;
const ligatures: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ı: 'i',
  þ: 'th',
};
const ligature = /[ßæœøłđðıþ]/g;

/** A word as it is compared: compatibility forms, lower case, ASCII digits, no invisible characters. */
export function normaliseWord(word: string, language: string): string {
  const lower = (text: string): string =>
    withDottedI.has(language) ? text.toLocaleLowerCase('tr') : text.toLowerCase();
  if (ascii.test(word)) return lower(word);
  const plain = lower(word.normalize('NFKC'))
    .replace(invisible, '')
    .replace(otherDigit, toAsciiDigit)
    .normalize('NFC');
  const unit = plain.charCodeAt(0);
  if (unit >= 0x590 && unit <= 0x5ff) return plain.replace(/[\u0591-\u05bd\u05bf-\u05c7]/g, '');
  if (unit >= 0x600 && unit <= 0x77f) return normaliseArabic(plain);
  if (unit >= 0x900 && unit <= 0x97f) return normaliseDevanagari(plain);
  if (unit >= 0x400 && unit <= 0x4ff) return plain.replace(/ё/g, 'е').replace(/[\u0300\u0301]/g, '');
  return plain;
}

const require = createRequire(import.meta.url);
let simplifications: ReadonlyMap<string, string> | undefined;

/** Simplified characters by the traditional ones written for them; read with the first Chinese text. */
function readSimplifications(): ReadonlyMap<string, string> {
  const { default: pairs } = require('opencc-js/dict/TSCharacters') as { default: string };
  return new Map(pairs.split('|').map((pair) => pair.split(' ', 2) as [string, string]));
}

/**
 * Chinese text as it is compared: in simplified characters, one by one, so that either way of writing finds
 * the other.
 */
export function simplified(text: string): string {
  simplifications ??= readSimplifications();
  let result = '';
  for (const character of text) result += simplifications.get(character) ?? character;
  return result;
}

function toAsciiDigit(digit: string): string {
  // Every block of decimal digits is ten in a row, so the value is the distance to the first one of the
  // block.
  const codePoint = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(codePoint - value - 1))) value++;
  return String(value);
}

/**
 * Vowel marks and the elongation stroke go; letters that are written one way or another become one (after
 * Lucene's Arabic and Persian normalisers).
 */
function normaliseArabic(word: string): string {
  return word
    .replace(/[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/g, '')
    .replace(/[آأإٱ]/g, 'ا')
    .replace(/[یىے]/g, 'ي')
    .replace(/ک/g, 'ك')
    .replace(/[ۀةہە]/g, 'ه');
}

/**
 * Spelling variants of Hindi and Marathi become one: nasal consonants, nukta, eyelash and long vowels (after
 * Lucene's HindiNormalizer).
 */
function normaliseDevanagari(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[\u0901\u0945\u0949]/g, (mark) =>
      mark === '\u0901' ? '\u0902' : mark === '\u0945' ? '\u0947' : '\u094b',
    )
    .replace(/[नमणञङ]\u094d(?=[क-ह])/g, '\u0902')
    .replace(/[\u093c\u094d]/g, '')
    .replace(/[\u0960\u0961]/g, (letter) => (letter === '\u0960' ? '\u090b' : '\u090c'))
    .replace(/आ/g, 'अ')
    .replace(/ई/g, 'इ')
    .replace(/ऊ/g, 'उ')
    .replace(/ऐ/g, 'ए')
    .replace(/औ/g, 'ओ')
    .replace(/\u0940/g, '\u093f')
    .replace(/\u0942/g, '\u0941')
    .replace(/\u0948/g, '\u0947')
    .replace(/\u094c/g, '\u094b');
}

/**
 * A stem without its diacritics, so that "Beyonce" finds "Beyoncé"; letters the language counts as its own
 * stay.
 */
export function foldStem(stem: string, language: string): string {
  let folded = stem;
  if (markedAlphabet.test(stem)) {
    const own = ownLetters.get(language);
    const fold = (text: string): string =>
      text
        .normalize('NFD')
        .replace(marks, '')
        .normalize('NFC')
        .replace(ligature, (letter) => ligatures[letter] ?? letter);
    folded = own
      ? stem.replace(/[\u00c0-\u03ff\u1e00-\u1fff]/g, (letter) =>
          own.includes(letter) ? letter : fold(letter),
        )
      : fold(stem);
    folded = folded.replace(/ς/g, 'σ');
  }
  // After Lucene's GermanNormalizationFilter.
  return withUmlautDigraphs.has(language)
    ? folded.replace(/[ao]e|(?<![aeiouqy])ue/g, (pair) => pair.charAt(0))
    : folded;
}
