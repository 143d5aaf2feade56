import { known, languages, type LanguagePack, type Script } from '@persona/languages';
import { withCodeUnits } from './code-units.ts';
import { createWordFinder } from './words-in-place.ts';

/**
 * Which language a text is in, by its script, its function words and its distinctive letters. A few kilobytes
 * of words that retrieval needs anyway: an n-gram detector of like accuracy on sentences (eld, extra small)
 * takes 29 MB of heap in every thread and 0.2 s to load (docs/retrieval.md has the figures).
 */

/** How many letters a character stands for. Japanese is known by a little kana among many Han characters. */
const weights: Partial<Record<Script, number>> = { Kana: 6, Han: 2.5, Hangul: 2.5 };

interface ScriptUse {
  letters: RegExp;
  weight: number;
  /** The code of the only language that is written in it. */
  only: string | undefined;
  /** Where it has several: those that function words tell apart, and what a text is when nothing does. */
  contenders: readonly Contender[];
  otherwise: string;
}

/** A language with its number, so that scores are added up in an array. */
interface Contender {
  pack: LanguagePack;
  number: number;
}

const numbers = new Map<string, number>();
function numberOf(code: string): number {
  const number = numbers.get(code) ?? numbers.size;
  numbers.set(code, number);
  return number;
}

/** A script that belongs to one language is the surer sign, so these stand first. */
const scripts: readonly ScriptUse[] = Array.from(
  Map.groupBy(languages, ({ script }) => script),
  ([script, packs]) => ({
    letters: script === 'Kana' ? /[\u3040-\u30ff]/ : new RegExp(`\\p{Script=${script}}`, 'u'),
    weight: weights[script] ?? 1,
    only: packs.length === 1 ? packs[0]?.code : undefined,
    contenders:
      packs.length === 1
        ? []
        : packs
            .filter((pack) => known(pack.functionWords) !== undefined)
            .map((pack) => ({ pack, number: numberOf(pack.code) })),
    // Latin is written in many languages that are not listed, and names and commands are in none.
    otherwise: script === 'Latin' ? 'und' : (packs[0]?.code ?? 'und'),
  }),
).toSorted((a, b) => Number(a.only === undefined) - Number(b.only === undefined));

const latin = scripts.find(({ contenders }) => contenders.some(({ pack }) => pack.script === 'Latin'));

const SAMPLE = 1_500;
/** Below this much evidence per word a text is called unknown. */
const FAINT = 0.08;

interface Evidence {
  /** Evidence of words has numbers from 0. */
  number: number;
  languages: number[];
  weight: number;
}

/** What words and letters say for languages. The fewer languages share one, the more it says. */
const [wordEvidence, letterEvidence] = (() => {
  const words = new Map<string, Evidence>();
  const letters = new Map<string, Evidence>();
  const note = (evidence: Map<string, Evidence>, token: string, language: number): void => {
    const known = evidence.get(token);
    if (!known) evidence.set(token, { number: evidence.size, languages: [language], weight: 0 });
    else if (!known.languages.includes(language)) known.languages.push(language);
  };
  for (const { contenders } of scripts)
    for (const { pack, number } of contenders) {
      for (const word of (known(pack.functionWords) ?? '').split(/\s+/)) if (word) note(words, word, number);
      for (const letter of pack.distinctiveLetters) note(letters, letter, number);
    }
  for (const [word, of] of words) of.weight = (word.length === 1 ? 0.6 : 1) / of.languages.length ** 0.7;
  for (const [, of] of letters) of.weight = 1 / of.languages.length ** 0.7;
  return [words, letters];
})();

/** No word that says anything is longer. */
const MAX_EVIDENCE = Math.max(...Array.from(wordEvidence.keys(), (word) => word.length));
const findEvidence = createWordFinder(wordEvidence);
/** The evidence of words that was met in the text that is read, and how often: all 0 between texts. */
const metEvidence: Evidence[] = [];
const met = new Uint16Array(wordEvidence.size);
/** What speaks for each language, by its number, in the text that is read. */
const scores = new Float64Array(numbers.size);

/** Whether a unit is part of a letter or mark: 0 is not known yet, 1 no, 2 yes, 3 half of a pair. */
const letters = new Uint8Array(0x10000).fill(3, 0xd800, 0xe000);
const isLetterLike = (character: string): boolean => /[\p{L}\p{M}]/u.test(character);

