import type { Page, PageWarning } from '@persona/contracts';
import { createTimeSlices } from '@persona/queues';
import { readPage, type ReadingWarning } from '@persona/text';
import type { PageInput } from '../domain.ts';
import { checkShowsText } from './page-draft.ts';

/** What a page's owner is told, by what its reading warns of. */
const MESSAGES: Record<ReadingWarning, string> = {
  no_text: 'It shows no text, so only its title is found, and it answers nothing.',
  gallery:
    'It shows mostly pictures, and what is in a picture is not read: say in words what they show, or leave it out.',
  mostly_markup:
    'Almost all of it is markup or code and hardly any text: send the words of the page, without the site around it.',
  mojibake:
    'Some of its letters were garbled by a wrong encoding ("fÃ¼r" for "für") and are read as what they were: store it as UTF-8 to have it quoted without such letters.',
  garbled:
    'Some of its letters look garbled by a wrong encoding and could not be repaired: store the page again as UTF-8.',
};

/** What the reading of a page's live version warned of. */
export const pageWarnings = ({ warnings = [] }: Pick<Page, 'warnings'>): PageWarning[] =>
  warnings.flatMap((code) =>
    Object.hasOwn(MESSAGES, code) ? [{ code, message: MESSAGES[code as ReadingWarning] }] : [],
  );

/**
 * Pages of at most so many characters are read before their caller is answered, so many of one call. All
 * others are read by the worker alone, which keeps what it finds with the page.
 */
const MAX_READ_CHARACTERS = 20_000;
const MAX_READ_CHARACTERS_PER_CALL = 60_000;

/** What the readings of pages warn of, a list a page, as far as they are small enough to be read at once. */
export async function warningsOfSmall(contents: readonly string[]): Promise<string[][]> {
  const slice = createTimeSlices();
  let left = MAX_READ_CHARACTERS_PER_CALL;
  const warnings: string[][] = [];
  for (const content of contents) {
    await slice();
    const isRead = content.length <= Math.min(MAX_READ_CHARACTERS, left);
    if (isRead) left -= content.length;
    warnings.push(isRead ? readPage(content).warnings.map((code) => MESSAGES[code]) : []);
  }
  return warnings;
}

/** Throws `validation_error` naming the first page of `param` that would show no text. */
export async function checkPagesShowText(
  pages: readonly Pick<PageInput, 'content'>[],
  param: string,
): Promise<void> {
  const slice = createTimeSlices();
  for (const [n, { content }] of pages.entries()) {
    await slice();
    checkShowsText(content, `${param}[${n}].content`);
  }
}
