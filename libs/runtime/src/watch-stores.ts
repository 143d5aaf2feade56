import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '@persona/config';
import type { ReadinessCheck } from './health.ts';
import type { Logger } from './logger.ts';
import { adviceOn, storeOf } from './until-ready.ts';

type Part = Parameters<typeof storeOf>[1];

export interface StoreWatch {
  /** Whether the store did not answer when it was looked at last. */
  isAway(part: Part): boolean;
  stop(): void;
}

const INTERVAL_MS = 5000;
/** Longer than readiness waits: this one is for people, who are told of outages and not of a busy moment. */
const TIMEOUT_MS = 5000;

/**
 * Looks at the stores of a running service. One log line says which does not answer, which setting names it,
 * why and what to do; another that it is back. A store in files is left out: what befalls it is told by
 * itself.
 */
export function watchStores(
  config: Config,
  checks: Partial<Record<Part, ReadinessCheck>>,
  logger: Logger,
  { intervalMs = INTERVAL_MS, timeoutMs = TIMEOUT_MS } = {},
): StoreWatch {
  const stop = new AbortController();
  const away = new Set<Part>();
  const watch = async (part: Part, check: ReadinessCheck): Promise<void> => {
    const store = storeOf(config, part);
    if (/^(sqlite|file):/.test(store.url)) return;
    const look = async (): Promise<void> => {
      const late = sleep(timeoutMs, undefined, { ref: false }).then(() => {
        throw new Error(`no answer in ${timeoutMs / 1000} s`);
      });
      try {
        await Promise.race([check(), late]);
        if (away.delete(part)) logger.info({ event: 'store.back', part }, 'the store is back');
      } catch (err) {
        if (!away.has(part) && !stop.signal.aborted)
          logger.warn({ event: 'store.away', ...adviceOn(store), err }, 'a store is away');
        away.add(part);
      }
    };
    while (!stop.signal.aborted) {
      await look();
      await sleep(intervalMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
    }
  };
  for (const [part, check] of Object.entries(checks)) void watch(part as Part, check);
  return { isAway: (part) => away.has(part), stop: () => stop.abort() };
}
