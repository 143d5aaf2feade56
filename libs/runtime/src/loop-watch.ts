import { performance } from 'node:perf_hooks';
import type { Metrics } from './metrics.ts';

/** The longest that one step may hold the event loop, in ms of the thread's own work. */
const MAX_HOLD_MS = 50;
const TICK_INTERVAL_MS = 20;

export interface LoopWatch {
  /** Says which route's work begins now. */
  mark(route: string): void;
  stop(): void;
}

/**
 * Measures how late the event loop of this thread is (`persona_event_loop_delay_seconds`), and which route
 * held it for longer than MAX_HOLD_MS (`persona_event_loop_held_seconds`): the one that was marked last
 * before. Counts only time in which the thread worked since then, not time in which others had its processor.
 */
export function watchEventLoop({ loopDelay, loopHeld }: Metrics): LoopWatch {
  let route = 'start';
  let tickAt = performance.now();
  // Until the first tick nothing is counted, because a service is still being built then.
  let workedMs = Infinity;

  const mark = (next: string): void => {
    const now = threadMs();
    const worked = now - workedMs;
    if (worked > MAX_HOLD_MS) loopHeld.observe({ route }, worked / 1000);
    route = next;
    if (workedMs !== Infinity) workedMs = now;
  };
  const timer = setInterval(() => {
    const now = performance.now();
    loopDelay.observe(Math.max(0, now - tickAt - TICK_INTERVAL_MS) / 1000);
    tickAt = now;
    mark('none');
    workedMs = threadMs();
  }, TICK_INTERVAL_MS).unref();

  return {
    mark,
    stop: () => clearInterval(timer),
  };
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
