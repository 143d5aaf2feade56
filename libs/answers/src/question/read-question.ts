import { known, languagesWith, packOf } from '@persona/languages';
import { askingSpans, expectedAnswerTypes } from './expected-answer-types.ts';
import { termsOf, wordsOf } from '../extract/terms.ts';
import { measureSpans } from './measures.ts';
import { peopleOf, peopleWithin } from './people.ts';
import { personalFact } from './personal-facts.ts';
import { possessionSpan } from './possession.ts';
import { asPersona, ownFormsOf, type OwnQuestion } from './persons.ts';
import { isSelfWord, otherWords, selfWordsOf, wordPattern } from './self-words.ts';
import { speaksOfThird } from './subjects.ts';

/** A question as the passages of one language see it. */
export interface ReadQuestion {
  /**
   * What share of a whole word each term counts: 1, or less for parts of identifiers and words of earlier
   * turns.
   */
  factors: Map<string, number>;
  /** The terms that are whole words of the question itself. */
  words: Set<string>;
  /** The terms that only the earlier question has. */
  background: Set<string>;
  /** Neighbouring words, for phrases. */
  pairs: [string, string][];
  /**
   * Words written as names or with digits, the least likely to be said another way, with how a text that
   * holds them begins to write them.
   */
  names: Map<string, string>;
  /** Terms by which an answer may say one of these: another form of the word, and which it is. */
  same: Map<string, string>;
  /** Whether the question addresses the persona. */
  addresses: boolean;
  /** Verbs and nouns as one has them who speaks of oneself, in lower case: "abito", "koirani". */
  ownForms: ReadonlySet<string>;
  /** The word that stands for a personal fact, and what tells it without that word: "I'm 43" for "born". */
  told: { word: string; form: RegExp | undefined; isOnly: boolean } | undefined;
  /** Whether it asks if a thing is the persona's. */
  owned: boolean;
  /** Whether it asks what the persona does or has, and not somebody else that it names. */
  ofSelf: boolean;
  /** Whether it asks for a thing of the persona that two words name: "your shoe size". */
  compound: boolean;
}

/** What a question is about: its words without those that ask, and those of the earlier question. */
export const topicsOf = ({ factors, words, background }: ReadQuestion): ReadonlySet<string> =>
  new Set(factors.keys().filter((term) => words.has(term) || background.has(term)));

const EXTRA_FACTOR = 0.5;
const BACKGROUND_FACTOR = 0.5;
const ASKING_FACTOR = 0.2;
/** "Start", "get": what somebody is asked for is told in many other words. */
const LIGHT_FACTOR = 0.4;
/** A name or number can't be said in other words. */
const NAME_FACTOR = 1.4;

/**
 * Reads a question, and at less weight the earlier one it leans on, as text of `language`. One that is put to
 * the persona is read as it would ask it of itself. Of a part of a message, a capital at its beginning is a
 * name's.
 */
