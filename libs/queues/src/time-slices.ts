import { setImmediate as nextTurn } from 'node:timers/promises';

const MAX_SYNC_MS = 8;

/**
 * For a loop of synchronous steps beside serving: awaited before each step, it lets the event loop serve
 * others when the steps since the last time have taken `maxSyncMs`.
 */
export function createTimeSlices(maxSyncMs = MAX_SYNC_MS): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < maxSyncMs) return;
    await nextTurn();
    began = performance.now();
  };
}
