import { AppError } from '@persona/contracts';

/** Gives the work of this process out in turns, one holder after the other, whoever has the most waiting. */
export interface FairTurns {
  /**
   * Resolves when it is the holder's turn, to a function that ends the turn; one that lasts too long ends by
   * itself, because what takes so long waits for others. A holder is whoever shares: a key, or a persona
   * where no key is known. Within a holder its visitors take turns in the same way. Throws `rate_limited`
   * when the turn would come later than is sensible.
   */
  take(holder: string, visitor?: string): Promise<() => void>;
}

export interface FairTurnsOptions {
  /** How many have their turn at once. */
  concurrency: number;
  /** How many of them one holder has at most; half of them unless told. */
  concurrencyOfOne?: number;
  /** How many one has at most while others ask too; as many as alone unless told. */
  concurrencyBesideOthers?: number;
  /** Beyond this expected wait a holder is refused. */
  maxWaitMs?: number;
  /** How long a turn lasts at most. */
  turnTimeoutMs?: number;
}

/** Whoever asked so long ago, and has nothing here since, is no other any more. */
const PRESENT_MS = 1000;

/** How much the newest duration counts in the average. */
const WEIGHT_OF_NEWEST = 0.1;

export function createFairTurns({
  concurrency,
  concurrencyOfOne = Math.ceil(concurrency / 2),
  concurrencyBesideOthers = concurrencyOfOne,
  maxWaitMs = 2000,
  turnTimeoutMs = 1000,
}: FairTurnsOptions): FairTurns {
  /** Who waits, in the order of their turns, each with its visitors in theirs, and what waits. */
  const waiting = new Map<string, Map<string, (() => void)[]>>();
  const runningOf = new Map<string, number>();
  /** When each holder that may still be present asked last, the latest last. */
  const askedAt = new Map<string, number>();
  let running = 0;
  let averageMs = 0;

  const notePresence = (holder: string): void => {
    const now = performance.now();
    askedAt.delete(holder);
    askedAt.set(holder, now);
    for (const [one, at] of askedAt) {
      if (now - at < PRESENT_MS) break;
      askedAt.delete(one);
    }
  };
  const mayStart = (holder: string): boolean => {
    const max = askedAt.size > 1 ? concurrencyBesideOthers : concurrencyOfOne;
    return (runningOf.get(holder) ?? 0) < max;
  };
  const next = (): void => {
    while (running < concurrency) {
      const [holder, visitors] = waiting.entries().find(([one]) => mayStart(one)) ?? [];
      if (holder === undefined || !visitors) return;
      const [visitor = '', queue = []] = visitors.entries().next().value ?? [];
      const start = queue.shift();
      // The next ones of both have their turns after all others'.
      visitors.delete(visitor);
      if (queue.length > 0) visitors.set(visitor, queue);
      waiting.delete(holder);
      if (visitors.size > 0) waiting.set(holder, visitors);
      running++;
      runningOf.set(holder, (runningOf.get(holder) ?? 0) + 1);
      start?.();
    }
  };
  const checkWait = (holder: string, visitor: string): void => {
    const visitors = waiting.get(holder);
    // Between two turns of a visitor each of the holder's others has one.
    const own = visitors?.get(visitor)?.length ?? 0;
    const ahead = [...(visitors?.values() ?? [])].reduce(
      (sum, { length }) => sum + Math.min(length, own + 1),
      0,
    );
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
    async take(holder, visitor = '') {
      checkWait(holder, visitor);
      notePresence(holder);
      const turn = Promise.withResolvers<void>();
      const visitors = waiting.get(holder) ?? new Map<string, (() => void)[]>();
      visitors.set(visitor, [...(visitors.get(visitor) ?? []), turn.resolve]);
      waiting.set(holder, visitors);
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
