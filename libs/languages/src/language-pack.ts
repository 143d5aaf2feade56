/**
 * Something that is not known of a language, with the reason, so that a gap is declared and not forgotten.
 */
export interface Absent {
  readonly absent: string;
}

/** Says that a language lacks something, and why. */
export const absent = (reason: string): Absent => ({ absent: reason });

/** Returns what is known; undefined where it is absent or the language has no pack at all. */
export function known<T>(ability: T | Absent | undefined): T | undefined {
  return isAbsent(ability) ? undefined : ability;
}

export function isAbsent(ability: unknown): ability is Absent {
  return typeof ability === 'object' && ability !== null && 'absent' in ability;
}

/** Removes the endings of a lower-cased word. */
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
 * Traits that some languages have and most don't:
 * - `capital-nouns`: every noun has a capital, so a capital does not mark a name.
 * - `compounds`: compounds are one word: a query for "Leuchtturm" has to find "Leuchtturmwärter".
 * - `dotted-i`: I is the capital of ı, İ that of i.
 * - `free-interrogatives`: an interrogative stands anywhere in a question, and clauses follow each other
 *   without a word that joins them.
 * - `pointed-ordinals`: a point makes a number an ordinal: "3. Oktober".
 * - `traditional-characters`: texts may have traditional characters for the simplified ones, and vice versa.
 * - `umlaut-digraphs`: umlauts are typed as digraphs where the keyboard has none: Mueller, Müller.
 * - `unspaced`: words are written without spaces; the platform has a dictionary that cuts them.
 * - `wordy`: almost every sentence has a function word, which distinguishes sentences from output and labels.
 */
export type Trait =
  | 'capital-nouns'
  | 'compounds'
  | 'dotted-i'
  | 'free-interrogatives'
  | 'pointed-ordinals'
  | 'traditional-characters'
  | 'umlaut-digraphs'
  | 'unspaced'
  | 'wordy';

/** Words are separated by single spaces, in lower case and without their last point. */
export interface Abbreviations {
  /** Words whose full stop does not end a sentence. */
  words: string;
  /**
   * Words among them whose full stop ends a sentence when a capital follows, like "etc."; empty where there
   * are none.
   */
  closing: string;
}

export interface NumberWords {
  /** The words for 0 to 20, in order, separated by single spaces. */
  words: string;
  /** Words among them that are often another word: articles, "sei" (you are), "acht" (attention). */
  ambiguous: string;
}

/** The kind of thing that a question asks for. */
export type AnswerType =
  | 'number'
  | 'price'
  | 'time'
  | 'person'
  | 'place'
  | 'reason'
  | 'definition'
  | 'manner'
  | 'list';

/**
 * What somebody may ask for beside a fact, most particular first: a message that fits several is of the first
 * of them.
 * - `topics`: what may be asked; `self`: who the persona is.
 * - `compare`: two things beside each other. `needs`: what a thing takes.
 * - `opinion`, `advice`: what the persona thinks of a thing, and what it recommends.
 * - `reason`, `since`, `frequency`, `place`, `company`: why, since when, how often, where exactly, with whom.
 * - `events`, `manner`: what happened, and how a thing is done.
 * - `list`, `summary`, `overview`: all there are, a page in short, whatever is said of a thing.
 */
export const requestKinds = [
  'topics',
  'self',
  'compare',
  'needs',
  'opinion',
  'advice',
  'reason',
  'since',
  'frequency',
  'place',
  'company',
  'events',
  'manner',
  'list',
  'summary',
  'overview',
] as const;
export type RequestKind = (typeof requestKinds)[number];

/**
 * What a sentence or heading is recognised by:
 * - `judges`, `advises`: says what the persona thinks of a thing, or what to do.
 * - `needs`: says what a thing takes, or announces the list of it.
 * - `frequency`, `since`: says how often, or since when.
 * - `company`: names people that something was done with.
 * - `pageTalk`: speaks of the page itself: "In this post I will …".
 * - `change`: something became of a thing: it was sold, broke, ended.
 * - `self`: says who the persona is; `selfTitle`: a page that does.
 */
export type Mark =
  | 'judges'
  | 'advises'
  | 'needs'
  | 'frequency'
  | 'since'
  | 'company'
  | 'pageTalk'
  | 'change'
  | 'self'
  | 'selfTitle';

