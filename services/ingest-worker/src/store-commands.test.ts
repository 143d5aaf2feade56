import { PAGES_PER_JOB } from '@persona/contracts';
import { openDocumentStore } from '@persona/documents';
import { createDomain, type Domain } from '@persona/domain';
import { MAX_PAGES_IN_MAIN } from '@persona/queues';
import { databaseUrl, describeWithServer } from '@persona/testing';
import { expect, onTestFinished, test } from 'vitest';
import { indexPages } from './index-pages.ts';
import { MAX_REST_FACTOR } from './sweeper.ts';
import { createSweeps } from './sweeps.ts';
import { createPersona, indexJob, openTestResources, wordsOf } from './testing/worker.ts';

await describeWithServer('mongodb', 'commands to MongoDB', (server) => {
  /** The resources of a worker over MongoDB, without a Redis, and what it has been sent. */
  async function open() {
    const real = await openTestResources();
    onTestFinished(real.close);
    const sent: string[] = [];
    const documents = await openDocumentStore(databaseUrl(server), {
      onCommand: (name) => sent.push(name),
    });
    onTestFinished(() => documents.close());
    const domain: Domain = createDomain({ ...real, documents });
    const resources = { ...real, documents, domain };
    return { resources, scope: await createPersona(documents), sent };
  }

  test('the sweeps of a worker at rest take at most seven in ten seconds', async () => {
    const { resources, scope, sent } = await open();
    const { pages } = await resources.domain.storePages(scope, [wordsOf('p', 1)], {
      requestedBy: 'key_test',
      source: 'store-pages',
    });
    await indexPages(resources, indexJob(scope, pages));
    let perSecond = 0;
    const counts: Record<string, number> = {};
    for (const { name, intervalMs, run } of createSweeps(resources, 10_000)) {
      await run();
      sent.length = 0;
      await run();
      counts[name] = sent.length;
      perSecond += sent.length / ((MAX_REST_FACTOR * intervalMs) / 1000);
    }
    expect(perSecond, JSON.stringify(counts)).toBeLessThanOrEqual(0.7);
  }, 300_000);

  test('streamed pages take at most three commands for ten, until they are live', async () => {
    const { resources, scope, sent } = await open();
    const { domain, documents } = resources;
    const stream = await domain.openStream(scope, 'diary', { mode: undefined, param: 'stream' });
    const options = { requestedBy: 'key_test', param: 'pages' };
    sent.length = 0;
    const batches = 4;
    for (let n = 0; n < batches; n++) {
      const pages = Array.from({ length: PAGES_PER_JOB }, (_, page) => wordsOf(`p${n}-${page}`, 1));
      const stored = await domain.appendToStream(scope, stream, pages, options);
      await indexPages(resources, indexJob(scope, stored.pages));
    }
    const count = sent.length;
    expect(await documents.pages.count(scope, { status: 'live' })).toBe(batches * PAGES_PER_JOB);
    expect(count / (batches * PAGES_PER_JOB)).toBeLessThanOrEqual(0.3);
  }, 300_000);

  test('a single page takes at most ten', async () => {
    const { resources, scope, sent } = await open();
    sent.length = 0;
    const { pages } = await resources.domain.storePages(scope, [wordsOf('p', 1)], {
      requestedBy: 'key_test',
      source: 'store-pages',
    });
    await indexPages(resources, indexJob(scope, pages));
    expect(sent.length, sent.join()).toBeLessThanOrEqual(10);
  }, 300_000);

  test('single pages that wait together take at most two each', async () => {
    const { resources, scope, sent } = await open();
    const { domain, documents } = resources;
    const store = (name: string) =>
      domain.storePages(scope, [wordsOf(name, 1)], { requestedBy: 'key_test', source: 'store-pages' });
    const first = store('first');
    const together = Array.from({ length: MAX_PAGES_IN_MAIN }, (_, n) => store(`p${n}`));
    await first;
    sent.length = 0;
    const stored = await Promise.all(together);
    await indexPages(
      resources,
      indexJob(
        scope,
        stored.flatMap(({ pages }) => pages),
      ),
    );
    expect(sent.length / MAX_PAGES_IN_MAIN, sent.join()).toBeLessThanOrEqual(2);
    const jobs = await documents.jobs.getMany(
      scope,
      stored.map(({ job_id }) => job_id ?? ''),
    );
    expect(jobs.map(({ state }) => state)).toEqual(together.map(() => 'completed'));
  }, 300_000);
});
