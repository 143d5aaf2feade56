import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '@persona/config';
import type { ReadinessCheck } from './health.ts';
import type { Logger } from './logger.ts';
import { adviceOn, storeOf } from './until-ready.ts';

type Part = Parameters<typeof storeOf>[1];

const INTERVAL_MS = 5000;
/** Longer than readiness waits: this one is for people, who are told of outages and not of a busy moment. */
const TIMEOUT_MS = 5000;

/**
 * Looks at the stores of a running service. One log line says which does not answer, which setting names it,
 * why and what to do; another that it is back. A store in files is left out: what befalls it is told by
 * itself. Returns what ends the watch.
 */
export function watchStores(
  config: Config,
  checks: Partial<Record<Part, ReadinessCheck>>,
  logger: Logger,
  { intervalMs = INTERVAL_MS, timeoutMs = TIMEOUT_MS } = {},
): () => void {
  const stop = new AbortController();
  const watch = async (part: Part, check: ReadinessCheck): Promise<void> => {
    const store = storeOf(config, part);
    if (/^(sqlite|file):/.test(store.url)) return;
    let isAway = false;
    const look = async (): Promise<void> => {
      const late = sleep(timeoutMs, undefined, { ref: false }).then(() => {
        throw new Error(`no answer in ${timeoutMs / 1000} s`);
      });
      try {
        await Promise.race([check(), late]);
        if (isAway) logger.info({ event: 'store.back', part }, 'the store is back');
        isAway = false;
      } catch (err) {
        if (!isAway && !stop.signal.aborted)
          logger.warn({ event: 'store.away', ...adviceOn(store), err }, 'a store is away');
        isAway = true;
      }
    };
    while (!stop.signal.aborted) {
      await look();
      await sleep(intervalMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
    }
  };
  for (const [part, check] of Object.entries(checks)) void watch(part as Part, check);
  return () => stop.abort();
}
