import { setImmediate as nextTurn } from 'node:timers/promises';

const MAX_BLOCKING_MS = 8;

/**
 * For a loop of synchronous steps beside serving: awaited before each step, it lets the event loop serve
 * others when the steps since the last time have taken `sliceMs`.
 */
export function createTimeSlices(sliceMs = MAX_BLOCKING_MS): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < sliceMs) return;
    await nextTurn();
    began = performance.now();
  };
}
