const MAX_BLOCKING_MS = 8;

/** What waits for a turn of the event loop, in order. */
const waiting: (() => void)[] = [];

/**
 * Resolves in a turn of the event loop in which nothing else that waits here goes on: awaited between two
 * long synchronous steps, so that those of many callers never follow each other in one turn.
 */
export function nextTurn(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (waiting.push(resolve) === 1) setImmediate(resumeOne);
  return promise;
}

function resumeOne(): void {
  // What an immediate begins comes in the next turn, after whatever the loop has to serve before.
  if (waiting.length > 1) setImmediate(resumeOne);
  waiting.shift()?.();
}

/**
 * For a loop of synchronous steps beside serving: awaited before each step, it lets the event loop serve
 * others when the steps since the last time have taken `sliceMs`. Of many such loops in a process one goes on
 * at a time, so that together they hold the event loop no longer than one does.
 */
export function createTimeSlices(sliceMs = MAX_BLOCKING_MS): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < sliceMs) return;
    await nextTurn();
    began = performance.now();
  };
}
