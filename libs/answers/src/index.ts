export type { PageName } from './about-persona.ts';
export { answer, namesOf, type Answer, type Ask } from './answer.ts';
export { signalNames, signalVector } from './extract/confidence.ts';
export type { Turn } from './question/conversation.ts';
export type { Draft, Evidence } from './evidence.ts';
export { createExplainer } from './explain.ts';
export { extractAnswer, type Extraction } from './extract/extract.ts';
export type { ExtractiveQuestion } from './extract/extractive-question.ts';
export { handSetOdds, type Odds } from './extract/odds.ts';
export {
  compareUnits,
  isUnsure,
  leavesOpen,
  meaningOf,
  meaningSignalNames,
  nearnessOfAnswer,
  nearestSignalNames,
  sayNearest,
  type Compared,
  wordAnswerSignalNames,
  wordAnswerSignals,
} from './meaning/extract-by-meaning.ts';
export { createMeaning, type Meaning, type Nearness, type TimelyNearness } from './meaning/nearness.ts';
export { groupQuestions } from './group-questions.ts';
export type { Persona } from './generate/prompt.ts';
export { checkText } from './review/review-checks.ts';
export { answerSignalNames } from './extract/answer-chance.ts';
export { sentenceSignalNames } from './extract/sentence-chance.ts';
export { suggestPrompts, type PromptsQuestion } from './suggest-prompts.ts';
export type { Dropped, ModelLimit } from './generate/generate.ts';
export { whatIsAsked } from './question/what-is-asked.ts';
export { prepareAnswers } from './prepare.ts';
