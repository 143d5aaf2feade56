import { known, languages, packOf, type SelfWords } from '@persona/languages';

/** A word with the invisible joiners that belong to it. */
export const wordPattern = /[\p{L}\p{M}\p{N}\u200c\u200d]+/gu;

const compiled = new Map<string, RegExp>();

/**
 * Whether somebody speaks of themself in a text: "I", "my". Where the language is unknown, or it is not known
 * how it says that, words of any language count.
 */
export function speaksOfSelf(text: string, language: string): boolean {
  const own = known(packOf(language)?.persons);
  const key = own ? language : 'und';
  let words = compiled.get(key);
  if (!words) {
    const all = own ? [own] : languages.flatMap(({ persons }) => known(persons) ?? []);
    words = wordsPattern(all.map(({ self }) => self));
    compiled.set(key, words);
  }
  return words.test(text);
}

const words = new Map<string, ReadonlyMap<string, keyof SelfWords>>();

/** Whether a word is one by which people speak of themselves, of all such words or of some kinds. */
export function isSelfWord(word: string, language: string, kinds?: readonly (keyof SelfWords)[]): boolean {
  let own = words.get(language);
  if (!own) {
    const self = known(packOf(language)?.persons)?.self;
    const wordsOf = (kind: keyof SelfWords) =>
      (self?.[kind] ?? '').split(' ').map((one) => [one.toLowerCase(), kind] as const);
    // Where two are written alike, whose something is tells more than who does it.
    own = new Map([...wordsOf('object'), ...wordsOf('subject'), ...wordsOf('possessive')]);
    words.set(language, own);
  }
  const kind = own.get(word.toLowerCase());
  return kind !== undefined && (kinds?.includes(kind) ?? true);
}

/** The words of a kind by which people speak of themselves in a language. */
export const selfWordsOf = (language: string, kind: keyof SelfWords): string[] =>
  known(packOf(language)?.persons)?.self[kind].split(' ').filter(Boolean) ?? [];

/** Words of a language that tell whose a thing is beside those of oneself; empty where nobody wrote them. */
interface OtherWords {
  /** Definite articles: what somebody speaks of by one is theirs. */
  articles: ReadonlySet<string>;
  /** What turns a sentence to somebody else. */
  turns: ReadonlySet<string>;
  /** Where a verb needs no "I" beside it: verbs that only "I" and "we" have, "tengo". */
  ownVerbs: ReadonlySet<string>;
  /** Whether verbs tell who does something. */
  verbsTell: boolean;
}

const others = new Map<string, OtherWords>();

export function otherWords(language: string): OtherWords {
  let own = others.get(language);
  if (!own) {
    const { articles, turns, verbs, addressed } = known(packOf(language)?.persons) ?? {};
    const ownVerbs = addressed
      ? (verbs ?? '').split(' ').flatMap((pair) => pair.split(/[=/]/u).slice(1))
      : [];
    own = {
      verbsTell: Boolean(addressed),
      articles: new Set(articles?.split(' ')),
      turns: new Set(turns?.split(' ')),
      // "Era", "tinha": she has it too.
      ownVerbs: new Set(ownVerbs.filter((verb) => !verb.endsWith('a'))),
    };
    others.set(language, own);
  }
  return own;
}

/** Scripts that are written without spaces have words within others. */
const unspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

function wordsPattern(all: readonly SelfWords[]): RegExp {
  const words = all.flatMap((self) => Object.values(self).flatMap((list: string) => list.split(' ')));
  const within = words.filter((word) => unspaced.test(word));
  const apart = words.filter((word) => word !== '' && !unspaced.test(word)).flatMap(capitalised);
  const alone = String.raw`(?<![\p{L}\p{N}])(?:${apart.join('|')})(?![\p{L}\p{M}\p{N}])`;
  return new RegExp([...within, ...(apart.length > 0 ? [alone] : [])].join('|'), 'u');
}

/** A word in its two ways; all in capitals it is an acronym: US. */
const capitalised = (word: string): string[] => [word, word.charAt(0).toUpperCase() + word.slice(1)];
