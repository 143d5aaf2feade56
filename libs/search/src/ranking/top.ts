/** Keeps the `limit` best of the offered values, in a heap whose root is the worst of them. */
export interface Top<T> {
  offer(item: T): void;
  /** The worst kept value, once there are `limit`: worse values need not be offered. */
  worst(): T | undefined;
  /** The kept values, best first. */
  taken(): T[];
}

export function createTop<T>(limit: number, before: (x: T, y: T) => boolean): Top<T> {
  const heap: T[] = [];
  const swap = (i: number, j: number): void => {
    [heap[i], heap[j]] = [heap[j] as T, heap[i] as T];
  };
  const worse = (i: number, j: number): boolean => before(heap[j] as T, heap[i] as T);
  const sink = (from: number): void => {
    for (let i = from; ;) {
      const left = 2 * i + 1;
      let worst = i;
      if (left < heap.length && worse(left, worst)) worst = left;
      if (left + 1 < heap.length && worse(left + 1, worst)) worst = left + 1;
      if (worst === i) return;
      swap(i, worst);
      i = worst;
    }
  };
  return {
    offer(item) {
      if (heap.length < limit) {
        heap.push(item);
        for (let i = heap.length - 1; i > 0 && worse(i, (i - 1) >> 1); i = (i - 1) >> 1)
          swap(i, (i - 1) >> 1);
      } else if (heap.length > 0 && before(item, heap[0] as T)) {
        heap[0] = item;
        sink(0);
      }
    },
    worst: () => (heap.length < limit ? undefined : heap[0]),
    taken: () => heap.toSorted((x, y) => (before(x, y) ? -1 : 1)),
  };
}
