import { AppError } from '@persona/contracts';

/** Gives the work of this process out in turns, one holder after the other, whoever has the most waiting. */
export interface FairTurns {
  /**
   * Runs `work` when it is the holder's turn. A holder is whoever shares: a key, or a persona where no key is
   * known.
   */
  run<T>(holder: string, work: () => Promise<T>): Promise<T>;
  /** Throws `rate_limited` when more work of this holder would wait for longer than is sensible. */
  check(holder: string): void;
}

export interface FairTurnsOptions {
  /** How many run at once. */
  concurrency: number;
  /** Beyond this expected wait a holder's work is refused. */
  maxWaitMs?: number;
}

/** How much the newest duration counts in the average. */
const WEIGHT_OF_NEWEST = 0.1;

export function createFairTurns({ concurrency, maxWaitMs = 2000 }: FairTurnsOptions): FairTurns {
  /** Who waits, in the order of their turns, each with what waits. */
  const waiting = new Map<string, (() => void)[]>();
  let running = 0;
  let averageMs = 0;

  const next = (): void => {
    while (running < concurrency) {
      const [holder, queue] = waiting.entries().next().value ?? [];
      if (holder === undefined || !queue) return;
      // Its next one has its turn after all others'.
      waiting.delete(holder);
      const start = queue.shift();
      if (queue.length > 0) waiting.set(holder, queue);
      running++;
      start?.();
    }
  };

  return {
    async run(holder, work) {
      const turn = Promise.withResolvers<void>();
      const queue = waiting.get(holder) ?? [];
      queue.push(turn.resolve);
      waiting.set(holder, queue);
      next();
      await turn.promise;
      const began = performance.now();
      try {
        return await work();
      } finally {
        averageMs += WEIGHT_OF_NEWEST * (performance.now() - began - averageMs);
        running--;
        next();
      }
    },
    check(holder) {
      const ahead = waiting.get(holder)?.length ?? 0;
      // Between two turns of this holder each of the others has one.
      const waitMs = (ahead * Math.max(1, waiting.size) * averageMs) / concurrency;
      if (waitMs <= maxWaitMs) return;
      throw new AppError(
        'rate_limited',
        'Questions of this key wait already; ask again when some of them are answered.',
        { retryAfter: Math.ceil(waitMs / 2000) },
      );
    },
  };
}
