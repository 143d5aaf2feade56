import { parentPort } from 'node:worker_threads';
import type { EncodedPage, EncodeResult, PageToEncode } from '../search-index.ts';
import { encodePage } from './encode-page.ts';

/**
 * The program of an encoder thread: reports that it is ready, then receives pages and sends one message per
 * page, in order.
 */
parentPort?.on('message', (pages: PageToEncode[]) => {
  for (const page of pages) {
    let result: EncodeResult;
    let moved: ArrayBuffer[] = [];
    try {
      const encoded = encodePage(page);
      result = { ok: true, page: encoded };
      moved = buffersOf(encoded);
    } catch (error) {
      result = {
        ok: false,
        page_id: page.page_id,
        error: error instanceof Error ? error : new Error(String(error)),
      };
    }
    parentPort?.postMessage(result, moved);
  }
});

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage('ready');

function buffersOf({ title_tokens, passages }: EncodedPage): ArrayBuffer[] {
  const arrays = passages.flatMap((passage) => [
    passage.tokens,
    passage.extra_tokens,
    passage.heading_tokens,
  ]);
  return [title_tokens, ...arrays].map(({ buffer }) => buffer as ArrayBuffer);
}
