import { expect, test } from 'vitest';
import { createSlots } from './slots.ts';

const { signal } = new AbortController();

test('few work at once, in the order in which they came', async () => {
  const slots = createSlots(1);
  const first = await slots.take(signal);
  const order: string[] = [];
  const second = slots.take(signal).then((done) => (order.push('second'), done));
  const third = slots.take(signal).then((done) => (order.push('third'), done));
  expect(order).toEqual([]);
  first();
  // Giving back again makes no second place.
  first();
  const done = await second;
  expect(order).toEqual(['second']);
  done();
  (await third)();
  expect(order).toEqual(['second', 'third']);
});

test('who is stopped while waiting takes no place', async () => {
  const slots = createSlots(1);
  const first = await slots.take(signal);
  const stopped = new AbortController();
  const waiting = slots.take(stopped.signal);
  stopped.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
  first();
  (await slots.take(signal))();
  await expect(slots.take(stopped.signal)).rejects.toThrow('stopped');
});
