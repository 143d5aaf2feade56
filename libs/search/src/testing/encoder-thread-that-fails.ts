import { parentPort } from 'node:worker_threads';
import type { PageToEncode } from '../search-index.ts';
import { encodePage } from '../encode/encode-page.ts';

/** An encoder thread that fails on request. */
parentPort?.on('message', (pages: PageToEncode[]) => {
  for (const page of pages) {
    if (page.content === 'exit') process.exit(3);
    if (page.content === 'throw outside') throw new Error('not caught');
    // oxlint-disable-next-line no-empty -- hangs, as a page might
    while (page.content === 'hang') {}
    const until = performance.now() + 1500;
    // oxlint-disable-next-line no-empty -- slow, as a large page is
    while (page.content.startsWith('slow') && performance.now() < until) {}
    const result =
      page.content === 'refuse'
        ? { ok: false, page_id: page.page_id, error: new Error('refused') }
        : { ok: true, page: encodePage({ ...page, content: page.content.slice(0, 100) }) };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    parentPort?.postMessage(result);
  }
});

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage('ready');
