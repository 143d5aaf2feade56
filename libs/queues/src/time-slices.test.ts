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

test('of many that work at once, one goes on in a turn of the event loop', async () => {
  let inTurn = 0;
  let maxInTurn = 0;
  let done = false;
  const turns = () => {
    maxInTurn = Math.max(maxInTurn, inTurn);
    inTurn = 0;
    if (!done) setImmediate(turns);
  };
  const work = async () => {
    const slice = createTimeSlices(0);
    for (let step = 0; step < 5; step++) {
      await slice();
      inTurn++;
    }
  };
  setImmediate(turns);
  await Promise.all(Array.from({ length: 20 }, work));
  done = true;
  expect(maxInTurn).toBe(1);
});
