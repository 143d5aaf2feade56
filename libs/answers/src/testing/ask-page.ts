import { extractAnswer } from '../extract/extract.ts';
import { evidenceOf } from './evidence.ts';

/** What the persona's own sentences answer to a question, when its one page says `content`. */
export const askPage = (question: string, language: string, content: string): string =>
  extractAnswer({
    question,
    background: '',
    language,
    evidence: evidenceOf([{ title: '-', content }]),
    personaName: 'Ada',
  }).response;
