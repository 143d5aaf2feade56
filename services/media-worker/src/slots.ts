/** Places for work that few may do at once. */
export interface Slots {
  /** Resolves with what gives the place back, when one is free. Throws the signal's reason. */
  take(signal: AbortSignal): Promise<() => void>;
}

export function createSlots(count: number): Slots {
  let free = count;
  const waiting = new Set<() => void>();
  const giveBack = (): void => {
    const [next] = waiting;
    if (next) next();
    else free += 1;
  };
  /** Giving back twice would make a place that there is not. */
  const once = (): (() => void) => {
    let given = false;
    return () => {
      if (!given) giveBack();
      given = true;
    };
  };
  return {
    async take(signal) {
      signal.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return once();
      }
      const { promise, resolve, reject } = Promise.withResolvers<() => void>();
      const begin = (): void => {
        waiting.delete(begin);
        signal.removeEventListener('abort', stop);
        resolve(once());
      };
      const stop = (): void => {
        waiting.delete(begin);
        reject(signal.reason as Error);
      };
      waiting.add(begin);
      signal.addEventListener('abort', stop, { once: true });
      return promise;
    },
  };
}
