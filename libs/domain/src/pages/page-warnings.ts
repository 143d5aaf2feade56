import type { Page, PageWarning } from '@persona/contracts';
import { createTimeSlices } from '@persona/queues';
import { readPage, type ReadingWarning, type Shown } from '@persona/text';

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

/** The same as sentences. */
export const messagesOf = (page: Pick<Page, 'warnings'>): string[] =>
  pageWarnings(page).map(({ message }) => message);

/**
 * Pages of at most so many characters are read before their caller is answered, so many of one call. All
 * others are read by the worker alone, which keeps what it finds with the page.
 */
const MAX_READ_CHARACTERS = 20_000;
const MAX_READ_CHARACTERS_PER_CALL = 60_000;

/**
 * What the readings of pages warn of, a list a page, as far as that is known or they are small enough to be
 * read at once.
 */
export async function warningsOfSmall(pages: readonly Shown[]): Promise<string[][]> {
  const slice = createTimeSlices();
  let left = MAX_READ_CHARACTERS_PER_CALL;
  const all: string[][] = [];
  for (const { content, warnings: known } of pages) {
    await slice();
    const isRead = known === undefined && content.length <= Math.min(MAX_READ_CHARACTERS, left);
    if (isRead) left -= content.length;
    const warnings = isRead ? readPage(content).warnings : (known ?? []);
    all.push(warnings.map((code) => MESSAGES[code]));
  }
  return all;
}
