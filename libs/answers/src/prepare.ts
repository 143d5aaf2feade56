import { languages } from '@persona/languages';
import { entryOf } from '@persona/text';
import { asPersona } from './question/persons.ts';
import { compileRequests } from './question/read-request.ts';

/**
 * Compiles what is known of languages before anybody asks: the first question of a process would hold its
 * event loop for all of it.
 */
export function prepareAnswers(): void {
  for (const { code } of languages) {
    entryOf('', code);
    asPersona('', code);
  }
  compileRequests();
}
