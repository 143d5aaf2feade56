import { parentPort } from 'node:worker_threads';
import type { EncodeResult, PageToEncode } from '../search-index.ts';
import { encodePage } from './encode-page.ts';

/**
 * The program of an encoder thread: reports that it is ready, then receives pages and sends one message per
 * page, in order.
 */
parentPort?.on('message', (pages: PageToEncode[]) => {
  for (const page of pages) {
    let result: EncodeResult;
    try {
      result = { ok: true, page: encodePage(page) };
    } catch (error) {
      result = {
        ok: false,
        page_id: page.page_id,
        error: error instanceof Error ? error : new Error(String(error)),
      };
    }
    // Copied: the many small arrays of a page cost twice as much where each is handed over.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    parentPort?.postMessage(result);
  }
});

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage('ready');
