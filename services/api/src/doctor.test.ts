import type { DoctorFinding } from '@persona/contracts';
import { expect, test } from 'vitest';
import { shareExamination } from './doctor.ts';

const finding = (part: string): DoctorFinding => ({ part, state: 'ok', text: '' });
const never = new AbortController().signal;

test('all who ask at the same time share one examination, and each is told all of it', async () => {
  const gate = Promise.withResolvers<void>();
  let begun = 0;
  const examine = shareExamination(async function* () {
    begun++;
    yield finding('a');
    await gate.promise;
    yield finding('b');
  });
  const first = examine(never)[Symbol.asyncIterator]();
  expect((await first.next()).value).toEqual(finding('a'));
  const second = Array.fromAsync(examine(never));
  gate.resolve();
  expect(await second).toEqual([finding('a'), finding('b')]);
  expect((await first.next()).value).toEqual(finding('b'));
  expect((await first.next()).done).toBe(true);
  expect(begun).toBe(1);
  expect(await Array.fromAsync(examine(never))).toHaveLength(2);
  expect(begun).toBe(2);
});

test('it goes on while one is left who listens, and is broken off after the last', async () => {
  const signals: AbortSignal[] = [];
  const examine = shareExamination(async function* (signal) {
    signals.push(signal);
    yield finding('a');
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  });
  const [one, two] = [new AbortController(), new AbortController()];
  const readers = [one, two].map(({ signal }) => examine(signal)[Symbol.asyncIterator]());
  for (const reader of readers) expect((await reader.next()).value).toEqual(finding('a'));
  one.abort();
  expect((await readers[0]?.next())?.done).toBe(true);
  expect(signals[0]?.aborted).toBe(false);
  two.abort();
  expect((await readers[1]?.next())?.done).toBe(true);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

test('what breaks an examination is told to all who wait for it, and the next begins anew', async () => {
  let begun = 0;
  const examine = shareExamination(async function* () {
    yield finding('a');
    if (++begun === 1) throw new Error('The process ended.');
  });
  const both = await Promise.allSettled([1, 2].map(() => Array.fromAsync(examine(never))));
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await Array.fromAsync(examine(never))).toEqual([finding('a')]);
});
