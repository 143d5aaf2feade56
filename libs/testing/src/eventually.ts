import { setTimeout as sleep } from 'node:timers/promises';

interface EventuallyOptions {
  /** Milliseconds after which it is given up; generous, because nobody waits for it when all is well. */
  timeoutMs?: number;
  intervalMs?: number;
}

/**
 * Waits until `check` returns something truthy, and returns that; a check that throws is asked again. Fails with the last error of the
 * check, or with its source text, so that a red test says what it waited for.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { timeoutMs = 15_000, intervalMs = 20 }: EventuallyOptions = {},
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
