export { answer, type Answer, type Ask } from './answer.ts';
export { signalNames, signalVector } from './confidence.ts';
export type { Turn } from './conversation.ts';
export type { Draft, Evidence } from './evidence.ts';
export { extractAnswer, type Extraction, type ExtractiveQuestion } from './extract.ts';
export type { Persona } from './prompt.ts';
export { checkText } from './review-checks.ts';
export { suggestPrompts, type PromptsQuestion } from './suggest-prompts.ts';
export type { Lie } from './verify.ts';
