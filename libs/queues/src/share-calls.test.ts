import { expect, test } from 'vitest';
import { shareCalls } from './share-calls.ts';

/** Work that ends when it is told to, and what it was given, a list a call of it. */
function held() {
  const given: number[][] = [];
  const ends: ((done: boolean) => void)[] = [];
  const work = (items: readonly number[]) => {
    given.push([...items]);
    return new Promise<boolean>((resolve) => ends.push(resolve));
  };
  return { given, ends, work };
}

test('one that is alone is not held up, and those that come meanwhile share the next call', async () => {
  const { given, ends, work } = held();
  const add = shareCalls(work, 100);
  const first = add([1]);
  expect(given).toEqual([[1]]);
  const others = [add([2]), add([3, 4]), add([5])];
  expect(given).toEqual([[1]]);
  ends[0]?.(true);
  expect(await first).toBe(true);
  expect(given).toEqual([[1], [2, 3, 4, 5]]);
  ends[1]?.(false);
  expect(await Promise.all(others)).toEqual([false, false, false]);
});

test('a shared call has no more than it may, unless a single one brings more', async () => {
  const given: number[][] = [];
  const add = shareCalls(async (items: readonly number[]) => given.push([...items]) > 0, 3);
  await Promise.all([add([1]), add([2, 3]), add([4]), add([5, 6, 7, 8]), add([9])]);
  expect(given).toEqual([[1], [2, 3, 4], [5, 6, 7, 8], [9]]);
});

test('what rejects is not done, and does not stop those behind it', async () => {
  let calls = 0;
  const add = shareCalls(async () => {
    if (calls++ === 0) throw new Error('no');
    return true;
  }, 100);
  expect(await Promise.all([add([1]), add([2])])).toEqual([false, true]);
});
