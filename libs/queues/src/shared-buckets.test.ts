import { createLogger } from '@persona/runtime';
import { eventually, startRedis } from '@persona/testing';
import { expect, onTestFinished, test } from 'vitest';
import { createSharedBuckets } from './shared-buckets.ts';

test('a bucket is one for all who take from it, and of no hindrance while Redis is away', async () => {
  const redis = await startRedis();
  onTestFinished(redis.stop);
  const connection = { redisUrl: redis.url, prefix: redis.prefix, logger: createLogger('test', 'silent') };
  const [one, other] = [createSharedBuckets(connection), createSharedBuckets(connection)];
  onTestFinished(async () => void (await Promise.all([one.close(), other.close()])));
  for (const buckets of [one, other])
    await eventually(async () => (await buckets.take('warm-up', 1000, 60_000)) !== null);

  // Refilled so slowly that nothing is added during the test.
  const taken = [
    await one.take('ann', 3, 60_000),
    await other.take('ann', 3, 60_000),
    await one.take('ann', 3, 60_000),
  ];
  expect(taken.map((tokens) => Math.floor(tokens ?? -1))).toEqual([3, 2, 1]);
  expect(await other.take('ann', 3, 60_000)).toBeLessThan(1);
  expect(await other.take('ben', 3, 60_000)).toBe(3);
  await redis.kill();
  expect(await one.take('ann', 3, 60_000)).toBeNull();
});
