// What was left out because its workers died is begun once more after a rest, a bounded number of times.
import { type Media, type Page, type Scope } from '@persona/contracts';
import { mediaRow, startRedis, type RedisServer } from '@persona/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCrashedSweep } from './sweeps/crashed.ts';
import { createPersona, drain, openTestResources, store, wordsOf } from './testing/worker.ts';

const MINUTE_MS = 60_000;
const PAST = '2026-01-01T00:00:00.000Z';
const CRASHED = { code: 'crashed_worker', message: 'It crashed.', retryable: true };

let redis: RedisServer;
let real: Awaited<ReturnType<typeof openTestResources>>;
let scope: Scope;

beforeAll(async () => {
  redis = await startRedis();
  real = await openTestResources(redis.url, redis.prefix);
});
afterAll(async () => {
  await real.close();
  await redis.stop();
});
beforeEach(async () => {
  await redis.flush();
  scope = await createPersona(real.documents);
});

/** How many the sweep begins that runs so long after `PAST`. */
const sweptAfter = (minutes: number): Promise<number> =>
  createCrashedSweep(real, () => Date.parse(PAST) + minutes * MINUTE_MS).run();

const leaveOut = (pages: readonly Page[], error = CRASHED) =>
  real.documents.pages.updateMany(
    scope,
    pages.map(({ id }) => ({ id, set: { status: 'failed' as const, starts: 4, error, updated_at: PAST } })),
  );

async function storeFailed(count: number, error = CRASHED) {
  const { job_id } = await store(
    real,
    scope,
    Array.from({ length: count }, (_, n) => wordsOf(`p${n}`, 1)),
  );
  await redis.flush();
  await leaveOut(await real.documents.pages.find(scope, { limit: 10 }), error);
  await real.domain.settleJob(scope, job_id ?? '');
  return job_id ?? '';
}
const read = () => real.documents.pages.find(scope, { limit: 10 });

test('a page that was left out for its crashes goes live after its rest, and its job is done', async () => {
  const jobId = await storeFailed(2);
  expect(await real.documents.jobs.get(scope, jobId)).toMatchObject({ state: 'failed' });
  expect(await sweptAfter(4.9)).toBe(0);
  expect(await sweptAfter(5)).toBe(2);
  // One start is left, and each waits in a queue job of its own.
  const waiting = await read();
  expect(waiting.map(({ status, starts, error }) => ({ status, starts, error }))).toEqual(
    Array.from({ length: 2 }, () => ({ status: 'queued', starts: 2, error: null })),
  );
  expect(new Set(waiting.map(({ batch_id }) => batch_id)).size).toBe(2);
  await drain(real, scope);
  expect((await read()).map(({ status }) => status)).toEqual(['live', 'live']);
  expect(await real.domain.settleJob(scope, jobId)).toMatchObject({ state: 'completed', error: null });
});

test('each rest is longer, and after the third try only a caller begins it again', async () => {
  await storeFailed(1);
  const begun: number[] = [];
  for (const minutes of [5, 49.9, 50, 499.9, 500, 1_000_000]) {
    begun.push(await sweptAfter(minutes));
    await leaveOut(await read());
  }
  expect(begun).toEqual([1, 0, 1, 0, 1, 0]);
});

test('a newer version, and one that its caller tries again, begin with all their tries', async () => {
  const jobId = await storeFailed(1);
  expect(await sweptAfter(5)).toBe(1);
  await leaveOut(await read());
  expect(await real.domain.retryJob(scope, jobId)).toBe(1);
  expect(await read()).toMatchObject([{ starts: 0, crash_retries: 0 }]);
  await leaveOut(await read());
  expect(await sweptAfter(5)).toBe(1);
  await leaveOut(await read());
  const [page] = await read();
  await real.domain.updatePage(scope, page?.id ?? '', { content: 'Other words.' }, { requestedBy: 'key' });
  expect(await read()).toMatchObject([{ version: 2, starts: 0, crash_retries: 0 }]);
  await drain(real, scope);
});

test('what failed for another reason, and what is deleted, stay', async () => {
  await storeFailed(1, { code: 'encoding_failed', message: 'It has no words.', retryable: false });
  expect(await sweptAfter(1_000_000)).toBe(0);
  const [page] = await read();
  await leaveOut([page].filter((one) => one !== undefined));
  await real.domain.deletePages(scope, [page?.id ?? '']);
  expect(await sweptAfter(1_000_000)).toBe(0);
});

test('a recording too, with the start that is left', async () => {
  const media = (error: Media['error']): Media =>
    mediaRow(scope, { state: 'failed', starts: 4, error, updated_at: PAST });
  const rows = [media(CRASHED), media({ ...CRASHED, code: 'media_corrupt' })];
  await real.documents.media.insert(scope, rows);
  const ids = rows.map(({ id }) => id);
  expect(await sweptAfter(4.9)).toBe(0);
  expect(await sweptAfter(5)).toBe(1);
  const [begun, other] = await real.documents.media.getMany(scope, ids);
  expect(begun).toMatchObject({ state: 'processing', starts: 2, crash_retries: 1, error: null });
  expect(other).toMatchObject({ state: 'failed', starts: 4 });
  const [place] = await real.producer.view.places('media', [begun?.batch_id ?? '']);
  expect(place?.state).toBe('waiting');
  await real.documents.media.remove(scope, ids);
});
