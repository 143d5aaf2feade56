import { setTimeout as pause } from 'node:timers/promises';

interface Patience {
  /** Milliseconds after which it is given up; generous, because nobody waits for it when all is well. */
  withinMs?: number;
  everyMs?: number;
}

/**
 * Waits until `check` returns something truthy, and returns that; a check that throws is asked again. Fails with the last error of the
 * check, or with its source text, so that a red test says what it waited for.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { withinMs = 15_000, everyMs = 20 }: Patience = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    let failure: unknown;
    try {
      const value = await check();
      if (value) return value;
    } catch (error) {
      failure = error;
    }
    if (performance.now() > deadline)
      throw failure ?? new Error(`This did not come true within ${withinMs} ms: ${check.toString()}`);
    await pause(everyMs);
  }
}
