import { absent, type LanguagePack } from './language-pack.ts';

const unwritten = absent('nobody who speaks it has written this yet');

/**
 * For a language that is read and searched, but in which questions are not understood and no sentences are
 * known.
 */
export const notSpoken = {
  irregularForms: absent('nobody has collected them yet'),
  participles: absent('nobody has collected them yet'),
  swappedWords: absent('nobody has collected them yet'),
  numberWords: unwritten,
  relativeTimes: absent('nobody has collected them yet'),
  quantities: unwritten,
  negations: unwritten,
  sentenceOpeners: unwritten,
  nameEndings: unwritten,
  questions: unwritten,
  measures: unwritten,
  personalFacts: unwritten,
  requests: unwritten,
  sentenceMarks: unwritten,
  compoundQuestions: unwritten,
  people: unwritten,
  classNouns: unwritten,
  labelNames: unwritten,
  causes: unwritten,
  followUps: unwritten,
  backReferences: unwritten,
  pointsUp: unwritten,
  smallTalk: unwritten,
  phrases: unwritten,
  topicQuestion: unwritten,
  offer: unwritten,
  lightWords: unwritten,
  inOtherWords: unwritten,
  modelInstructions: unwritten,
  pageMarks: unwritten,
  asksWhich: unwritten,
  possession: unwritten,
  persons: unwritten,
} satisfies Partial<LanguagePack>;

const noWords = absent('nobody who speaks it has written a list yet');

/** For a language of which only the script, stems or spelling are known. */
export const hardlyKnown = {
  ...notSpoken,
  ownLetters: '',
  distinctiveLetters: '',
  functionWords: noWords,
  stem: absent('no maintained stemmer is known'),
  abbreviations: noWords,
} satisfies Partial<LanguagePack>;
