/**
 * What each code unit means to a scanner, as one table look-up. The Unicode property regular expressions that
 * fill the table cost about 15 times as much per character when they are asked directly.
 */
export const Kind = {
  /** White space, punctuation, symbols. */
  other: 0,
  /** A letter of a script that writes words apart. */
  letter: 1,
  digit: 2,
  /** Combining marks and invisible joiners: they belong to the character before them and never end a word. */
  mark: 3,
  /** A letter of a script that writes words without spaces. */
  unspaced: 4,
  /** A Korean syllable: words are written apart, but carry their particles. */
  hangul: 5,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

const patterns: readonly [RegExp, Kind][] = [
  [/[\p{L}\p{Nl}]+/gu, Kind.letter],
  [/\p{Script=Hangul}+/gu, Kind.hangul],
  [
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]+/gu,
    Kind.unspaced,
  ],
  [/\p{Nd}+/gu, Kind.digit],
  // Soft hyphen, zero-width (non-)joiner, word joiner: invisible inside a word. U+200B separates words in
  // Thai and Khmer.
  [/[\p{M}\u00ad\u200c-\u200d\u2060\ufeff]+/gu, Kind.mark],
  [/[\p{P}\p{S}\p{Z}]+/gu, Kind.other],
];

const kinds: Uint8Array = (() => {
  const units = new Uint16Array(0x10000).map((_, unit) => (unit >= 0xd800 && unit < 0xe000 ? 0x20 : unit));
  const everything = new TextDecoder('utf-16le').decode(units).slice(0, 0x10000);
  const table = new Uint8Array(0x10000);
  for (const [pattern, kind] of patterns)
    for (const { index, 0: run } of everything.matchAll(pattern)) table.fill(kind, index, index + run.length);
  return table;
})();

const astralHan = /\p{Script=Han}/u;
const astralLetter = /[\p{L}\p{Nl}]/u;
const astralMark = /\p{M}/u;
const astralDigit = /\p{Nd}/u;

function kindOfAstral(codePoint: number): Kind {
  const character = String.fromCodePoint(codePoint);
  if (astralHan.test(character)) return Kind.unspaced;
  if (astralLetter.test(character)) return Kind.letter;
  if (astralDigit.test(character)) return Kind.digit;
  return astralMark.test(character) ? Kind.mark : Kind.other;
}

/**
 * The kind of the character that the code unit at `index` belongs to; both halves of a surrogate pair answer
 * alike.
 */
export function kindAt(text: string, index: number): Kind {
  const unit = text.charCodeAt(index);
  if (unit < 0xd800 || unit > 0xdfff) return (kinds[unit] ?? Kind.other) as Kind;
  const codePoint =
    unit < 0xdc00 ? text.codePointAt(index) : index > 0 ? text.codePointAt(index - 1) : undefined;
  return codePoint === undefined || codePoint < 0x10000 ? Kind.other : kindOfAstral(codePoint);
}

/** As `kindAt`, of the code unit at `index` of an array; what stands at its ends is of no pair. */
export function kindIn(units: Uint16Array, index: number): Kind {
  const unit = units[index] as number;
  if (unit < 0xd800 || unit > 0xdfff) return kinds[unit] as Kind;
  const [high = 0, low = 0] = unit < 0xdc00 ? [unit, units[index + 1]] : [units[index - 1], unit];
  const isPair = high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low <= 0xdfff;
  return isPair ? kindOfAstral((high - 0xd800) * 0x400 + low - 0xdc00 + 0x10000) : Kind.other;
}

/**
 * Whether cutting `text` before `index` would part a surrogate pair, or a character from its combining marks.
 */
export function insideCharacter(text: string, index: number): boolean {
  if (index <= 0 || index >= text.length) return false;
  const unit = text.charCodeAt(index);
  if (unit >= 0xdc00 && unit <= 0xdfff) {
    const before = text.charCodeAt(index - 1);
    if (before >= 0xd800 && before <= 0xdbff) return true;
  }
  return unit > 0x7f && kindAt(text, index) === Kind.mark;
}

/**
 * Whether cutting `text` before `index` would cut a word (scripts without spaces have no word that a cut
 * could hurt).
 */
export function insideWord(text: string, index: number): boolean {
  if (insideCharacter(text, index)) return true;
  if (index <= 0 || index >= text.length) return false;
  const after = kindAt(text, index);
  if (after === Kind.other || after === Kind.unspaced) return false;
  let before = index - 1;
  while (before > 0 && index - before < 64 && kindAt(text, before) === Kind.mark) before--;
  const kind = kindAt(text, before);
  return kind !== Kind.other && kind !== Kind.unspaced;
}
