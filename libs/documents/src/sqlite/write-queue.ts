import { Worker } from 'node:worker_threads';
import { storeDamaged, storeNotReady } from '../store-errors.ts';
import type { FromThread, ThreadData, ToThread } from './writer-thread.ts';
import type { Write, WriteResult } from './writer.ts';

export interface WriteQueue {
  /** Resolves once the write is on disk; rejects with `not_ready` when the commit failed. */
  write(write: Write): Promise<WriteResult>;
  /** Waits for everything that was submitted before. */
  close(): Promise<void>;
}

/**
 * Hands writes to a thread of their own, which starts with the first write and again after it has died. It
 * does not keep the process alive.
 */
export function createWriteQueue(data: ThreadData): WriteQueue {
  interface Waiting {
    resolve: (result: WriteResult) => void;
    reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let thread: Worker | undefined;
  let closing = false;

  function start(): Worker {
    const started = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData: data });
    started.unref();
    started.on('message', (outcome: FromThread) => {
      if (Array.isArray(outcome)) {
        for (const result of outcome) waiting.shift()?.resolve(result);
      } else {
        const error = Object.assign(new Error(outcome.message), { errcode: outcome.errcode });
        for (let i = 0; i < outcome.count; i++) waiting.shift()?.reject(toStoreError(error));
      }
      // Whoever closes waits for the thread's end, after what was written before.
      if (waiting.length === 0 && !closing) started.unref();
    });
    let cause: unknown;
    started.on('error', (error) => (cause = error));
    started.on('exit', () => {
      if (thread === started) thread = undefined;
      const lost = waiting;
      waiting = [];
      for (const { reject } of lost) reject(storeNotReady(cause));
    });
    return started;
  }

  function send(message: ToThread): void {
    thread ??= start();
    thread.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    thread.postMessage(message);
  }

  return {
    write(write) {
      const { promise, resolve, reject } = Promise.withResolvers<WriteResult>();
      waiting.push({ resolve, reject });
      send(write);
      return promise;
    },
    async close() {
      if (!thread) return;
      closing = true;
      const gone = new Promise((done) => thread?.once('exit', done));
      send('close');
      await gone;
    },
  };
}

/** The file says of itself that it is broken, or is no database. */
const DAMAGED = new Set([11, 26]);

/**
 * Faults of the disk and the lock are temporary, and those of the file are not; any other is a mistake of
 * ours.
 */
export function toStoreError(error: unknown): unknown {
  const { errcode } = error as { errcode?: number };
  if (errcode === undefined) return error;
  return DAMAGED.has(errcode & 0xff) ? storeDamaged(error) : storeNotReady(error);
}
