export { detectLanguage } from './analysis/language.ts';
export { Role, visitTerms, type VisitTerm } from './analysis/terms.ts';
export { cleanText, rawSpan, type CleanText } from './passages/clean-text.ts';
export { cutPassages } from './passages/cut.ts';
export { sentences, type Span } from './passages/sentences.ts';
