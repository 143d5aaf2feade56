import { functionWords } from './function-words.ts';

/**
 * Which language a text is in, by its script, its function words and its distinctive letters. A few kilobytes of words
 * that retrieval needs anyway: an n-gram detector of like accuracy on sentences (eld, extra small) takes 29 MB of heap
 * in every thread and 0.2 s to load (docs/retrieval.md has the figures).
 */

/** Scripts that one language (or one that stands for it here) is written in. */
const scripts: readonly [RegExp, string][] = [
  [/[\u3040-\u30ff]/g, 'ja'],
  [/\p{Script=Han}/gu, 'zh'],
  [/\p{Script=Hangul}/gu, 'ko'],
  [/\p{Script=Thai}/gu, 'th'],
  [/\p{Script=Lao}/gu, 'lo'],
  [/\p{Script=Khmer}/gu, 'km'],
  [/\p{Script=Myanmar}/gu, 'my'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Armenian}/gu, 'hy'],
  [/\p{Script=Georgian}/gu, 'ka'],
  [/\p{Script=Bengali}/gu, 'bn'],
  [/\p{Script=Gurmukhi}/gu, 'pa'],
  [/\p{Script=Gujarati}/gu, 'gu'],
  [/\p{Script=Tamil}/gu, 'ta'],
  [/\p{Script=Telugu}/gu, 'te'],
  [/\p{Script=Kannada}/gu, 'kn'],
  [/\p{Script=Malayalam}/gu, 'ml'],
  [/\p{Script=Sinhala}/gu, 'si'],
  [/\p{Script=Ethiopic}/gu, 'am'],
];

/** Scripts that several languages share, with what they are taken for when nothing tells them apart. */
const shared: readonly { letters: RegExp; languages: string; otherwise: string }[] = [
  {
    letters: /\p{Script=Latin}/gu,
    languages: 'en de fr es it pt nl sv da no fi pl cs sk hr sl hu ro ca tr id vi et lt lv eu gl',
    otherwise: 'und',
  },
  { letters: /\p{Script=Cyrillic}/gu, languages: 'ru uk bg sr', otherwise: 'ru' },
  { letters: /\p{Script=Arabic}/gu, languages: 'ar fa ur', otherwise: 'ar' },
  { letters: /\p{Script=Devanagari}/gu, languages: 'hi mr ne', otherwise: 'hi' },
];

/** Letters that speak for a language, as strongly as a function word that no other has. */
const distinctiveLetters: Readonly<Record<string, string>> = {
  ar: 'ةأإؤ',
  bg: 'ъщ',
  ca: 'ŀ',
  cs: 'řěů',
  da: 'øæå',
  de: 'ßäöü',
  es: 'ñ¿¡',
  et: 'õäü',
  fa: 'پچژگی',
  fi: 'äö',
  fr: 'œêèàùç',
  gl: 'ñ',
  hi: 'ैौ',
  hr: 'đć',
  hu: 'őű',
  it: 'ìòèù',
  lt: 'ėųįū',
  lv: 'āēīūņļķģ',
  mr: 'ळ',
  no: 'øæå',
  pl: 'łąęśżźń',
  pt: 'ãõç',
  ro: 'șțăşţ',
  ru: 'ыэё',
  sk: 'ľĺŕôä',
  sl: '',
  sr: 'јљњћђџ',
  sv: 'åäö',
  tr: 'ğışİ',
  uk: 'іїєґ',
  ur: 'ٹڈڑںےہھ',
  vi: 'ơưđạảấầẩậắặẹẻếềểệỉịọỏốồổộớờởợụủứừửữựỳỷỹ',
};

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
  for (const { languages } of shared)
    for (const language of languages.split(' ')) {
      for (const word of (functionWords[language] ?? '').split(/\s+/)) if (word) note(word, language);
      for (const letter of distinctiveLetters[language] ?? '') note(`letter ${letter}`, language);
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
  if (/^[\0-\u024f\u2000-\u206f]*$/.test(sample)) return detectAmong(0, sample, likely, trust);
  let best = { letters: 0, language: 'und' as string | number };
  for (const [pattern, language] of scripts) {
    // A character of these scripts stands for as much as two or three letters; Japanese is known by a little kana among many Han characters.
    const letters =
      count(pattern, sample) * (language === 'ja' ? 6 : language === 'zh' || language === 'ko' ? 2.5 : 1);
    if (letters > best.letters) best = { letters, language };
  }
  for (const [index, { letters: pattern }] of shared.entries()) {
    const letters = count(pattern, sample);
    if (letters > best.letters) best = { letters, language: index };
  }
  return typeof best.language === 'string'
    ? best.language
    : detectAmong(best.language, sample, likely, trust);
}

function detectAmong(index: number, sample: string, likely: readonly string[], trust: number): string {
  const script = shared[index];
  if (!script) return 'und';
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
  const languages = script.languages.split(' ');
  for (const language of likely)
    if (languages.includes(language)) scores.set(language, (scores.get(language) ?? 0) + trust);
  let best = script.otherwise;
  let most = FAINT * Math.min(words.length, 60) ** 0.9;
  for (const language of languages) {
    const score = scores.get(language) ?? 0;
    if (score > most) {
      most = score;
      best = language;
    }
  }
  return best;
}
