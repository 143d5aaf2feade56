import { createMetrics } from '@persona/runtime';
import { eventually, startRedis } from '@persona/testing';
import { expect, onTestFinished, test } from 'vitest';
import { startIngestWorker } from './app.ts';
import { createPersona, openTestResources, store, wordsOf } from './testing/worker.ts';

test(
  '1,000 pages sent again as they are: no version, no job, no passage encoded',
  { timeout: 300_000 },
  async () => {
    const redis = await startRedis();
    onTestFinished(redis.stop);
    const real = await openTestResources(redis.url, redis.prefix);
    onTestFinished(real.close);
    const metrics = createMetrics('test');
    const worker = startIngestWorker(
      { ...real, metrics },
      { queues: { redisUrl: redis.url, prefix: redis.prefix }, concurrency: 2 },
    );
    onTestFinished(worker.close);
    const scope = await createPersona(real.documents);
    const encoded = async () =>
      Number(
        (await metrics.registry.getSingleMetric('persona_passages_encoded_total')?.get())?.values[0]?.value,
      );
    const idle = () =>
      eventually(async () => (await real.domain.countWaiting(scope, 1)) === 0, { timeoutMs: 120_000 });
    const held = Array.from({ length: 1000 }, (_, n) => wordsOf(`p${n}`, 1));
    const sendAll = async () => [
      await store(real, scope, held.slice(0, 500)),
      await store(real, scope, held.slice(500)),
    ];

    await sendAll();
    await idle();
    const before = await encoded();
    expect(before).toBeGreaterThanOrEqual(1000);
    for (const { pages, job_id } of await sendAll()) {
      expect(job_id).toBeNull();
      expect(pages.every(({ result, version }) => result === 'unchanged' && version === 1)).toBe(true);
    }
    // The one that did change shows that the count would tell, and that whatever came before it has been worked on.
    await store(real, scope, [wordsOf('p0', 2)]);
    await idle();
    expect(await encoded()).toBe(before + 1);
  },
);