export interface Requests {
  /**
   * By kind, the forms of the whole message, one a line: the source of a regular expression, in which `…`
   * stands for what is spoken of. Lower case; marks on letters do not count.
   */
  kinds: Readonly<Record<RequestKind, string>>;
  /** What people put around a request without asking for more by it, in the same form: "could you …". */
  courtesies: string;
}

/** How two questions become one message: "Where do you live and what do you do?" */
export interface CompoundQuestions {
  /** Words that join, separated by single spaces. */
  conjunctions: string;
  /** What each of the two has, at its beginning or anywhere. */
  interrogatives: RegExp;
}

export interface FollowUps {
  /** The beginnings of a message that continues the one before: "And …?", "What about …?". */
  openings: RegExp;
  /** Words that refer to something said before: "he", "there". */
  pointers: RegExp;
}

/**
 * What people write on pages beside their sentences: sources of regular expressions (flags iu). A page is
 * read with those of its language and with the English ones, which are used everywhere.
 */
export interface PageMarks {
  /** What stands before a question and before its answer: `Q:`, `Problem:`. */
  question: string;
  answer: string;
  /** Names of those who ask, in transcripts. */
  asker: string;
  /** Names that people give themselves on their own pages. */
  self: string;
  /** What stands before a remark that is set apart like a quote: `Note:`. */
  remark: string;
  /** Labels of facts, which are no names of people however often they stand on a page. */
  label: string;
  /** Verbs between the name of a mail's writer and what is quoted of it. */
  wrote: string;
  /** Headings below which others comment on the page. */
  comments: string;
  /** What a period that goes on ends with: `2017 – present`. */
  untilNow: string;
}

/** Words by which people speak of themselves, alone or with others: separated by single spaces. */
export interface SelfWords {
  /** What does something: "I we". */
  subject: string;
  /** What something is done to: "me us". */
  object: string;
  /** Whose something is: "my our". */
  possessive: string;
}

/** Words of a sentence about somebody else, separated by single spaces. */
export interface SubjectWords {
  /** Who does something: "he she they". Only words that are nothing else. */
  thirds: string;
  /** Words that go on with somebody behind a comma, and elsewhere may be others: "who", "der". */
  relatives: string;
  /** What stands before somebody who does not do it: "with my brother". */
  prepositions: string;
  /** What begins another clause without a comma: "and but while". */
  joins: string;
  /**
   * The source of a regular expression (flag u): where words are not written apart, of one that finds
   * somebody of whom a clause is told, `#` being a word for a person; elsewhere of one that such a word
   * matches only where that person does something.
   */
  form?: string;
}

/**
 * How one speaks of oneself, and to somebody else. Pairs are `word=own` or `word=own/other`, separated by
 * single spaces: what somebody is asked with, and what they say instead; `_` is a space.
 */
export interface Persons {
  self: SelfWords;
  /** Whether a sentence without any such word is usually about the one who speaks. */
  omitted: boolean;
  /**
   * Definite articles, by which somebody speaks of what is theirs: "The workshop is in Mill Street." Missing
   * where the language has none, or nobody has written them.
   */
  articles?: string;
  /** Words by which a sentence turns to somebody else: "a friend who has a dog". */
  turns?: string;
  /** By what a sentence shows that somebody else does something; missing where nobody has written it. */
  subjects?: SubjectWords;
  /**
   * Pronouns and possessives of the second person, informal, formal and plural. A word with a capital counts
   * only so, in the middle of a sentence: "Sie".
   */
  you: string;
  /** Forms of verbs that no ending tells: "hast=habe". */
  verbs: string;
  /**
   * Endings of verbs, and of nouns that have the possessor in theirs: the source of a regular expression
   * (flag u) over a lower-cased word, with what stands instead when one speaks of oneself. They are tried on
   * every word of a question that addresses somebody, so a rule may make words that do not exist.
   */
  endings: readonly (readonly [ending: string, ...own: string[]])[];
  /**
   * Questions that address somebody without such a word: source of a regular expression (flag u) over the
   * question, its first letter lower-cased; empty where a pronoun is always there.
   */
  addressed: string;
}

