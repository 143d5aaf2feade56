import { newId, grantScope, type JobView, type Scope } from '@persona/contracts';
import { eventually, startRedis, type RedisServer, mediaRow } from '@persona/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

let redis: RedisServer;
let gateway: TestGateway;
let instance: string;
let scope: Scope;
beforeAll(async () => {
  redis = await startRedis();
  gateway = await openTestGateway({ redis });
  instance = await gateway.newPersona();
  scope = grantScope(instance);
});
afterAll(async () => {
  await gateway.close();
  await redis.stop();
});

const store = async (content: string) => {
  const pages = [{ title: 'Tides', content }];
  const { job_id, pages: stored } = await gateway.domain.storePages(scope, pages, {
    requestedBy: 'key_test',
    source: 'test',
  });
  return { jobId: job_id ?? '', pageId: stored[0]?.id ?? '' };
};
/** Does what a worker would do. */
const finish = (pageId: string, status: 'live' | 'failed') =>
  gateway.documents.pages.update(scope, pageId, {
    set: {
      status,
      error: status === 'failed' ? { code: 'internal', message: 'It broke.', retryable: true } : null,
      ...(status === 'live' ? { live_version: 1 } : {}),
    },
  });
const read = async (jobId: string) => (await gateway.call<JobView>('GET', `/api/jobs/${jobId}`)).body;

test('a job says why it waits, and when it is done', async () => {
  const { jobId, pageId } = await store('Twice a day.');
  expect(await read(jobId)).toMatchObject({
    status: 'success',
    job_id: jobId,
    kind: 'page.index',
    state: 'queued',
    reason: 'no_worker',
    progress: { done: 0, total: 1 },
    instance_id: instance,
  });
  await finish(pageId, 'live');
  const done = await read(jobId);
  expect(done).toMatchObject({ state: 'completed', reason: null, progress: { done: 1, total: 1 } });
  expect(done.finished_at).not.toBeNull();
});

test('the list is newest first, by state, in pages', async () => {
  const ids = [];
  for (let i = 0; i < 3; i++) ids.push((await store(`Unlike ${i}`)).jobId);
  const list = async (query: string) =>
    (await gateway.call<{ jobs: JobView[]; next_cursor: string | null }>('GET', `/api/jobs?${query}`)).body;
  const first = await list('state=queued&limit=2');
  const second = await list(`state=queued&limit=2&cursor=${first.next_cursor}`);
  const seen = [...first.jobs, ...second.jobs].map(({ job_id }) => job_id);
  expect(seen.slice(0, 3)).toEqual(ids.toReversed());
  expect((await list('state=completed')).jobs.every(({ state }) => state === 'completed')).toBe(true);
  expect((await gateway.call('GET', '/api/jobs?state=odd')).body.error).toMatchObject({
    code: 'validation_error',
    param: 'state',
  });
  // A cursor is valid for its own list only.
  expect((await gateway.call('GET', `/api/instance?cursor=${first.next_cursor}`)).body.error?.code).toBe(
    'invalid_cursor',
  );
});

test('what failed is tried again, what waits is cancelled', async () => {
  const { jobId, pageId } = await store('It will fail.');
  await finish(pageId, 'failed');
  expect(await read(jobId)).toMatchObject({
    state: 'failed',
    error: { code: 'internal', message: 'It broke.' },
  });
  const retried = await gateway.call<JobView>('POST', `/api/jobs/${jobId}/retry`);
  expect(retried.body).toMatchObject({ state: 'queued', error: null });
  expect((await gateway.call('POST', `/api/jobs/${jobId}/retry`)).body['warnings']).toHaveLength(1);

  expect((await gateway.call<JobView>('POST', `/api/jobs/${jobId}/cancel`)).body).toMatchObject({
    state: 'cancelled',
  });
  expect((await gateway.call('POST', `/api/jobs/${jobId}/cancel`)).status).toBe(200);
  const { jobId: finished, pageId: page } = await store('Done before.');
  await finish(page, 'live');
  expect((await gateway.call('POST', `/api/jobs/${finished}/cancel`)).body['warnings']).toEqual([
    'The job was already completed.',
  ]);
});

test('a media job is cancelled and tried again', async () => {
  const id = newId('voi');
  const job = await gateway.domain.createJob(scope, {
    kind: 'voice.process',
    subject_id: id,
    requested_by: 'key_test',
  });
  await gateway.documents.media.insert(scope, [mediaRow(scope, { id, job_id: job.id })]);
  expect((await gateway.call('POST', `/api/jobs/${job.id}/cancel`)).body).toMatchObject({
    state: 'cancelled',
  });
  expect(await gateway.documents.media.get(scope, id)).toMatchObject({
    state: 'failed',
    error: { code: 'cancelled' },
  });
  expect((await gateway.call('POST', `/api/jobs/${job.id}/retry`)).body).toMatchObject({ state: 'queued' });
  const again = await gateway.documents.media.get(scope, id);
  expect(again).toMatchObject({ state: 'processing', starts: 0 });
  expect(await gateway.producer.view.places('media', [again?.batch_id ?? ''])).toMatchObject([
    { state: 'waiting' },
  ]);
});

test('events tell each change and end with done', async () => {
  const { jobId, pageId } = await store('To be watched.');
  await gateway.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = gateway.app.server.address() as { port: number };
  const response = await fetch(`http://127.0.0.1:${port}/api/jobs/${jobId}/events`, {
    headers: { authorization: `Bearer ${gateway.admin}` },
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  expect(response.headers.get('x-accel-buffering')).toBe('no');
  let text = '';
  const reading = (async () => {
    for await (const chunk of response.body!) text += Buffer.from(chunk as Uint8Array).toString();
  })();
  await eventually(() => text.includes('event: job'));
  await finish(pageId, 'live');
  await reading;
  const names = [...text.matchAll(/^event: (\w+)$/gm)].map((match) => match[1]);
  expect(names.filter((name) => name === 'done')).toHaveLength(1);
  expect(names.at(-1)).toBe('done');
  expect(text).toContain('"state":"completed"');
});

test('an open stream of events ends when the gateway stops', async () => {
  const own = await openTestGateway({ redis: { url: redis.url, prefix: 'own' } });
  await own.newPersona();
  const { body } = await own.call<{ instance_id: string }>('GET', '/api/jobs');
  const stored = await own.domain.storePages(grantScope(body.instance_id), [{ title: 'A', content: 'B' }], {
    requestedBy: 'key_test',
    source: 'test',
  });
  await own.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = own.app.server.address() as { port: number };
  const response = await fetch(`http://127.0.0.1:${port}/api/jobs/${stored.job_id}/events`, {
    headers: { authorization: `Bearer ${own.admin}` },
  });
  const ended = response.text();
  await own.close();
  expect(await ended).toContain('event: job');
});
