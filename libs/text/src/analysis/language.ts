import { known, languages, type LanguagePack, type Script } from '@persona/languages';

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
  contenders: readonly LanguagePack[];
  otherwise: string;
}

/** A script that belongs to one language is the surer sign, so these stand first. */
const scripts: readonly ScriptUse[] = Array.from(
  Map.groupBy(languages, ({ script }) => script),
  ([script, packs]) => ({
    letters: script === 'Kana' ? /[\u3040-\u30ff]/g : new RegExp(`\\p{Script=${script}}`, 'gu'),
    weight: weights[script] ?? 1,
    only: packs.length === 1 ? packs[0]?.code : undefined,
    contenders: packs.length === 1 ? [] : packs.filter((pack) => known(pack.functionWords) !== undefined),
    // Latin is written in many languages that are not listed, and names and commands are in none.
    otherwise: script === 'Latin' ? 'und' : (packs[0]?.code ?? 'und'),
  }),
).toSorted((a, b) => Number(a.only === undefined) - Number(b.only === undefined));

const latin = scripts.find(({ contenders }) => contenders.some(({ script }) => script === 'Latin'));

const SAMPLE = 1_500;
/** Below this much evidence per word a text is called unknown. */
const FAINT = 0.08;

/** Languages by number, so that scores are added up in an array. */
const numbers = new Map<string, number>();
for (const { contenders } of scripts)
  for (const { code } of contenders) if (!numbers.has(code)) numbers.set(code, numbers.size);

interface Evidence {
  languages: number[];
  weight: number;
}

/** What words and letters say for languages. The fewer languages share one, the more it says. */
const [wordEvidence, letterEvidence] = (() => {
  const words = new Map<string, Evidence>();
  const letters = new Map<string, Evidence>();
  const note = (evidence: Map<string, Evidence>, token: string, code: string): void => {
    const language = numbers.get(code) as number;
    const known = evidence.get(token);
    if (!known) evidence.set(token, { languages: [language], weight: 0 });
    else if (!known.languages.includes(language)) known.languages.push(language);
  };
  for (const { contenders } of scripts)
    for (const { code, functionWords, distinctiveLetters } of contenders) {
      for (const word of (known(functionWords) ?? '').split(/\s+/)) if (word) note(words, word, code);
      for (const letter of distinctiveLetters) note(letters, letter, code);
    }
  for (const [word, of] of words) of.weight = (word.length === 1 ? 0.6 : 1) / of.languages.length ** 0.7;
  for (const [, of] of letters) of.weight = 1 / of.languages.length ** 0.7;
  return [words, letters];
})();

function count(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0;
}

/**
 * ISO 639-1 code of the text's language, `und` when nothing speaks for one. Reads the first 1,500 characters.
 * `likely` are languages the text is probably in; `trust` is how many distinctive words that is worth.
 */
export function detectLanguage(text: string, likely: readonly string[] = [], trust = 0.75): string {
  const sample = text.slice(0, SAMPLE);
  // One pass for the commonest case.
  if (latin && /^[\0-\u024f\u2000-\u206f]*$/.test(sample)) return detectAmong(latin, sample, likely, trust);
  let maxScore = 0;
  let best: ScriptUse | undefined;
  for (const script of scripts) {
    const letters = count(script.letters, sample) * script.weight;
    if (letters > maxScore) {
      maxScore = letters;
      best = script;
    }
  }
  return best ? (best.only ?? detectAmong(best, sample, likely, trust)) : 'und';
}

function detectAmong(
  { contenders, otherwise }: ScriptUse,
  sample: string,
  likely: readonly string[],
  trust: number,
): string {
  const scores = new Float64Array(numbers.size);
  const say = (evidence: Evidence | undefined, times = 1): void => {
    if (!evidence) return;
    for (const language of evidence.languages)
      scores[language] = (scores[language] as number) + evidence.weight * times;
  };
  const lower = sample.toLowerCase();
  const words = lower.match(/[\p{L}\p{M}]+/gu) ?? [];
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  // A name said over and over ("Los Angeles") is not as much evidence as that many function words.
  for (const [word, n] of times) say(wordEvidence.get(word), n ** 0.7);
  for (const letter of new Set(lower.match(/[^\0-\x7f]/gu) ?? [])) say(letterEvidence.get(letter));
  for (const { code } of contenders) {
    const language = numbers.get(code) as number;
    if (likely.includes(code)) scores[language] = (scores[language] as number) + trust;
  }
  let best = otherwise;
  let maxScore = FAINT * Math.min(words.length, 60) ** 0.9;
  for (const { code } of contenders) {
    const score = scores[numbers.get(code) as number] as number;
    if (score > maxScore) {
      maxScore = score;
      best = code;
    }
  }
  return best;
}