function isLetter(units: Uint16Array, at: number): boolean {
  const unit = units[at] as number;
  let kind = letters[unit] as number;
  if (kind === 0) {
    kind = isLetterLike(String.fromCharCode(unit)) ? 2 : 1;
    letters[unit] = kind;
  }
  if (kind !== 3) return kind === 2;
  // A half is of what the pair is; alone it is nothing.
  const first = unit < 0xdc00 ? at : at - 1;
  const point = String.fromCharCode(units[first] ?? 0, units[first + 1] ?? 0).codePointAt(0) ?? 0;
  return point > 0xffff && isLetterLike(String.fromCodePoint(point));
}

/** Which script a unit is of: 0 is not known yet, 1 none of these, else its number and 2. */
const scriptUnits = new Uint8Array(0x10000);

const findScript = (character: string): number => {
  const found = scripts.findIndex(({ letters }) => letters.test(character));
  return found < 0 ? 1 : found + 2;
};

/** How many characters of each script a text has, by the script's number. */
function countScripts(text: string): Uint32Array {
  const counts = new Uint32Array(scripts.length);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    let script = scriptUnits[unit] as number;
    if (script === 0) {
      const point = text.codePointAt(at) as number;
      script = findScript(String.fromCodePoint(point));
      // A half says nothing without the other.
      if (point > 0xffff) at++;
      else if (unit < 0xd800 || unit > 0xdfff) scriptUnits[unit] = script;
    }
    if (script > 1) counts[script - 2] = (counts[script - 2] as number) + 1;
  }
  return counts;
}

/**
 * ISO 639-1 code of the text's language, `und` when nothing speaks for one. Reads the first 1,500 characters.
 * `likely` are languages the text is probably in; `trust` is how many distinctive words that is worth.
 */
export function detectLanguage(text: string, likely: readonly string[] = [], trust = 0.75): string {
  const sample = text.slice(0, SAMPLE);
  // One pass for the commonest case.
  if (latin && /^[\0-\u024f\u2000-\u206f]*$/.test(sample)) return detectAmong(latin, sample, likely, trust);
  const counts = countScripts(sample);
  let maxScore = 0;
  let best: ScriptUse | undefined;
  for (const [n, script] of scripts.entries()) {
    const letters = (counts[n] as number) * script.weight;
    if (letters > maxScore) {
      maxScore = letters;
      best = script;
    }
  }
  return best ? (best.only ?? detectAmong(best, sample, likely, trust)) : 'und';
}

/** Counts the words of a text, which are letters and marks in a row, and notes the evidence among them. */
function countWords(text: string): number {
  let words = 0;
  metEvidence.length = 0;
  withCodeUnits(text, { start: 0, end: text.length }, ({ units }) => {
    for (let at = 0; at < text.length; at++) {
      const from = at;
      while (isLetter(units, at)) at++;
      if (at === from) continue;
      words++;
      const evidence = at - from > MAX_EVIDENCE ? undefined : findEvidence(units, from, at);
      if (!evidence) continue;
      const times = met[evidence.number] as number;
      if (times === 0) metEvidence.push(evidence);
      met[evidence.number] = times + 1;
    }
  });
  return words;
}

function say(evidence: Evidence | undefined, times = 1): void {
  if (!evidence) return;
  for (const language of evidence.languages)
    scores[language] = (scores[language] as number) + evidence.weight * times;
}

function detectAmong(
  { contenders, otherwise }: ScriptUse,
  sample: string,
  likely: readonly string[],
  trust: number,
): string {
  scores.fill(0);
  const lower = sample.toLowerCase();
  const words = countWords(lower);
  // A name said over and over ("Los Angeles") is not as much evidence as that many function words.
  for (const evidence of metEvidence) {
    const times = met[evidence.number] as number;
    say(evidence, times === 1 ? 1 : times ** 0.7);
    met[evidence.number] = 0;
  }
  const marked = lower.match(/[^\0-\x7f]/gu);
  if (marked) for (const letter of new Set(marked)) say(letterEvidence.get(letter));
  for (const { pack, number } of contenders)
    if (likely.includes(pack.code)) scores[number] = (scores[number] as number) + trust;
  let best = otherwise;
  let maxScore = FAINT * Math.min(words, 60) ** 0.9;
  for (const { pack, number } of contenders) {
    const score = scores[number] as number;
    if (score > maxScore) {
      maxScore = score;
      best = pack.code;
    }
  }
  return best;
}
