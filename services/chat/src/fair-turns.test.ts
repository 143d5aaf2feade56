import { AppError } from '@persona/contracts';
import { expect, test, vi } from 'vitest';
import { createFairTurns } from './fair-turns.ts';

const settled = () => new Promise(setImmediate);

test('one question of another is next, however many wait before it', async () => {
  const turns = createFairTurns({ concurrency: 1 });
  const order: string[] = [];
  const ends: (() => void)[] = [];
  const take = async (holder: string, name: string) => {
    const end = await turns.take(holder);
    order.push(name);
    ends.push(end);
  };
  const all = [1, 2, 3].map((n) => take('loud', `loud ${n}`));
  all.push(take('quiet', 'quiet'));
  for (let n = 0; n < 4; n++) {
    await settled();
    // Each has its turn alone.
    expect(order).toHaveLength(n + 1);
    ends[n]?.();
    // Ending a turn twice ends no other.
    ends[n]?.();
  }
  await Promise.all(all);
  expect(order).toEqual(['loud 1', 'loud 2', 'quiet', 'loud 3']);
});

test('one holder leaves half of the turns to others, who begin at once', async () => {
  const turns = createFairTurns({ concurrency: 4 });
  const begun: string[] = [];
  const take = (holder: string) => turns.take(holder).then((end) => (begun.push(holder), end));
  const loud = [1, 2, 3].map(() => take('loud'));
  await settled();
  expect(begun).toEqual(['loud', 'loud']);
  const quiet = await take('quiet');
  expect(begun).toEqual(['loud', 'loud', 'quiet']);
  (await loud[0])?.();
  (await loud[2])?.();
  expect(begun).toEqual(['loud', 'loud', 'quiet', 'loud']);
  (await loud[1])?.();
  quiet();
});

test('while others ask, one holder has fewer turns at once, and all of its own again when they are gone', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const turns = createFairTurns({ concurrency: 4, concurrencyBesideOthers: 1 });
    const begun: string[] = [];
    const take = (holder: string) => turns.take(holder).then((end) => (begun.push(holder), end));
    const loud = [1, 2, 3, 4].map(() => take('loud'));
    await settled();
    expect(begun).toEqual(['loud', 'loud']);
    (await take('quiet'))();
    (await loud[0])?.();
    await settled();
    // The second of two is still running, and would have been joined by a third.
    expect(begun).toEqual(['loud', 'loud', 'quiet']);
    (await loud[1])?.();
    await settled();
    expect(begun).toEqual(['loud', 'loud', 'quiet', 'loud']);
    vi.advanceTimersByTime(2000);
    const later = take('loud');
    await settled();
    expect(begun).toEqual(['loud', 'loud', 'quiet', 'loud', 'loud']);
    for (const turn of [loud[2], loud[3]]) (await turn)?.();
    (await later)();
  } finally {
    vi.useRealTimers();
  }
});

test('a turn that lasts too long ends by itself', async () => {
  const turns = createFairTurns({ concurrency: 1, turnTimeoutMs: 5 });
  const end = await turns.take('slow');
  const other = await turns.take('other');
  end();
  other();
});

test('a holder whose work would wait for too long is refused, and another is not', async () => {
  const turns = createFairTurns({ concurrency: 1, maxWaitMs: 0 });
  const first = await turns.take('loud');
  await new Promise((resolve) => setTimeout(resolve, 5));
  first();
  const running = await turns.take('loud');
  const waits = turns.take('loud');
  await expect(turns.take('loud')).rejects.toThrow(AppError);
  const quiet = turns.take('quiet');
  running();
  (await waits)();
  (await quiet)();
  (await turns.take('loud'))();
});

test('the visitors of a holder take turns too, and share what it has', async () => {
  const turns = createFairTurns({ concurrency: 1 });
  const order: string[] = [];
  const take = async (holder: string, visitor: string | undefined, name: string) => {
    const end = await turns.take(holder, visitor);
    order.push(name);
    await settled();
    end();
  };
  await Promise.all([
    take('site', 'loud', 'loud 1'),
    take('site', 'loud', 'loud 2'),
    take('site', 'loud', 'loud 3'),
    take('site', 'quiet', 'quiet'),
    take('key', undefined, 'key 1'),
    take('key', undefined, 'key 2'),
  ]);
  expect(order).toEqual(['loud 1', 'loud 2', 'key 1', 'quiet', 'key 2', 'loud 3']);
});
