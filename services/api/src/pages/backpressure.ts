import { AppError, type Scope } from '@persona/contracts';
import type { Domain } from '@persona/domain';

/**
 * Checks whether a persona has room for more pages that wait to be indexed. Counts at most once a second,
 * because counting a long queue is expensive.
 */
export interface Backpressure {
  full(scope: Scope): Promise<boolean>;
  /** Throws `backpressure` when there is no room. */
  check(scope: Scope): Promise<void>;
}

const COUNT_TTL_MS = 1000;
const RETRY_DELAY_S = 5;

export function createBackpressure(domain: Domain, maxWaiting: number): Backpressure {
  const counts = new Map<Scope, { at: number; full: Promise<boolean> }>();

  const full = (scope: Scope): Promise<boolean> => {
    const now = performance.now();
    const last = counts.get(scope);
    if (last && now - last.at < COUNT_TTL_MS) return last.full;
    for (const [other, count] of counts) if (now - count.at >= COUNT_TTL_MS) counts.delete(other);
    const counted = domain.countWaiting(scope, maxWaiting).then((waiting) => waiting >= maxWaiting);
    counts.set(scope, { at: now, full: counted });
    return counted;
  };

  return {
    full,
    async check(scope) {
      if (!(await full(scope))) return;
      throw new AppError(
        'backpressure',
        `${maxWaiting} pages of this persona wait to be indexed, which is the most that may; try again later`,
        { retryAfter: RETRY_DELAY_S },
      );
    },
  };
}
