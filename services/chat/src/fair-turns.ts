import { AppError } from '@persona/contracts';

/** Gives the work of this process out in turns, one holder after the other, whoever has the most waiting. */
export interface FairTurns {
  /**
   * Resolves when it is the holder's turn, to a function that ends the turn; one that lasts too long ends by
   * itself, because what takes so long waits for others. A holder is whoever shares: a key, or a persona
   * where no key is known. Throws `rate_limited` when the turn would come later than is sensible.
   */
  take(holder: string): Promise<() => void>;
}

export interface FairTurnsOptions {
  /** How many have their turn at once. */
  concurrency: number;
  /** How many of them one holder has at most; half of them unless told. */
  concurrencyOfOne?: number;
  /** Beyond this expected wait a holder is refused. */
  maxWaitMs?: number;
  /** How long a turn lasts at most. */
  turnTimeoutMs?: number;
}

/** How much the newest duration counts in the average. */
const WEIGHT_OF_NEWEST = 0.1;

export function createFairTurns({
  concurrency,
  concurrencyOfOne = Math.ceil(concurrency / 2),
  maxWaitMs = 2000,
  turnTimeoutMs = 1000,
}: FairTurnsOptions): FairTurns {
  /** Who waits, in the order of their turns, each with what waits. */
  const waiting = new Map<string, (() => void)[]>();
  const runningOf = new Map<string, number>();
  let running = 0;
  let averageMs = 0;

  const next = (): void => {
    while (running < concurrency) {
      const [holder, queue] =
        waiting.entries().find(([one]) => (runningOf.get(one) ?? 0) < concurrencyOfOne) ?? [];
      if (holder === undefined || !queue) return;
      // Its next one has its turn after all others'.
      waiting.delete(holder);
      const start = queue.shift();
      if (queue.length > 0) waiting.set(holder, queue);
      running++;
      runningOf.set(holder, (runningOf.get(holder) ?? 0) + 1);
      start?.();
    }
  };
  const checkWait = (holder: string): void => {
    const ahead = waiting.get(holder)?.length ?? 0;
    // Between two turns of this holder each of the others has one.
    const waitMs = ahead * Math.max(averageMs / concurrencyOfOne, (waiting.size * averageMs) / concurrency);
    if (waitMs <= maxWaitMs) return;
    throw new AppError(
      'rate_limited',
      'Questions of this key wait already; ask again when some of them are answered.',
      { retryAfter: Math.max(1, Math.ceil(waitMs / 2000)) },
    );
  };

  return {
    async take(holder) {
      checkWait(holder);
      const turn = Promise.withResolvers<void>();
      const queue = waiting.get(holder) ?? [];
      queue.push(turn.resolve);
      waiting.set(holder, queue);
      next();
      await turn.promise;
      const began = performance.now();
      let ended = false;
      const end = (): void => {
        if (ended) return;
        ended = true;
        clearTimeout(timer);
        averageMs += WEIGHT_OF_NEWEST * (performance.now() - began - averageMs);
        running--;
        const left = (runningOf.get(holder) ?? 1) - 1;
        if (left > 0) runningOf.set(holder, left);
        else runningOf.delete(holder);
        next();
      };
      const timer = setTimeout(end, turnTimeoutMs).unref();
      return end;
    },
  };
}
