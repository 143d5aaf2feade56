import type { Logger, Metrics } from '@persona/runtime';
import { Counter } from 'prom-client';

/**
 * A repeated search for one kind of unfinished work. Safe to run at any time, in any number of processes at
 * once.
 */
export interface Sweep {
  name: string;
  intervalMs: number;
  /**
   * Searches, has what it finds done again, and returns how many. A run is bounded; the next one continues
   * where it ended.
   */
  run(): Promise<number>;
}

const TICK_INTERVAL_MS = 1000;
/** By how much a sweep's interval grows, doubling, while it finds nothing: a store at rest is left alone. */
export const MAX_REST_FACTOR = 4;

/**
 * Runs the sweeps one after the other while the worker runs. They are the only mechanism that covers
 * unforeseen faults, so a sweep that fails is logged and tried again, and does not keep the others from
 * running.
 */
export function startSweeper(
  sweeps: readonly Sweep[],
  { logger, metrics, tickMs = TICK_INTERVAL_MS }: { logger: Logger; metrics: Metrics; tickMs?: number },
): { close(): Promise<void> } {
  const swept = new Counter({
    name: 'persona_swept_total',
    help: 'Things a sweep found standing still and set going again.',
    labelNames: ['sweep'],
    registers: [metrics.registry],
  });
  // Workers that are started together should not all sweep at the same moment.
  const dueAt = new Map(
    sweeps.map(({ name, intervalMs }) => [name, Date.now() + Math.random() * intervalMs]),
  );
  const failing = new Set<string>();
  const rest = new Map<string, number>();
  let closed = false;

  const runOne = async ({ name, intervalMs, run }: Sweep) => {
    dueAt.set(name, Date.now() + intervalMs);
    const factor = rest.get(name) ?? 1;
    rest.set(name, 1);
    const startedAt = performance.now();
    try {
      const count = await run();
      failing.delete(name);
      if (count === 0) {
        rest.set(name, Math.min(2 * factor, MAX_REST_FACTOR));
        dueAt.set(name, Date.now() + factor * intervalMs);
        return;
      }
      swept.inc({ sweep: name }, count);
      const durationMs = Math.round(performance.now() - startedAt);
      logger.info({ event: 'sweep.done', sweep: name, count, duration_ms: durationMs }, 'swept');
    } catch (err) {
      if (failing.has(name)) return;
      failing.add(name);
      logger.warn({ event: 'sweep.failed', sweep: name, err }, 'a sweep failed; it is tried again');
    }
  };
  const tick = async () => {
    for (const sweep of sweeps) {
      if (!closed && (dueAt.get(sweep.name) ?? 0) <= Date.now()) await runOne(sweep);
    }
  };

  let running: Promise<void> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = tick().finally(() => {
      busy = false;
    });
  }, tickMs);
  return {
    close: async () => {
      closed = true;
      clearInterval(timer);
      await running;
    },
  };
}
