/** Something that is not known of a language, with the reason: a gap is declared, never forgotten. */
export interface Absent {
  readonly absent: string;
}

/** Says that a language lacks something, and why. */
export const absent = (reason: string): Absent => ({ absent: reason });

/** What is known, or nothing where it is absent (or the language has no pack at all). */
export function known<T>(ability: T | Absent | undefined): T | undefined {
  return isAbsent(ability) ? undefined : ability;
}

export function isAbsent(ability: unknown): ability is Absent {
  return typeof ability === 'object' && ability !== null && 'absent' in ability;
}

/** Takes the endings off a lower-cased word. */
export type Stem = (word: string) => string;

/** Unicode's names of scripts; `Kana` stands for both of Japan's. */
export type Script =
  | 'Arabic'
  | 'Armenian'
  | 'Bengali'
  | 'Cyrillic'
  | 'Devanagari'
  | 'Ethiopic'
  | 'Georgian'
  | 'Greek'
  | 'Gujarati'
  | 'Gurmukhi'
  | 'Han'
  | 'Hangul'
  | 'Hebrew'
  | 'Kana'
  | 'Kannada'
  | 'Khmer'
  | 'Lao'
  | 'Latin'
  | 'Malayalam'
  | 'Myanmar'
  | 'Sinhala'
  | 'Tamil'
  | 'Telugu'
  | 'Thai';

/**
 * What some languages do and most don't:
 * - `capital-nouns`: every noun has a capital, so a capital does not tell a name.
 * - `compounds`: compounds are one word: "Leuchtturm" is asked for, "Leuchtturmwärter" stands there.
 * - `dotted-i`: I is the capital of ı, İ that of i.
 * - `pointed-ordinals`: a point makes a number an ordinal: "3. Oktober".
 * - `traditional-characters`: texts may have traditional characters for the simplified ones, and the other way round.
 * - `umlaut-digraphs`: umlauts are typed as digraphs where the keyboard has none: Mueller, Müller.
 * - `unspaced`: words are written without spaces; the platform has a dictionary that cuts them.
 * - `wordy`: hardly a sentence does without a function word, so that output and labels can be told from sentences.
 */
export type Trait =
  | 'capital-nouns'
  | 'compounds'
  | 'dotted-i'
  | 'pointed-ordinals'
  | 'traditional-characters'
  | 'umlaut-digraphs'
  | 'unspaced'
  | 'wordy';

/** Words are separated by single spaces, in lower case and without their last point. */
export interface Abbreviations {
  /** Their full stop ends no sentence. */
  words: string;
  /** Those among them that do end one when a capital follows, like "etc."; empty where there are none. */
  closing: string;
}

export interface NumberWords {
  /** The words for 0 to 20, in order, separated by single spaces. */
  words: string;
  /** Those among them that are as often another word: articles, "sei" (you are), "acht" (attention). */
  ambiguous: string;
}

/** What kind of thing a question wants to hear. */
export type AnswerType = 'number' | 'time' | 'person' | 'place' | 'reason' | 'definition' | 'manner' | 'list';

export interface FollowUps {
  /** How a message begins that goes on from the one before: "And …?", "What about …?". */
  openings: RegExp;
  /** Words that stand for something said before: "he", "there". */
  pointers: RegExp;
}

/** What a persona says of itself, without a model. */
export const phraseKinds = [
  'no_answer',
  'greeting',
  'wellbeing',
  'thanks',
  'farewell',
  'who',
  'help',
  'fine',
] as const;
export type PhraseKind = (typeof phraseKinds)[number];

/** The small talk that is recognised, each answered by the phrase of the same name. */
export type SmallTalkKind = Exclude<PhraseKind, 'no_answer'>;

/** What a text that is meant for a model does to it. */
export type ModelInstruction = 'ignore' | 'reveal' | 'role' | 'dictate';

/**
 * All that is known of one language. Every field must be there: what a language lacks is declared by `absent('why')`.
 * A new ability is a new field here (and in `not-spoken.ts`, for the languages nobody has written it for).
 */
export interface LanguagePack {
  /** ISO 639-1 code, which names the file. */
  code: string;
  /** English name, as `Intl.DisplayNames` has it. */
  name: string;
  /** Languages of one script are told apart by their function words and distinctive letters. */
  script: Script;
  traits: readonly Trait[];
  /** Letters, in lower case, that keep their marks: they are letters of their own, not marked forms of another. */
  ownLetters: string;
  /** Letters, in lower case, that speak for the language as strongly as a function word that no other has. */
  distinctiveLetters: string;

  /**
   * What a question is asked with, not what it asks for, separated by white space. They have no weight in retrieval, and
   * their shares tell the languages of one script apart. So the list holds frequent grammatical words only (articles,
   * pronouns, prepositions, auxiliaries, question words), never nouns that could be looked for.
   */
  functionWords: string | Absent;
  /** The stemmer of words; without one they are compared as they are written. */
  stem: Stem | Absent;
  /** Abbreviations beside the English ones, which hold in texts of every language. */
  abbreviations: Abbreviations | Absent;

  /** A count that is written as a word proves one in digits, and the other way round. */
  numberWords: NumberWords | Absent;
  /** Words, separated by single spaces, that show that a text counts something. Looked for in every text. */
  quantities: string | Absent;
  /** Common words, separated by single spaces, that begin sentences before a name and are none: "In Paris". */
  sentenceOpeners: string | Absent;
  /** What a name (in lower case) may end with in one sentence and not in another; absent: its last two letters. */
  nameEndings: RegExp | Absent;

  /** How each kind of thing is asked for: sources of regular expressions (flag u) over the lower-cased question. */
  questions: Readonly<Record<AnswerType, string>> | Absent;
  /** How people ask to be told something, whatever it is: "can you tell me about". */
  requests: RegExp | Absent;
  /** Words (flag g) for the kind of thing that a definition is asked of: "the INCR command". */
  classNouns: RegExp | Absent;
  /** Words of a sentence that gives a reason. */
  causes: RegExp | Absent;
  /** What tells a message that leans on an earlier one. */
  followUps: FollowUps | Absent;
  /** Words at the beginning of a sentence that point to the one before it. */
  backReferences: RegExp | Absent;
  /** Words, separated by single spaces, with which a sentence speaks of the code before it: "above". */
  pointsUp: string | Absent;

  /**
   * Forms of small talk: sources of regular expressions (flag u) over folded text, which has lower case, single
   * spaces, no marks and no punctuation. A message is small talk when nothing else is in it.
   */
  smallTalk: Readonly<Record<SmallTalkKind, string>> | Absent;
  /** The persona's own sentences: first person, free of facts, so that none needs a citation. `{name}` is its name. */
  phrases: Readonly<Record<PhraseKind, string>> | Absent;
  /** A question about `{topic}`. */
  topicQuestion: string | Absent;
  /** Phrases (flags g, i) that are meant for a model and not for a reader, by what they do to it. */
  modelInstructions: Readonly<Partial<Record<ModelInstruction, RegExp>>> | Absent;
}
