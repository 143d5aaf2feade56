import { absent, type LanguagePack } from './language-pack.ts';

const unwritten = absent('nobody who speaks it has written this yet');

/** For a language that is read and found, but in which questions are not understood and nothing is said. */
export const notSpoken = {
  numberWords: unwritten,
  quantities: unwritten,
  sentenceOpeners: unwritten,
  nameEndings: unwritten,
  questions: unwritten,
  requests: unwritten,
  classNouns: unwritten,
  causes: unwritten,
  followUps: unwritten,
  backReferences: unwritten,
  pointsUp: unwritten,
  smallTalk: unwritten,
  phrases: unwritten,
  topicQuestion: unwritten,
  modelInstructions: unwritten,
} satisfies Partial<LanguagePack>;

const noWords = absent('nobody who speaks it has written a list yet');

/** For a language of which no more is known than its script, its stems or how it is spelled. */
export const hardlyKnown = {
  ...notSpoken,
  ownLetters: '',
  distinctiveLetters: '',
  functionWords: noWords,
  stem: absent('no maintained stemmer is known'),
  abbreviations: noWords,
} satisfies Partial<LanguagePack>;
