import { known, packOf } from '@persona/languages';
import { expectedAnswerTypes } from './expected-answer-types.ts';
import { requestSpans } from './read-request.ts';

/**
 * Whether a message asks nothing, in words or marks, but describes something: "Returns the length of a list".
 * Of a language whose interrogatives are not known, none does.
 */
export function isDescription(message: string, language: string): boolean {
  const interrogatives = known(packOf(language)?.compoundQuestions)?.interrogatives;
  return (
    interrogatives !== undefined &&
    !/[?？؟]/u.test(message) &&
    !interrogatives.test(message) &&
    expectedAnswerTypes(message, language).size === 0 &&
    requestSpans(message, language).length === 0
  );
}
