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

/** What a word or letter says: weight by language. The fewer languages share it, the more it says. */
const evidence: ReadonlyMap<string, readonly (readonly [string, number])[]> = (() => {
  const speakers = new Map<string, Set<string>>();
  const note = (token: string, language: string): void => {
    const languages = speakers.get(token) ?? new Set();
    speakers.set(token, languages.add(language));
  };
  for (const { contenders } of scripts)
    for (const { code, functionWords, distinctiveLetters } of contenders) {
      for (const word of (known(functionWords) ?? '').split(/\s+/)) if (word) note(word, code);
      for (const letter of distinctiveLetters) note(`letter ${letter}`, code);
    }
  return new Map(
    Array.from(speakers, ([token, languages]) => [
      token,
      Array.from(
        languages,
        (language) => [language, (token.length === 1 ? 0.6 : 1) / languages.size ** 0.7] as const,
      ),
    ]),
  );
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
  const scores = new Map<string, number>();
  const say = (token: string, times = 1): void => {
    for (const [language, weight] of evidence.get(token) ?? [])
      scores.set(language, (scores.get(language) ?? 0) + weight * times);
  };
  const words = sample.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  // A name said over and over ("Los Angeles") is not as much evidence as that many function words.
  for (const [word, n] of times) say(word, n ** 0.7);
  for (const letter of new Set(sample.toLowerCase().match(/[^\0-\x7f]/gu) ?? [])) say(`letter ${letter}`);
  for (const { code } of contenders)
    if (likely.includes(code)) scores.set(code, (scores.get(code) ?? 0) + trust);
  let best = otherwise;
  let maxScore = FAINT * Math.min(words.length, 60) ** 0.9;
  for (const { code } of contenders) {
    const score = scores.get(code) ?? 0;
    if (score > maxScore) {
      maxScore = score;
      best = code;
    }
  }
  return best;
}
