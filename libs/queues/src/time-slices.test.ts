import { expect, test } from 'vitest';
import { createTimeSlices } from './time-slices.ts';

test('long work lets others in between its steps, short work is not held up', async () => {
  const order: string[] = [];
  const work = async (sliceMs: number, name: string) => {
    const slice = createTimeSlices(sliceMs);
    for (let step = 0; step < 3; step++) {
      await slice();
      order.push(name);
    }
  };
  setImmediate(() => order.push('other'));
  await work(Infinity, 'short');
  await work(0, 'long');
  expect(order.slice(0, 3)).toEqual(['short', 'short', 'short']);
  expect(order.indexOf('other')).toBeLessThan(order.lastIndexOf('long'));
});
