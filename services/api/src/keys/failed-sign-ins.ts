import { AppError } from '@persona/contracts';

/** Counts wrong keys by address. */
export interface FailedSignIns {
  /** Throws `rate_limited` when there were too many from this address in the last minute. */
  count(address: string): void;
}

const MAX_PER_MINUTE = 30;
const WINDOW_MS = 60_000;
const MAX_ADDRESSES = 10_000;

export function createFailedSignIns(now = () => performance.now()): FailedSignIns {
  const windows = new Map<string, { since: number; failures: number }>();
  return {
    count(address) {
      const time = now();
      const known = windows.get(address);
      const window = known && time - known.since < WINDOW_MS ? known : { since: time, failures: 0 };
      window.failures++;
      // Those that began last are at the end.
      if (window !== known) {
        windows.delete(address);
        const oldest = windows.size >= MAX_ADDRESSES ? windows.keys().next().value : undefined;
        if (oldest !== undefined) windows.delete(oldest);
        windows.set(address, window);
      }
      if (window.failures <= MAX_PER_MINUTE) return;
      const retryAfter = Math.max(1, Math.ceil((window.since + WINDOW_MS - time) / 1000));
      throw new AppError(
        'rate_limited',
        `Too many wrong keys came from this address; try again in ${retryAfter} s.`,
        { retryAfter },
      );
    },
  };
}
