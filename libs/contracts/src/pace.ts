/** The longest that work on one request may hold the event loop before others get a turn, in ms. */
const TURN_MS = 10;

/**
 * Makes the pauses of long work in one process: called between two of its steps, it resolves at once, or,
 * when the steps since the last pause took long, after whatever else waits on the event loop has run. Each
 * piece of work has its own.
 */
export function createPace(turnMs = TURN_MS): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < turnMs) return;
    await new Promise(setImmediate);
    began = performance.now();
  };
}
