import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './logger.ts';

const MAX_PAUSE_MS = 1000;

/**
 * Waits until a store that a service can't begin without is there. One log line says that it waits, another that it is over; the process
 * doesn't crash in a loop meanwhile.
 */
export async function untilReady(part: string, check: () => Promise<unknown>, logger: Logger): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await check();
      if (attempt > 1) logger.info({ event: 'service.store_back', part }, 'the store is there');
      return;
    } catch (err) {
      if (attempt === 1) logger.warn({ event: 'service.store_awaited', part, err }, 'waiting for a store');
    }
    await sleep(Math.min(100 * attempt, MAX_PAUSE_MS));
  }
}
