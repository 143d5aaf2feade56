import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '@persona/contracts';
import type { Logger } from './logger.ts';

const MAX_DELAY_MS = 1000;

/**
 * Waits until a store that the service can't start without is available, and returns what `check` resolves
 * to. It waits instead of letting the process crash in a loop; one log line says that it waits, another that
 * the store is there. Throws a StartupError of `check` at once, because waiting would not help.
 */
export async function untilReady<T>(part: string, check: () => Promise<T>, logger: Logger): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await check();
      if (attempt > 1) logger.info({ event: 'service.store_back', part }, 'the store is there');
      return result;
    } catch (err) {
      if (err instanceof StartupError) throw err;
      if (attempt === 1) logger.warn({ event: 'service.store_awaited', part, err }, 'waiting for a store');
    }
    await sleep(Math.min(100 * attempt, MAX_DELAY_MS));
  }
}
