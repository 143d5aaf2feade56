import type { Scope } from '@persona/contracts';
import { describeWithServer } from '@persona/testing';
import { beforeEach, expect, test } from 'vitest';
import { createDomain } from '../create-domain.ts';
import { openDomain, options, page } from '../testing/open-domain.ts';

await describeWithServer('redis', 'jobs', (redis) => {
  const { documents, blobs, producer, domain, newScope, only } = openDomain(redis);
  let scope: Scope;
  beforeEach(() => {
    scope = newScope();
  });

  test('tell what became of their pages, and are retried and cancelled', async () => {
    const { job_id, pages } = await domain.storePages(
      scope,
      ['a', 'b', 'c'].map((id) => page(id, `text ${id}`, { id })),
      options,
    );
    const jobId = job_id ?? '';
    const [a, b, c] = pages.map(({ id }) => id) as [string, string, string];
    // No worker takes jobs in this suite.
    expect(await domain.explainJob(scope, jobId)).toMatchObject({
      state: 'queued',
      reason: 'no_worker',
    });
    await documents.pages.update(scope, a, { set: { status: 'live', live_version: 1 } });
    expect(await domain.settleJob(scope, jobId)).toMatchObject({
      state: 'active',
      progress: { done: 1, total: 3 },
    });
    const error = { code: 'encoding_failed', message: 'It has no words.', retryable: false };
    await documents.pages.update(scope, b, { set: { status: 'failed', error } });
    await documents.pages.update(scope, c, { set: { status: 'live', live_version: 1 } });
    expect(await domain.settleJob(scope, jobId)).toMatchObject({
      state: 'failed',
      progress: { done: 3, total: 3 },
      error: { code: 'encoding_failed', message: expect.stringContaining('1 of 3 pages failed') },
      finished_at: expect.any(String),
    });
    expect(await domain.retryJob(scope, jobId)).toBe(1);
    expect(await domain.settleJob(scope, jobId)).toMatchObject({
      state: 'active',
      finished_at: null,
      error: null,
    });
    expect(await domain.cancelJob(scope, jobId)).toMatchObject({ state: 'cancelled' });
    expect(await documents.pages.get(scope, b)).toMatchObject({
      status: 'failed',
      error: { code: 'cancelled' },
    });
    expect(await domain.settleJob(scope, jobId)).toMatchObject({ state: 'cancelled' });
  });

  test('a job that fails while it is looked at is told with its error', async () => {
    const { job_id } = await domain.storePages(scope, [page('a', 'text')], options);
    const jobId = job_id ?? '';
    const view: typeof producer.view = {
      ...producer.view,
      // The worker gives up between the look at the job's row and the look at the queue.
      places: async (_, ids) => {
        await domain.recordRetryReason(scope, [jobId], new Error('no index'));
        return ids.map((id) => ({ id, state: 'delayed', position: null, retryAt: new Date() }));
      },
    };
    const explained = await createDomain({ documents, blobs, producer: { ...producer, view } }).explainJob(
      scope,
      jobId,
    );
    expect(explained).toMatchObject({
      state: 'delayed',
      reason: 'backing_off',
      job: { attempts: 1, error: { code: 'internal' } },
    });
  });

  test('a job that gets more work after it finished is open again', async () => {
    const job = await domain.createJob(scope, {
      kind: 'page.index',
      subject_id: null,
      requested_by: 'k',
      total: 0,
    });
    expect(await domain.settleJob(scope, job.id)).toMatchObject({ state: 'completed' });
    await only(page('more', 'text'), { jobId: job.id });
    expect(await domain.settleJob(scope, job.id)).toMatchObject({
      state: 'queued',
      finished_at: null,
      progress: { done: 0, total: 1 },
    });
  });
});
