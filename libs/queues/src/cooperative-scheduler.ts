/**
 * Large work yields to smaller work of other personas in the same process: between two of its steps it waits
 * until the smaller work is done. It waits for at most `timeoutMs` in all, so that a steady trickle of small
 * work slows it down without stopping it.
 */
export interface CooperativeScheduler {
  /** Announces work of this size (in pages); it ends with the `using` it is bound to. */
  enter(instanceId: string, size: number): YieldToken & Disposable;
}

export interface YieldToken {
  /**
   * Called between two steps. Resolves when no smaller work of another persona is in progress, or when the
   * time for waiting is used up.
   */
  yieldToSmaller(): Promise<void>;
  /**
   * Whether smaller work of another persona has begun within the last second. More is then likely, and steps
   * should be short.
   */
  isContended(): boolean;
}

const YIELD_TIMEOUT_MS = 100;
const CONTENDED_TTL_MS = 1000;

export function createCooperativeScheduler({
  timeoutMs = YIELD_TIMEOUT_MS,
  contendedTtlMs = CONTENDED_TTL_MS,
} = {}): CooperativeScheduler {
  interface Entry {
    instanceId: string;
    size: number;
    at: number;
  }
  const under = new Set<Entry>();
  /** The last entry of each persona, oldest first. */
  const recent = new Map<string, Entry>();
  let left = Promise.withResolvers<void>();

  const remember = (entry: Entry): void => {
    recent.delete(entry.instanceId);
    recent.set(entry.instanceId, entry);
    for (const [instanceId, { at }] of recent) {
      if (entry.at - at < contendedTtlMs) break;
      recent.delete(instanceId);
    }
  };

  return {
    enter(instanceId, size) {
      const own: Entry = { instanceId, size, at: performance.now() };
      under.add(own);
      remember(own);
      let remainingMs = timeoutMs;
      const hasPrecedence = (other: Entry) => other.size < size && other.instanceId !== instanceId;
      return {
        async yieldToSmaller() {
          while (remainingMs > 0 && under.values().some(hasPrecedence)) {
            const began = performance.now();
            let timer: NodeJS.Timeout | undefined;
            const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, remainingMs)));
            await Promise.race([left.promise, late]);
            clearTimeout(timer);
            remainingMs -= performance.now() - began;
          }
        },
        isContended: () =>
          recent
            .values()
            .some((other) => hasPrecedence(other) && performance.now() - other.at < contendedTtlMs),
        [Symbol.dispose]() {
          under.delete(own);
          left.resolve();
          left = Promise.withResolvers<void>();
        },
      };
    },
  };
}
