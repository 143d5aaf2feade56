import { AppError, type Scope } from '@persona/contracts';
import type { Domain } from '@persona/domain';

/** Tells whether a persona has room for more pages that wait to be indexed. Looks at most once a second: counting a long line costs. */
export interface Backpressure {
  full(scope: Scope): Promise<boolean>;
  /** Throws `backpressure` when there is no room. */
  check(scope: Scope): Promise<void>;
}

const LOOK_MS = 1000;
const RETRY_S = 5;

export function createBackpressure(domain: Domain, maxWaiting: number): Backpressure {
  const looks = new Map<Scope, { at: number; full: Promise<boolean> }>();

  const full = (scope: Scope): Promise<boolean> => {
    const now = performance.now();
    const last = looks.get(scope);
    if (last && now - last.at < LOOK_MS) return last.full;
    for (const [other, look] of looks) if (now - look.at >= LOOK_MS) looks.delete(other);
    const counted = domain.countWaiting(scope, maxWaiting).then((waiting) => waiting >= maxWaiting);
    looks.set(scope, { at: now, full: counted });
    return counted;
  };

  return {
    full,
    async check(scope) {
      if (!(await full(scope))) return;
      throw new AppError(
        'backpressure',
        `${maxWaiting} pages of this persona wait to be indexed, which is the most that may; try again later`,
        { retryAfter: RETRY_S },
      );
    },
  };
}