/**
 * How somebody is asked whether a thing is theirs ("do you have a …"), and how they say it. `asked` is the
 * source of a regular expression (flag u) over the lower-cased question; `told` of one (flags i, u) over what
 * stands before the thing in a sentence, up to its end: "my old", "I bought a".
 */
export interface Possession {
  asked: string;
  told: string;
}

/** What a number with its unit measures. */
export type Measure = 'extent' | 'duration' | 'weight' | 'speed' | 'age' | 'temperature' | 'money';

/**
 * How a language asks for a measure and tells it: sources of regular expressions (flag u, `told` also i),
 * `asked` over the lower-cased question. In `told`, `#` stands for a number in digits or words; symbols of
 * units (km, kg) are known for all languages.
 */
export interface MeasureForms {
  asked: string;
  told: string;
  /** How labels name it, separated by single spaces. */
  labels: string;
}

/**
 * The kinds of sentences that a persona says without a model. `still_reading` stands for `no_answer` while
 * some of its pages are not in the index.
 */
export const phraseKinds = [
  'no_answer',
  'still_reading',
  'greeting',
  'wellbeing',
  'thanks',
  'farewell',
  'who',
  'help',
  'fine',
  'wordless',
  'topics',
] as const;
export type PhraseKind = (typeof phraseKinds)[number];

/** The kinds of small talk that are recognised; the phrase of the same name answers each. */
export type SmallTalkKind = Exclude<PhraseKind, 'no_answer' | 'still_reading' | 'wordless' | 'topics'>;

/** The effect that a text addressed to a model tries to have on it. */
export type ModelInstruction = 'ignore' | 'reveal' | 'role' | 'dictate';

/**
 * All that is known of one language. Every field is required: what a language lacks is declared by
 * `absent('why')`. A new ability is a new field here (and in `not-spoken.ts`, for the languages that lack
 * it).
 */
export interface LanguagePack {
  /** The ISO 639-1 code, which is also the file's name. */
  code: string;
  /** The English name, as in `Intl.DisplayNames`. */
  name: string;
  /** Languages of one script are distinguished by their function words and distinctive letters. */
  script: Script;
  traits: readonly Trait[];
  /**
   * Lower-case letters that keep their marks, because they are letters of their own and not marked forms of
   * others.
   */
  ownLetters: string;
  /**
   * Lower-case letters that indicate the language as strongly as a function word that no other language has.
   */
  distinctiveLetters: string;

  /**
   * The words of a question that do not say what it asks for, separated by white space. They have no weight
   * in retrieval, and their shares distinguish the languages of one script. So the list holds frequent
   * grammatical words only (articles, pronouns, prepositions, auxiliaries, question words), never nouns that
   * could be searched for.
   */
  functionWords: string | Absent;
  /** The stemmer; without one, words are compared as they are written. */
  stem: Stem | Absent;
  /**
   * Forms of one word that the stemmer leaves apart, families separated by commas, the dictionary's entry
   * first: "sell sold, foot feet". A form that is more often another word ("wound" of "wind") is left out.
   */
  irregularForms: string | Absent;
  /**
   * A participle that begins otherwise than its verb, which is its groups, joined, and the ending:
   * "gearbeitet" is of "arbeiten". Nouns that look like one are harmless: nothing else becomes their verb.
   */
  participles: { form: RegExp; ending: string } | Absent;
  /**
   * Words by which people ask for the same thing, families separated by commas: "price cost fee". A word may
   * stand in several. They count for less than the word itself, since each says something else as well.
   */
  swappedWords: string | Absent;
  /** Abbreviations in addition to the English ones, which hold in texts of every language. */
  abbreviations: Abbreviations | Absent;

  /** A count that is written as a word supports one in digits, and vice versa. */
  numberWords: NumberWords | Absent;
  /** Times that mean something only with the date of the page: "yesterday", "last summer", "a month ago". */
  relativeTimes: RegExp | Absent;
  /**
   * Words, separated by single spaces, that show that a text counts something. They are looked for in texts
   * of every language.
   */
  quantities: string | Absent;
  /** What says that something is not so: "not", "never", "without". It has no flag `g`. */
  negations: RegExp | Absent;
  /**
   * Common words, separated by single spaces, that precede a name at the beginning of sentences and are not
   * part of it: "In Paris".
   */
  sentenceOpeners: string | Absent;
  /**
   * Endings (in lower case) that a name may have in one sentence and not in another; absent: its last two
   * letters.
   */
  nameEndings: RegExp | Absent;

