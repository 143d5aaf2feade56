import { AppError, MAX_METADATA_BYTES, MiB, type PageBodyInput } from '@persona/contracts';
import { checkShowsText, type PageInput } from '@persona/domain';
import { createTimeSlices } from '@persona/queues';

/**
 * The most bytes that a page of `maxBytes` of text may have as JSON: escapes make a text of any language
 * three times as long at most, and metadata come on top.
 */
export const maxPageJsonBytes = (maxBytes: number): number => 3 * maxBytes + MiB;

/**
 * Refuses what a schema can't: pages with a blank title, over `maxBytes` of text, with metadata over 64 KB,
 * or that show no text. `param` is the path of the pages in the request. The pages are given back with what
 * was learnt of them, so that storing them does not look again.
 */
export async function checkPages(
  pages: readonly PageBodyInput[],
  param: string,
  maxBytes: number,
): Promise<PageInput[]> {
  const slice = createTimeSlices();
  for (const [n, page] of pages.entries()) {
    await slice();
    checkFields(page, `${param}[${n}].`, maxBytes);
  }
  const checked: PageInput[] = [];
  for (const [n, page] of pages.entries()) {
    await slice();
    checked.push({ ...page, shown: checkShowsText(page.content, `${param}[${n}].content`) });
  }
  return checked;
}

/** As `checkPages`, for a page that is the whole request or line. */
export function checkPage(page: PageBodyInput, maxBytes: number): PageInput {
  checkFields(page, '', maxBytes);
  return { ...page, shown: checkShowsText(page.content, 'content') };
}

/** The bytes of titles and texts, as quotas count them. */
export async function bytesOfPages(
  pages: readonly { title?: string | undefined; content: string }[],
): Promise<number> {
  const slice = createTimeSlices();
  let bytes = 0;
  for (const { title = '', content } of pages) {
    await slice();
    bytes += Buffer.byteLength(title) + Buffer.byteLength(content);
  }
  return bytes;
}

function checkFields({ title, content, metadata }: PageBodyInput, at: string, maxBytes: number): void {
  if (!/\S/.test(title)) throw refuse('validation_error', `${at}title must not be blank`, `${at}title`);
  checkSize(content, `${at}content`, maxBytes);
  checkMetadata(metadata, `${at}metadata`);
}

/**
 * Refuses a text that shows nothing or is over `maxBytes`, and tells what was learnt of another; `param` is
 * its path in the request.
 */
export function checkContent(content: string, param: string, maxBytes: number): PageInput['shown'] {
  checkSize(content, param, maxBytes);
  return checkShowsText(content, param);
}

function checkSize(content: string, param: string, maxBytes: number): void {
  // A UTF-16 unit becomes three bytes at most, so only a text that could be too long is measured.
  if (content.length * 3 > maxBytes && Buffer.byteLength(content) > maxBytes) {
    const limit = `${maxBytes / 1024 / 1024} MiB`;
    throw refuse(
      'payload_too_large',
      `${param} is over the limit of ${limit} a page; split it into several pages`,
      param,
    );
  }
}

export function checkMetadata(metadata: Record<string, unknown> | undefined, param: string): void {
  if (metadata === undefined || Buffer.byteLength(JSON.stringify(metadata)) <= MAX_METADATA_BYTES) return;
  throw refuse(
    'validation_error',
    `${param} must have at most ${MAX_METADATA_BYTES / 1024} KB as JSON`,
    param,
  );
}

const refuse = (code: 'validation_error' | 'payload_too_large', message: string, param: string): AppError =>
  new AppError(code, message, { param });
