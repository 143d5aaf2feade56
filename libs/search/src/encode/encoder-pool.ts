import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { EncodeResult, EncoderPool, PageToEncode } from '../search-index.ts';

export interface EncoderPoolOptions {
  /** Threads; the cores less one when not given, at least one. */
  threads?: number;
  /** How long one page may take in milliseconds, beside the time for its size. A page that takes longer fails. */
  timeout?: number;
  /** The program of a thread; tests put a hostile one here. */
  program?: URL;
}

/** Pages go to a thread a slice at a time: few enough that another caller's pages wait little, enough that messages cost nothing. */
const SLICE_PAGES = 16;
const SLICE_CHARACTERS = 200_000;
/** How long a thread may take to load its program, in milliseconds. */
const START = 60_000;
/** Milliseconds per thousand characters: ten times what a slow core needs. */
const PER_THOUSAND = 10;

interface Task {
  page: PageToEncode;
  resolve: (result: EncodeResult) => void;
}

interface Thread {
  worker: Worker;
  tasks: Task[];
  timer: NodeJS.Timeout | undefined;
  ready: boolean;
}

/** Threads that encode pages, started when they are first needed. The page a thread is at when it dies or hangs fails; those behind it go to a new one. */
export function createEncoderPool({
  threads = Math.max(1, availableParallelism() - 1),
  timeout = 10_000,
  program = new URL('./encoder-thread.ts', import.meta.url),
}: EncoderPoolOptions = {}): EncoderPool {
  const waiting: Task[] = [];
  const running = new Set<Thread>();
  let closing: Promise<void> | undefined;
  let drained: (() => void) | undefined;

  const blame = (thread: Thread, message: string, cause?: unknown): void => {
    if (!running.delete(thread)) return;
    clearTimeout(thread.timer);
    void thread.worker.terminate();
    const [culprit, ...innocent] = thread.tasks;
    if (culprit)
      culprit.resolve({ ok: false, page_id: culprit.page.page_id, error: new Error(message, { cause }) });
    waiting.unshift(...innocent);
    feed();
  };

  const watch = (thread: Thread): void => {
    clearTimeout(thread.timer);
    const next = thread.tasks[0];
    if (!next) return;
    const patience = (thread.ready ? timeout : START) + (next.page.content.length / 1_000) * PER_THOUSAND;
    const tooLong = (): void => {
      // After a stall of this thread's own the result may be waiting to be read.
      setImmediate(() => {
        if (thread.tasks[0] === next) blame(thread, `encoding took longer than ${Math.round(patience)} ms`);
      });
    };
    thread.timer = setTimeout(tooLong, patience);
  };

  const start = (): Thread => {
    const worker = new Worker(program, { name: 'encoder' });
    const thread: Thread = { worker, tasks: [], timer: undefined, ready: false };
    running.add(thread);
    worker.on('message', (message: EncodeResult | 'ready') => {
      if (message === 'ready') thread.ready = true;
      else thread.tasks.shift()?.resolve(message);
      watch(thread);
      if (thread.tasks.length === 0) feed();
    });
    worker.on('error', (error) => blame(thread, 'the encoder thread failed', error));
    worker.on('exit', (code) => blame(thread, `the encoder thread ended with code ${code}`));
    // An idle pool keeps no process alive.
    worker.unref();
    return thread;
  };

  const feed = (): void => {
    while (waiting.length > 0) {
      let thread = running.values().find(({ tasks }) => tasks.length === 0);
      if (!thread && running.size < threads) thread = start();
      if (!thread) return;
      let characters = 0;
      while (waiting.length > 0 && thread.tasks.length < SLICE_PAGES && characters < SLICE_CHARACTERS) {
        const task = waiting.shift() as Task;
        characters += task.page.content.length;
        thread.tasks.push(task);
      }
      thread.worker.ref();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      thread.worker.postMessage(thread.tasks.map(({ page }) => page));
      watch(thread);
    }
    for (const thread of running) if (thread.tasks.length === 0) thread.worker.unref();
    if (running.values().every(({ tasks }) => tasks.length === 0)) drained?.();
  };

  return {
    encode(pages) {
      if (closing) return Promise.reject(new Error('the encoder pool is closed'));
      const results = pages.map(
        (page) => new Promise<EncodeResult>((resolve) => waiting.push({ page, resolve })),
      );
      feed();
      return Promise.all(results);
    },
    close() {
      closing ??= (async () => {
        await new Promise<void>((resolve) => {
          drained = resolve;
          feed();
        });
        const workers = Array.from(running, ({ worker }) => worker);
        running.clear();
        await Promise.all(workers.map((worker) => worker.terminate()));
      })();
      return closing;
    },
  };
}
