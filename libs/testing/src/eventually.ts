import { setTimeout as sleep } from 'node:timers/promises';

interface EventuallyOptions {
  /** Milliseconds before giving up; generous, because a passing test does not wait that long. */
  timeoutMs?: number;
  intervalMs?: number;
}

/**
 * Waits until `check` returns something truthy and returns that; `check` is called again when it throws.
 * Throws its last error, or an error with the source of `check`, so that a failing test says what it waited
 * for.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { timeoutMs = 120_000, intervalMs = 20 }: EventuallyOptions = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let failure: unknown;
    try {
      const value = await check();
      if (value) return value;
    } catch (error) {
      failure = error;
    }
    if (performance.now() > deadline)
      throw failure ?? new Error(`This did not come true within ${timeoutMs} ms: ${check.toString()}`);
    await sleep(intervalMs);
  }
}
