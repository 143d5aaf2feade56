import { AppError } from '@persona/contracts';
import { expect, test } from 'vitest';
import { createFairTurns } from './fair-turns.ts';

/** Work that ends when it is told to. */
function createWork() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    make: (name: string) => async () => {
      begun.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
    },
    async end(name: string) {
      ends.get(name)?.();
      await new Promise(setImmediate);
    },
  };
}

test('one question of another is next, however many wait before it', async () => {
  const turns = createFairTurns({ concurrency: 1 });
  const { begun, make, end } = createWork();
  const all = [1, 2, 3].map((n) => turns.run('loud', make(`loud ${n}`)));
  all.push(turns.run('quiet', make('quiet')));
  for (const name of ['loud 1', 'loud 2', 'quiet', 'loud 3']) {
    await new Promise(setImmediate);
    expect(begun.at(-1)).toBe(name);
    await end(name);
  }
  await Promise.all(all);
});

test('work that fails gives its turn on', async () => {
  const turns = createFairTurns({ concurrency: 1 });
  const failing = turns.run('a', () => Promise.reject(new Error('no')));
  const after = turns.run('a', async () => 'done');
  await expect(failing).rejects.toThrow('no');
  expect(await after).toBe('done');
});

test('a holder whose work would wait for too long is refused, and another is not', async () => {
  const turns = createFairTurns({ concurrency: 1, maxWaitMs: 0 });
  const { make, end } = createWork();
  await turns.run('loud', () => new Promise((resolve) => setTimeout(resolve, 5)));
  const held = [1, 2].map((n) => turns.run('loud', make(`loud ${n}`)));
  await new Promise(setImmediate);
  expect(() => turns.check('loud')).toThrow(AppError);
  expect(() => turns.check('quiet')).not.toThrow();
  await end('loud 1');
  await end('loud 2');
  await Promise.all(held);
  expect(() => turns.check('loud')).not.toThrow();
});
