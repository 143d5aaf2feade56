import { AppError, MAX_METADATA_BYTES, MiB, type PageBodyInput } from '@persona/contracts';
import { checkShowsText } from '@persona/domain';

/**
 * The most bytes that a page of `maxBytes` of text may have as JSON: escapes make a text of any language three
 * times as long at most, and metadata come on top.
 */
export const maxPageJsonBytes = (maxBytes: number): number => 3 * maxBytes + MiB;

/**
 * Refuses what a schema can't: pages that show no text, over `maxBytes` of text, or with metadata over 64 KB.
 * `at` is the path of the page in the request, as in `pages[3]`; empty when the page is the request itself.
 */
export function checkPage(page: PageBodyInput, at: string, maxBytes: number): void {
  const path = (field: string): string => (at ? `${at}.${field}` : field);
  if (!/\S/.test(page.title))
    throw refuse('validation_error', `${path('title')} must not be blank`, path('title'));
  checkContent(page.content, path('content'), maxBytes);
  checkMetadata(page.metadata, path('metadata'));
}

/** Refuses a text that shows nothing or is over `maxBytes`; `param` is its path in the request. */
export function checkContent(content: string, param: string, maxBytes: number): void {
  // A UTF-16 unit becomes three bytes at most, so only a text that could be too long is measured.
  if (content.length * 3 > maxBytes && Buffer.byteLength(content) > maxBytes) {
    const limit = `${maxBytes / 1024 / 1024} MiB`;
    throw refuse(
      'payload_too_large',
      `${param} is over the limit of ${limit} a page; split it into several pages`,
      param,
    );
  }
  checkShowsText(content, param);
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