  /**
   * Forms of questions for each kind of answer: sources of regular expressions (flag u) over the lower-cased
   * question.
   */
  questions: Readonly<Record<AnswerType, string>> | Absent;
  /** How lengths, weights and the like are asked for and told. */
  measures: Readonly<Record<Measure, MeasureForms>> | Absent;
  /**
   * What people ask about persons in other words than these have for it ("how old are you": "born in 1961"),
   * one a line: `asked → words → told`. `asked` is the source of a regular expression (flag u) over the
   * lower-cased question, `words` are what is looked for instead, separated by spaces, and `told` is the
   * source of one (flags i, u) for sentences that tell it without such a word, or nothing.
   *
   * With `⇒` nothing else tells it. In `asked`, `#` stands for a word for a person; a word with `+` is only
   * looked for.
   */
  personalFacts: string | Absent;
  /** How people ask for something else than a fact. */
  requests: Requests | Absent;
  /** What sentences are recognised by: sources of regular expressions (flags i, u). */
  sentenceMarks: Readonly<Record<Mark, string>> | Absent;
  compoundQuestions: CompoundQuestions | Absent;
  /** Words for persons, "uncle", "neighbour", which tell who: sources of expressions, separated by spaces. */
  people: string | Absent;
  /** Words (flag g) that name the kind of thing in a question for a definition: "the INCR command". */
  classNouns: RegExp | Absent;
  /**
   * How labels name what is asked for in other words, separated by spaces: "Price" for "how much does it
   * cost", "Release date" for "when was it released".
   */
  labelNames: Readonly<Partial<Record<AnswerType, string>>> | Absent;
  /**
   * Words of a question that no answer repeats and that elsewhere may be words like others (flags g, u; lower
   * case): "may I", the month; "anybody".
   */
  emptyWords?: RegExp;
  /** Words that ask for the present (flags g, u): what is said in the present need not repeat "now". */
  presently?: RegExp;
  /** Words that mark a sentence as giving a reason. */
  causes: RegExp | Absent;
  /** What marks a message that depends on an earlier one. */
  followUps: FollowUps | Absent;
  /** Words at the beginning of a sentence that refer to the sentence before it. */
  backReferences: RegExp | Absent;
  /** Words, separated by single spaces, by which a sentence refers to the code before it: "above". */
  pointsUp: string | Absent;

  /**
   * Forms of small talk: sources of regular expressions (flag u) over folded text, which has lower case,
   * single spaces, no marks and no punctuation. A message is small talk when it consists of nothing else.
   */
  smallTalk: Readonly<Record<SmallTalkKind, string>> | Absent;
  /**
   * Sentences that the persona says about itself: first person, without facts, so that none needs a citation.
   * `{name}` is its name, `{topics}` a list of what its pages are about.
   */
  phrases: Readonly<Record<PhraseKind, string>> | Absent;
  /** A question about `{topic}`. */
  topicQuestion: string | Absent;
  /** Offers what the persona has written about a `{topic}` near to the one that was asked for. */
  offer: string | Absent;
  /**
   * Words, separated by single spaces, that name nothing by themselves: a question that has no others, "What
   * got done?", cannot be asked by somebody who has not read the page.
   */
  lightWords: string | Absent;
  /**
   * Questions and their answers in other words. Models differ in how near they place what belongs together
   * and what does not, and in the languages they know: with these pairs, straight and crossed, it is
   * measured.
   */
  inOtherWords: readonly (readonly [question: string, answer: string])[] | Absent;
  /** Phrases (flags g, i) that address a model and not a reader, by the effect they try to have. */
  modelInstructions: Readonly<Partial<Record<ModelInstruction, RegExp>>> | Absent;

  /** What people write on pages beside their sentences. */
  pageMarks: PageMarks | Absent;
  /** How a question begins that asks which of several things, so that its answer names one. */
  asksWhich: RegExp | Absent;
  /** How somebody is asked for what is theirs, and says that it is. */
  possession: Possession | Absent;
  /** The words for "I" and "you". */
  persons: Persons | Absent;
}
