interface Call<T> {
  items: readonly T[];
  resolve: (done: boolean) => void;
}

/**
 * Calls of `work` that never wait when alone: while one is under way, those that come meanwhile share the
 * next, with up to `max` items or those of a single call. What `work` resolves to is told to each of them.
 */
export function shareCalls<T>(
  work: (items: readonly T[]) => Promise<boolean>,
  max: number,
): (items: readonly T[]) => Promise<boolean> {
  let waiting: Call<T>[] = [];
  let working = false;

  const workOff = async (): Promise<void> => {
    working = true;
    while (waiting.length > 0) {
      let items = 0;
      const end = waiting.findIndex((call, n) => (items += call.items.length) > max && n > 0);
      const together = waiting.slice(0, end < 0 ? waiting.length : end);
      waiting = waiting.slice(together.length);
      const done = await work(together.flatMap((call) => call.items)).catch(() => false);
      for (const { resolve } of together) resolve(done);
    }
    working = false;
  };

  return (items) => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    waiting.push({ items, resolve });
    if (!working) void workOff();
    return promise;
  };
}
