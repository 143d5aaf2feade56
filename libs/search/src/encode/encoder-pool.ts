import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { EncodeResult, EncoderPool, PageToEncode } from '../search-index.ts';

export interface EncoderPoolOptions {
  /** The number of threads; by default one less than the cores, at least one. */
  threads?: number;
  /**
   * How many milliseconds one page may take, in addition to the time for its size. A page that takes longer
   * fails.
   */
  timeoutMs?: number;
  /** After how many milliseconds without work a thread ends; the next page starts another. */
  idleTimeoutMs?: number;
  /** The program of a thread; tests replace it by one that fails. */
  program?: URL;
}

/**
 * A thread gets this many pages at a time: few enough that another caller's pages wait little, and enough
 * that messages cost nothing.
 */
const MAX_BATCH_PAGES = 16;
const MAX_BATCH_CHARACTERS = 50_000;
/** Pages of more characters never take the last free thread. */
const MIN_LARGE_CHARACTERS = 400_000;
/** How long a thread may take to load its program. */
const START_TIMEOUT_MS = 60_000;
/** Milliseconds for a thousand characters: ten times what a slow core needs. */
const MS_PER_THOUSAND_CHARACTERS = 10;

interface Task {
  page: PageToEncode;
  resolve: (result: EncodeResult) => void;
}
/** The pages of one call that still wait. */
type Line = Task[];

interface Thread {
  worker: Worker;
  /** A batch of pages of one call. */
  tasks: Task[];
  line: Line;
  timer: NodeJS.Timeout | undefined;
  idleTimer: NodeJS.Timeout | undefined;
  ready: boolean;
}

/**
 * Threads that encode pages, started when they are needed and ended when they have been idle. Calls take
 * turns, a batch each, so that one page of a caller does not wait for the thousands of another; large pages
 * leave a thread to the other calls.
 * When a thread dies or hangs, its current page fails and those behind it go to a new thread.
 */
export function createEncoderPool({
  threads = Math.max(1, availableParallelism() - 1),
  timeoutMs = 10_000,
  idleTimeoutMs = 30_000,
  program = new URL('./encoder-thread.ts', import.meta.url),
}: EncoderPoolOptions = {}): EncoderPool {
  /** The waiting calls, in the order of their turns. */
  const lines = new Set<Line>();
  const running = new Set<Thread>();
  let closing: Promise<void> | undefined;
  let drained: (() => void) | undefined;

  const blame = (thread: Thread, message: string, cause?: unknown): void => {
    if (!running.delete(thread)) return;
    clearTimeout(thread.timer);
    clearTimeout(thread.idleTimer);
    void thread.worker.terminate();
    const [culprit, ...innocent] = thread.tasks;
    if (culprit)
      culprit.resolve({ ok: false, page_id: culprit.page.page_id, error: new Error(message, { cause }) });
    thread.line.unshift(...innocent);
    if (thread.line.length > 0) lines.add(thread.line);
    feed();
  };

  const watch = (thread: Thread): void => {
    clearTimeout(thread.timer);
    const next = thread.tasks[0];
    if (!next) return;
    const pageTimeoutMs =
      (thread.ready ? timeoutMs : START_TIMEOUT_MS) +
      (next.page.content.length / 1_000) * MS_PER_THOUSAND_CHARACTERS;
    const tooLong = (): void => {
      // After a stall of this thread's own event loop, the result may be waiting to be read.
      setImmediate(() => {
        if (thread.tasks[0] === next)
          blame(thread, `encoding took longer than ${Math.round(pageTimeoutMs)} ms`);
      });
    };
    thread.timer = setTimeout(tooLong, pageTimeoutMs);
  };

  const start = (): Thread => {
    const worker = new Worker(program, { name: 'encoder' });
    const thread: Thread = {
      worker,
      tasks: [],
      line: [],
      timer: undefined,
      idleTimer: undefined,
      ready: false,
    };
    running.add(thread);
    worker.on('message', (message: EncodeResult | 'ready') => {
      if (message === 'ready') thread.ready = true;
      else thread.tasks.shift()?.resolve(message);
      watch(thread);
      if (thread.tasks.length === 0) feed();
    });
    // An error may overtake the results that were sent before it, the end does not: only then it is known
    // which page was in work.
    let failure: { cause: unknown } | undefined;
    worker.on('error', (cause) => (failure = { cause }));
    worker.on('exit', (code) =>
      blame(
        thread,
        failure ? 'the encoder thread failed' : `the encoder thread ended with code ${code}`,
        failure?.cause,
      ),
    );
    // An idle pool does not keep the process alive.
    worker.unref();
    return thread;
  };

  const isLarge = ([first]: readonly Task[]): boolean =>
    first !== undefined && first.page.content.length > MIN_LARGE_CHARACTERS;

  /** The call whose turn it is; calls whose next page would leave no thread to the others are skipped. */
  const nextLine = (): Line | undefined => {
    const large = Array.from(running).filter(({ tasks }) => isLarge(tasks)).length;
    return lines.values().find((line) => !isLarge(line) || large < Math.max(1, threads - 1));
  };

  const takeBatch = (line: Line): Task[] => {
    let count = 0;
    for (let characters = 0; count < Math.min(line.length, MAX_BATCH_PAGES); count++) {
      characters += line[count]?.page.content.length ?? 0;
      if (count > 0 && characters > MAX_BATCH_CHARACTERS) break;
    }
    return line.splice(0, count);
  };

  const rest = (thread: Thread): void => {
    thread.worker.unref();
    clearTimeout(thread.idleTimer);
    const leave = (): void => {
      running.delete(thread);
      void thread.worker.terminate();
    };
    thread.idleTimer = setTimeout(leave, idleTimeoutMs).unref();
  };

  const feed = (): void => {
    for (let line = nextLine(); line; line = nextLine()) {
      let thread = running.values().find(({ tasks }) => tasks.length === 0);
      if (!thread && running.size < threads) thread = start();
      if (!thread) return;
      lines.delete(line);
      thread.tasks = takeBatch(line);
      thread.line = line;
      if (line.length > 0) lines.add(line);
      clearTimeout(thread.idleTimer);
      thread.worker.ref();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      thread.worker.postMessage(thread.tasks.map(({ page }) => page));
      watch(thread);
    }
    for (const thread of running) if (thread.tasks.length === 0) rest(thread);
    if (lines.size === 0 && running.values().every(({ tasks }) => tasks.length === 0)) drained?.();
  };

  return {
    encode(pages) {
      if (closing) return Promise.reject(new Error('the encoder pool is closed'));
      const line: Line = [];
      const results = pages.map(
        (page) => new Promise<EncodeResult>((resolve) => line.push({ page, resolve })),
      );
      if (line.length > 0) lines.add(line);
      feed();
      return Promise.all(results);
    },
    close() {
      closing ??= (async () => {
        await new Promise<void>((resolve) => {
          drained = resolve;
          feed();
        });
        const workers = Array.from(running, ({ worker, idleTimer }) => {
          clearTimeout(idleTimer);
          return worker;
        });
        running.clear();
        await Promise.all(workers.map((worker) => worker.terminate()));
      })();
      return closing;
    },
  };
}
