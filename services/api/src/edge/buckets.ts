import type { SharedBuckets } from '@persona/queues';

/**
 * Token buckets: each holds `depth` tokens and is refilled evenly in `periodMs`. All copies of the gateway
 * take from the same ones; while Redis does not answer, each copy keeps its own.
 */
export interface Buckets {
  /** Takes a token from `name`'s bucket if there is one. Returns how full it was before. */
  take(name: string, depth: number, periodMs: number): Promise<number>;
}

const MAX_BUCKETS = 10_000;

export function createBuckets(
  shared: SharedBuckets | undefined,
  now: () => number = () => performance.now(),
): Buckets {
  const own = new Map<string, { tokens: number; at: number }>();
  const take: (...of: Parameters<Buckets['take']>) => number = (name, depth, periodMs) => {
    const time = now();
    const bucket = own.get(name) ?? { tokens: depth, at: time };
    const tokens = Math.min(depth, bucket.tokens + ((time - bucket.at) * depth) / periodMs);
    // A bucket that is full again has no effect: delete those unused for longest.
    own.delete(name);
    if (own.size >= MAX_BUCKETS) own.delete(own.keys().next().value ?? '');
    own.set(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: time });
    return tokens;
  };
  return { take: async (...of) => (await shared?.take(...of)) ?? take(...of) };
}