export function readQuestion(
  asked: string,
  background: string,
  language: string,
  isPart = false,
): ReadQuestion {
  const turned = asPersona(asked, language);
  const { text: question, addresses, own, forms } = turned;
  const factors = new Map<string, number>();
  const pairs: [string, string][] = [];
  const names = new Map<string, string>();
  const words = new Set<string>();
  const owned = addresses ? possessionSpan(asked, language) : undefined;
  const having = owned
    ? wordsOf(asPersona(asked.slice(owned.start, owned.end), language).text, language)
    : undefined;
  const asking = [
    ...askingSpans(question, language),
    ...measureSpans(question, language),
    ...(owned && unspaced.has(language) ? [owned] : []),
  ];
  const fact = personalFact(asked, language);
  const factAsked = wordsOf(fact ? `${fact.asked}\n${asPersona(fact.asked, language).text}` : '', language);
  let last: string | undefined;
  let lastEnd = 0;
  let compounds = 0;
  for (const { term, word, start, end } of termsOf(question, language)) {
    // Who is meant is no matter of words.
    const surface = question.slice(start, end);
    if (isSelfWord(surface, language) || isSelfRun(term, language)) continue;
    // An article or a preposition, whether the language is known to have it or not.
    if (/^[a-z]$/u.test(surface)) continue;
    // "Joues-je", as one word.
    if (!word && surface.split(/[-'’]/u).some((part) => isSelfWord(part, language))) continue;
    const asks =
      factAsked.has(term) ||
      having?.has(term) ||
      (language === 'ja' && (kanaOnly.test(term) || (!word && particlePair.test(term)))) ||
      (unspaced.has(language)
        ? asksWithin(term, question, asking)
        : asking.some((span) => start >= span.start && end <= span.end));
    const isWord = word || (language === 'ja' && standsAlone(term, question) && !isSelfPart(term));
    factors.set(term, Math.max(factors.get(term) ?? 0, asks ? ASKING_FACTOR : isWord ? 1 : EXTRA_FACTOR));
    if (!isWord || asks) continue;
    words.add(term);
    if (last !== undefined && last !== term) {
      pairs.push([last, term]);
      if (question.slice(lastEnd, start) === ' ') compounds++;
    } else if (endsWithWhose(question.slice(0, start), language)) compounds++;
    last = term;
    lastEnd = end;
    if (/\p{Nd}/u.test(surface) || ((isPart || isWithin(question, start)) && /^\p{Lu}/u.test(surface)))
      names.set(term, nameForm(surface, language));
  }
  // A single character is seldom a word, but may be all that is asked for.
  if (words.size === 0 && unspaced.has(language))
    for (const [term, factor] of factors)
      if (/^.$/u.test(term) && factor > ASKING_FACTOR && !(language === 'ja' && isSelfPart(term)))
        words.add(term);
  if (addresses && words.size > 1)
    for (const word of words) if (isLight(word, language)) factors.set(word, LIGHT_FACTOR);
  for (const name of names.keys()) factors.set(name, NAME_FACTOR);
  const earlier = new Set<string>();
  for (const { term, word } of termsOf(background, language)) {
    if (factors.has(term)) continue;
    if (word) earlier.add(term);
    factors.set(term, BACKGROUND_FACTOR * (word ? 1 : EXTRA_FACTOR));
  }
  const same = new Map<string, string>();
  for (const [written, form] of forms) {
    const [term, other] = [written, form].map((one) => termsOf(one, language).find(({ word }) => word)?.term);
    if (term !== undefined && other !== undefined && factors.has(term) && !factors.has(other))
      same.set(other, term);
  }
  if (language === 'ja')
    for (const word of words)
      for (const form of japaneseForms(word)) if (!factors.has(form)) same.set(form, word);
  const [said, ...others] = [...wordsOf(fact?.words.join('\n') ?? '', language)];
  if (said !== undefined) {
    factors.set(said, 1);
    words.add(said);
    for (const other of others) if (!words.has(other)) same.set(other, said);
  }
  const told =
    said === undefined ? undefined : { word: said, form: fact?.told, isOnly: fact?.isOnlyTold ?? false };
  const ownForms = new Set((addresses ? own : firstAsOwn(asked, language)).map((form) => form.toLowerCase()));
  return {
    factors,
    words,
    background: earlier,
    pairs,
    names,
    same,
    addresses,
    ownForms,
    told,
    owned: owned !== undefined,
    ofSelf: asksOfSelf(asked, turned, language),
    compound: addresses && words.size === 2 && compounds === 2,
  };
}

/** "Your old father": words between whose and who. */
const MAX_BETWEEN_WORDS = 1;

/**
 * Whether a question asks what the persona does or has. "Who helped you?", "what does your brother do?" and
 * "what does she say?" ask it of somebody else.
 */
function asksOfSelf(asked: string, { text: turned, addresses, own }: OwnQuestion, language: string): boolean {
  const persons = known(packOf(language)?.persons);
  if (!persons?.subjects || expectedAnswerTypes(asked, language).has('person')) return false;
  if (speaksOfThird(turned, language)) return false;
  if (unspaced.has(language)) {
    // Who is asked goes without saying there.
    const named = peopleWithin(language);
    return (addresses || persons.omitted) && (!named || asked.search(named) < 0 || asksWhetherThere(asked));
  }
  const isAddressed = addresses ? doesSomething(own, language) : firstAsOwn(asked, language).length > 0;
  if (!isAddressed) return false;
  const people = peopleOf(language);
  const all = turned.toLowerCase().match(wordPattern) ?? [];
  return !all.some(
    (word, n) =>
      people?.test(word) &&
      all
        .slice(Math.max(0, n - 1 - MAX_BETWEEN_WORDS), n)
        .some((one) => isSelfWord(one, language, ['possessive'])),
  );
}

/** Whether "you" of a question do something, or nobody but a verb tells: "your dog" alone is no such. */
const doesSomething = (own: readonly string[], language: string): boolean =>
  own.some((one) => isSelfWord(one, language, ['subject'])) ||
  !own.some((one) => isSelfWord(one, language, ['possessive']));

/** A verb of "you" that begins a question where it needs no pronoun, as "I" say it: "¿Enseñas …?" */
function firstAsOwn(asked: string, language: string): readonly string[] {
  if (!otherWords(language).verbsTell) return [];
  const [first = ''] = asked.toLowerCase().match(wordPattern) ?? [];
  return wordsOf(first, language).size > 0 ? ownFormsOf(first, language) : [];
}

/** Whether somebody of the persona's is only asked whether there is one: "お子さんはいますか", "你有孩子吗". */
const asksWhetherThere = (asked: string): boolean =>
  /[はが](?:何人)?(?:い(?:ま|る|ら)|おら|おり)|有|几个|多少个/u.test(asked);

/** Whether another word stands before a place: what only opens a question ("¿", a quotation mark) is none. */
const isWithin = (text: string, at: number): boolean => /[\p{L}\p{N}]/u.test(text.slice(0, at));

/** Whether a text ends with "my"; no such word is longer than the part that is looked at. */
const endsWithWhose = (text: string, language: string): boolean => {
  const word = /([\p{L}\p{M}]+) $/u.exec(text.slice(-50))?.[1];
  return word !== undefined && isSelfWord(word, language, ['possessive']);
};

/**
 * Whether a term of words that are not written apart only asks: "多少个" begins in what asks, "は何" has a part
 * of it.
 */
function asksWithin(
  term: string,
  question: string,
  asking: readonly { start: number; end: number }[],
): boolean {
  const text = question.toLowerCase();
  const places: number[] = [];
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) places.push(at);
  return (
    places.length > 0 &&
    places.every((at) =>
      asking.some(({ start, end }) => at >= start && at < end && at + term.length <= end + 1),
    )
  );
}

/** A character of a word with the particle behind or before it: "店は". */
const particlePair = /^(?:\p{Script=Han}\p{Script=Hiragana}|\p{Script=Hiragana}\p{Script=Han})$/u;

/** Whether a single character is a word between particles: "猫を". */
const standsAlone = (term: string, question: string): boolean =>
  /^\p{Script=Han}$/u.test(term) &&
  new RegExp(`(?<!\\p{Script=Han})${term}(?=[はがをにのでともへや？?]|から|まで|$)`, 'u').test(question);

/** Whether a character is a part of a word for oneself: "私" of "私は". */
const isSelfPart = (term: string): boolean =>
  selfWordsOf('ja', 'subject').some((word) => word.startsWith(term));

/** The last letters that a verb or adjective may have behind its stem, one of them or none. */
const okurigana = [
  '',
  ...Array.from('いきしちにびみりうくすつぬぶむるぐえけせてねべめれげっんかさたなばまらわがよろ'),
];

/** The forms of a Japanese word that ends with such a letter: "開き", "開け". */
const japaneseForms = (word: string): string[] =>
  /^\p{Script=Han}+\p{Script=Hiragana}+$/u.test(word)
    ? okurigana.map((last) => word.slice(0, -1) + last)
    : [];

/** Endings and particles, into which Japanese sentences are cut: "って", "した". */
const kanaOnly = /^\p{Script=Hiragana}{1,3}$/u;

const light = new Map<string, ReadonlySet<string>>();

function isLight(term: string, language: string): boolean {
  let own = light.get(language);
  if (!own) light.set(language, (own = wordsOf(known(packOf(language)?.lightWords) ?? '', language)));
  return own.has(term);
}

/**
 * Whether a word of those that have no spaces between them only says "I", with one that says nothing: "我是".
 */
function isSelfRun(word: string, language: string): boolean {
  if (!unspaced.has(language)) return false;
  if (isSelfWord(word, language)) return true;
  for (let end = word.length - 1; end > 0; end--)
    if (isSelfWord(word.slice(0, end), language)) return wordsOf(word.slice(end), language).size === 0;
  return false;
}

const unspaced = languagesWith('unspaced');

/**
 * A name without the ending that another sentence may give it. Stems alone would take "units" for the United
 * States.
 */
function nameForm(surface: string, language: string): string {
  const lower = surface.toLowerCase();
  const endings = known(packOf(language)?.nameEndings);
  if (endings) return lower.replace(endings, '');
  return lower.length > 5 ? lower.slice(0, -2) : lower;
}
