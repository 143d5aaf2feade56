/** Long enough for any question, and short enough that no way to read one holds the event loop for long. */
export const MAX_ASKED_CHARACTERS = 3000;
/** Hardly a word is longer; expressions that look for the end of one begin anew at each of its letters. */
const LONG_WORDS = /\S{64}(?=\S)/gu;
const LONG_SPACES = /(\s{8})\s+/gu;

/**
 * What of a message is read as a question and looked up: of a long one its beginning and its end, where
 * people put what they ask, and no word or space without end. A model sees all of it.
 */
export function whatIsAsked(message: string): string {
  const half = MAX_ASKED_CHARACTERS / 2 - 1;
  const asked =
    message.length <= MAX_ASKED_CHARACTERS
      ? message
      : `${message.slice(0, half)}\n\n${message.slice(-half)}`.toWellFormed();
  return asked.replaceAll(LONG_SPACES, '$1').replaceAll(LONG_WORDS, '$& ');
}
