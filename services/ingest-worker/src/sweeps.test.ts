import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  bodyId,
  newId,
  installScope,
  type Chat,
  type Media,
  type Message,
  type PageBody,
  type Submission,
  type Scope,
} from '@persona/contracts';
import { createMetrics } from '@persona/runtime';
import { createSqliteSearchIndex } from '@persona/search';
import { ageIndexes, eventually, keptReply, startRedis, type RedisServer, mediaRow } from '@persona/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startIngestWorker } from './app.ts';
import {
  createChatsSweep,
  createIdempotencySweep,
  createInstancesSweep,
  createJobsSweep,
  createSubmissionsSweep,
} from './sweeps/leftovers.ts';
import { createMediaSweep } from './sweeps/media.ts';
import { createReconcileSweep } from './sweeps/reconcile.ts';
import { createRetentionSweep } from './sweeps/retention.ts';
import { createWaitingPagesSweep } from './sweeps/waiting-pages.ts';
import type { Sweep } from './sweeper.ts';
import { createPersona, drain, expectExactly, openTestResources, store, wordsOf } from './testing/worker.ts';

let redis: RedisServer;
let real: Awaited<ReturnType<typeof openTestResources>>;
let scope: Scope;

beforeAll(async () => {
  redis = await startRedis();
  real = await openTestResources(redis.url, redis.prefix);
  await eventually(() => real.producer.view.state('ingest'));
});
afterAll(async () => {
  await real.close();
  await redis.stop();
});
beforeEach(async () => {
  await redis.flush();
  scope = await createPersona(real.documents);
});

const many = (howMany: number) => Array.from({ length: howMany }, (_, n) => wordsOf(`p${n}`, 1));
const worker = (sweeps?: (all: Sweep[]) => Sweep[]) =>
  startIngestWorker(
    { ...real, metrics: createMetrics('test') },
    {
      queues: { redisUrl: redis.url, prefix: redis.prefix },
      concurrency: 2,
      sweepDelayMs: 0,
      ...(sweeps ? { sweeps } : {}),
    },
  );
const places = async (ids: (string | null)[]) => {
  const found = await real.producer.view.places(
    'ingest',
    ids.map((id) => id ?? ''),
  );
  return [...new Set(found.map(({ state }) => state))];
};
/** Runs a sweep that works in turns until it has nothing more to do. */
const untilIdle = async (sweep: Sweep) => {
  for (let runs = 0; runs < 10; runs++) await sweep.run();
};

describe('pages that wait', () => {
  test('a wiped queue is filled again, one in order is left alone', async () => {
    await store(real, scope, many(120));
    const sweep = createWaitingPagesSweep(real, 0);
    expect(await sweep.run()).toBe(0);
    await redis.flush();
    expect(await sweep.run()).toBe(120);
    expect(await sweep.run()).toBe(0);
    const rows = await real.documents.pages.find(scope, { limit: 500 });
    expect(await places([...new Set(rows.map(({ batch_id }) => batch_id))])).toEqual(['waiting']);
    await drain(real, scope);
  });

  test('many sweepers at once enqueue each page once', async () => {
    await store(real, scope, many(100));
    await redis.flush();
    const counts = await Promise.all([1, 2, 3, 4].map(() => createWaitingPagesSweep(real, 0).run()));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(100);
    expect((await real.producer.view.state('ingest')).waiting).toBe(3);
    await drain(real, scope);
  });

  test('tombstones are purged though the queue was never asked for it', async () => {
    const { pages } = await store(real, scope, many(3));
    await drain(real, scope);
    await real.domain.deletePages(
      scope,
      pages.map(({ id }) => id),
    );
    await redis.flush();
    expect(await createWaitingPagesSweep(real, 0).run()).toBe(3);
    expect((await real.producer.view.state('ingest')).waiting).toBe(1);
    await drain(real, scope);
    await expectExactly(real, scope, []);
  });

  test(
    'with a worker, all of it happens by itself; without sweeps, nothing does',
    { timeout: 300_000 },
    async () => {
      const held = many(200);
      await store(real, scope, held);
      await redis.flush();
      const blind = worker(() => []);
      await eventually(async () => (await real.producer.view.state('ingest')).alive);
      await expect(expectExactly(real, scope, held)).rejects.toThrow();
      await blind.close();
      const seeing = worker();
      await eventually(() => expectExactly(real, scope, held).then(() => true), {
        timeoutMs: 120_000,
        intervalMs: 200,
      });
      await seeing.close();
    },
  );
});

/** Writes the format number that a file was written in where SQLite keeps it: its `user_version`. */
function setFormat(file: string, format: number): void {
  const bytes = readFileSync(file);
  expect(bytes.toString('latin1', 0, 15)).toBe('SQLite format 3');
  expect(bytes.readUInt32BE(60)).toBeGreaterThan(format);
  bytes.writeUInt32BE(format, 60);
  writeFileSync(file, bytes);
}

const newMedia = (more: Partial<Media> = {}): Media =>
  mediaRow(scope, { enqueued_at: '2026-01-01T00:00:00.000Z', ...more });

test('media that nobody works on, and deleted ones whose files are left', async () => {
  const now = new Date().toISOString();
  const rows = [newMedia(), newMedia({ state: 'ready' }), newMedia({ state: 'ready', deleted_at: now })];
  await real.documents.media.insert(scope, rows);
  const sweep = createMediaSweep(real, 0);
  expect(await sweep.run()).toBe(2);
  const [voice, , tombstone] = await real.documents.media.getMany(
    scope,
    rows.map(({ id }) => id),
  );
  const found = await real.producer.view.places('media', [voice?.batch_id ?? '', tombstone?.batch_id ?? '']);
  expect(found.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
  expect(voice?.batch_id).toMatch(/^voice-voi_/);
  await real.documents.media.remove(
    scope,
    rows.map(({ id }) => id),
  );
});

test('messages that a dying turn left in a deleted chat are removed; those of live chats and live turns stay', async () => {
  const past = '2026-01-01T00:00:00.000Z';
  const base = { instance_id: scope, version: 1, created_at: past, updated_at: past };
  const chat = (more: Partial<Chat>): Chat => ({
    ...base,
    id: newId('cht'),
    user_id: 'u',
    title: '',
    message_count: 1,
    busy_with: 'msg_1',
    busy_until: past,
    deleted_at: past,
    ...more,
  });
  const message = (chat_id: string): Message => ({
    ...base,
    id: newId('msg'),
    chat_id,
    n: 0,
    role: 'user',
    text: 'My grandmother was called Quillamore.',
    client_id_sha256: null,
    reply_to: null,
    answer_type: null,
    citations: [],
    usage: null,
    model: null,
  });
  const left = chat({});
  const others = [chat({ deleted_at: null }), chat({ busy_until: '2999-01-01T00:00:00.000Z' })];
  await real.documents.chats.insert(scope, [left, ...others]);
  const messages = [left, ...others].map(({ id }) => message(id));
  await real.documents.messages.insert(scope, messages);
  const log = () => readFileSync(path.join(real.folder, 'documents.db-wal'), 'latin1');
  expect(log()).toContain('Quillamore');
  const sweep = createChatsSweep(real, 0);
  // Nothing is marked as done before it is also overwritten.
  const full = { ...real.documents, compact: () => Promise.reject(new Error('somebody reads')) };
  await expect(createChatsSweep({ ...real, documents: full }, 0).run()).rejects.toThrow('somebody reads');
  expect([await sweep.run(), await sweep.run()]).toEqual([1, 0]);
  expect(log()).not.toContain('Quillamore');
  expect(await real.documents.messages.get(scope, messages[0]?.id ?? '')).toBeNull();
  expect(await real.documents.messages.count(scope, {})).toBe(2);
  expect(await real.documents.chats.get(scope, left.id)).toMatchObject({ busy_with: null });
});

test('chats in which nothing was said for longer than their persona keeps them are deleted', async () => {
  const DAY_MS = 24 * 60 * 60 * 1000;
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
  const chat = (instance_id: string, days: number, more: Partial<Chat> = {}): Chat => ({
    id: newId('cht'),
    instance_id,
    version: 1,
    created_at: ago(100),
    updated_at: ago(days),
    user_id: 'u',
    title: 'A title',
    message_count: 0,
    busy_with: null,
    busy_until: null,
    deleted_at: null,
    ...more,
  });
  const { chats, instances } = real.documents;
  await instances.update(installScope, scope, { set: { configuration: { retention_days: 30 } } });
  const forEver = await createPersona(real.documents);
  const old = chat(scope, 31);
  const kept = [chat(scope, 29), chat(scope, 31, { busy_with: 'msg_1', busy_until: ago(-1) })];
  const others = [chat(forEver, 90)];
  await chats.insert(scope, [old, ...kept]);
  await chats.insert(forEver, others);
  const sweep = createRetentionSweep(real);
  expect([await sweep.run(), await sweep.run()]).toEqual([1, 0]);
  expect(await chats.get(scope, old.id)).toMatchObject({ title: '' });
  expect((await chats.find(scope, { where: { deleted_at: null }, limit: 10 })).map(({ id }) => id)).toEqual(
    kept.map(({ id }) => id),
  );
  expect(await chats.count(forEver, { deleted_at: null })).toBe(1);
});

test('an approval that was not applied, a job that was not called finished, an answer past its day', async () => {
  const past = '2026-01-01T00:00:00.000Z';
  const submission: Submission = {
    id: newId('rev'),
    instance_id: scope,
    version: 1,
    created_at: past,
    updated_at: past,
    state: 'approved',
    items: [
      { n: 0, article: 'Be kind.', edited: null, note: null, reviews_td_id: null, td_id: null, checks: [] },
    ],
    notes: [],
    submitted_by: 'key_a',
    decided_by: 'key_b',
    decision_note: null,
    decided_at: past,
    applied: false,
  };
  await real.documents.submissions.insert(scope, [submission]);
  expect(await createSubmissionsSweep(real, 0).run()).toBe(1);
  expect(await createSubmissionsSweep(real, 0).run()).toBe(0);
  expect(await real.documents.submissions.get(scope, submission.id)).toMatchObject({ applied: true });

  const [page] = await real.documents.pages.find(scope, { limit: 1 });
  await real.documents.pages.update(scope, page?.id ?? '', { set: { status: 'live', live_version: 1 } });
  expect(await createJobsSweep(real, 0).run()).toBe(1);
  expect(await real.documents.jobs.get(scope, page?.job_id ?? '')).toMatchObject({ state: 'completed' });

  const justNow = new Date(Date.now() - 1000).toISOString();
  const unanswered = { status_code: null, response: null };
  await real.documents.idempotency.insert(installScope, [
    keptReply(null, '', { ...unanswered, id: 'old', expires_at: past }),
    keptReply(null, '', { ...unanswered, id: 'young' }),
    keptReply(null, '', { id: 'answered', expires_at: justNow }),
    // The process of this claim died; a repeat may come for a day.
    keptReply(null, '', { ...unanswered, id: 'claimed', expires_at: justNow }),
  ]);
  expect(await createIdempotencySweep(real).run()).toBe(2);
  const left = await real.documents.idempotency.find(installScope, { limit: 10 });
  expect(left.map(({ id }) => id)).toEqual(['claimed', 'young']);
});

test('a deleted persona that is not purged is put up for it again', async () => {
  await real.domain.deleteInstance(scope, 'key_a');
  await redis.flush();
  expect(await createInstancesSweep(real, 0).run()).toBeGreaterThanOrEqual(1);
  const ingest = worker();
  await eventually(async () => (await real.documents.instances.get(installScope, scope))?.purged_at);
  await ingest.close();
});

describe('index and texts are compared with the pages', () => {
  const reconcile = () => createReconcileSweep(real);
  const idOf = async (external_id: string) =>
    (await real.documents.pages.find(scope, { where: { external_id }, limit: 1 }))[0]?.id ?? '';

  test('an emptied index is noticed and filled again', async () => {
    const held = many(60);
    await store(real, scope, held);
    await drain(real, scope);
    await real.search.removeInstance(scope);
    await untilIdle(reconcile());
    expect(await real.domain.countWaiting(scope, 1000)).toBe(60);
    await drain(real, scope);
    await expectExactly(real, scope, held);
    await untilIdle(reconcile());
    expect(await real.domain.countWaiting(scope, 1000)).toBe(0);
  });

  test('an index of an older format is filled again beside it, and goes when the new one is whole', async () => {
    const folder = path.join(real.folder, 'search-upgraded');
    const before = createSqliteSearchIndex({ folder });
    const held = many(6);
    await store(real, scope, held);
    await drain({ ...real, search: before }, scope);
    await before.close();
    ageIndexes(folder);
    const search = createSqliteSearchIndex({ folder });
    onTestFinished(() => search.close());
    const upgraded = { ...real, search };
    const kept = createReconcileSweep(upgraded);
    const sweep = createReconcileSweep(upgraded, 0);
    await untilIdle(sweep);
    expect([await search.countPages(scope), await search.countWithOlder(scope)]).toEqual([0, 6]);
    await drain(upgraded, scope);
    await expectExactly(upgraded, scope, held);
    await untilIdle(kept);
    expect(await search.countWithOlder(scope)).toBe(6);
    await untilIdle(sweep);
    expect(await search.countWithOlder(scope)).toBeNull();
    await expectExactly(upgraded, scope, held);
  });

  test('an index that is lost as soon as it is filled, again and again, is filled each time', async () => {
    const sweep = reconcile();
    const held = many(8);
    const { pages } = await store(real, scope, held);
    for (let loss = 0; loss < 3; loss++) {
      await drain(real, scope);
      // One without passages, as an older Persona stored them.
      await real.documents.pages.update(scope, pages[0]?.id ?? '', { set: { chunk_count: 0 } });
      await real.search.removeInstance(scope);
      // The second time round the number of lost pages is the one that was found before.
      await untilIdle(sweep);
      expect(await real.domain.countWaiting(scope, 1000), `loss ${loss}`).toBe(held.length);
    }
    await drain(real, scope);
    await expectExactly(real, scope, held);
    // A page without a word is in the index like the others, and is not looked for for ever.
    await untilIdle(sweep);
    expect(await real.domain.countWaiting(scope, 1000)).toBe(0);
  });

  test('a walk that fails on its way is begun again', async () => {
    const held = many(8);
    await store(real, scope, held);
    await drain(real, scope);
    await real.search.removeInstance(scope);
    let faults = 1;
    const pages = {
      ...real.documents.pages,
      updateMany: async (...args: Parameters<typeof real.documents.pages.updateMany>) => {
        if (faults-- > 0) throw new Error('The store is away.');
        return real.documents.pages.updateMany(...args);
      },
    };
    const sweep = createReconcileSweep({ ...real, documents: { ...real.documents, pages } });
    await expect(untilIdle(sweep)).rejects.toThrow('The store is away.');
    await untilIdle(sweep);
    expect(await real.domain.countWaiting(scope, 1000)).toBe(held.length);
  });

  test('a persona whose index fails does not keep the others from being repaired', async () => {
    // Ids rise with time, so these come after the one that fails.
    const others = [await createPersona(real.documents), await createPersona(real.documents)];
    const held = many(3);
    for (const other of others) {
      await store(real, other, held);
      await drain(real, other);
      await real.search.removeInstance(other);
    }
    const search = {
      ...real.search,
      stats: async (one: Scope) => {
        if (one === scope) throw new Error('Its index is damaged.');
        return real.search.stats(one);
      },
    };
    const sweep = createReconcileSweep({ ...real, search });
    let failures = 0;
    for (let runs = 0; runs < 10; runs++) await sweep.run().catch(() => failures++);
    expect(failures).toBeGreaterThan(0);
    for (const other of others) expect(await real.domain.countWaiting(other, 1000)).toBe(held.length);
  });

  test('an index file of an older format is filled anew, and its pages answer again', async () => {
    const old = await openTestResources(redis.url, redis.prefix);
    const persona = await createPersona(old.documents);
    const held = many(20);
    await store(old, persona, held);
    await drain(old, persona);
    await old.search.close();
    const folder = path.join(old.folder, 'search');
    for (const file of readdirSync(folder)) setFormat(path.join(folder, file), 3);
    const search = createSqliteSearchIndex({ folder });
    const upgraded = { ...old, search };
    const sweep = createReconcileSweep(upgraded);
    await expect(expectExactly(upgraded, persona, held)).rejects.toThrow();
    await untilIdle(sweep);
    await drain(upgraded, persona);
    await expectExactly(upgraded, persona, held);
    await search.close();
    await old.close();
  });

  test('the version that is live in the place of one that failed is restored, and the failure stays', async () => {
    await store(real, scope, [wordsOf('alder', 1), wordsOf('birch', 1)]);
    await drain(real, scope);
    await store(real, scope, [wordsOf('alder', 2)]);
    const [page] = await real.documents.pages.find(scope, { where: { status: 'queued' }, limit: 1 });
    const id = page?.id ?? '';
    const error = { code: 'encoding_failed', message: 'It is odd.', retryable: true };
    await real.documents.pages.update(scope, id, { set: { status: 'failed', starts: 1, error } });
    const sweep = reconcile();
    await untilIdle(sweep);
    const before = await real.documents.pages.get(scope, id);
    const found = async () =>
      (await real.search.search(scope, { query: 'alder', limit: 5 })).map(({ version }) => version);

    // Once with another live page beside it, once as the only live one.
    for (const alone of [false, true]) {
      if (alone) await real.domain.deletePages(scope, [await idOf('birch')]);
      await drain(real, scope);
      await real.search.removeInstance(scope);
      const ingest = worker(() => [sweep]);
      await eventually(async () => (await found()).includes(1), { timeoutMs: 120_000 });
      await ingest.close();
      expect(await real.documents.pages.get(scope, id)).toEqual(before);
    }
  });

  test('an index that held only the version before a failed one is refilled by a worker that never saw it whole', async () => {
    await store(real, scope, [wordsOf('alder', 1)]);
    await drain(real, scope);
    await store(real, scope, [wordsOf('alder', 2)]);
    const [page] = await real.documents.pages.find(scope, { where: { status: 'queued' }, limit: 1 });
    const error = { code: 'encoding_failed', message: 'It is odd.', retryable: true };
    await real.documents.pages.update(scope, page?.id ?? '', { set: { status: 'failed', error } });
    await drain(real, scope);
    await real.search.removeInstance(scope);
    await redis.flush();
    await untilIdle(reconcile());
    const ingest = worker(() => []);
    await eventually(
      async () => (await real.search.search(scope, { query: 'alder', limit: 5 }))[0]?.version === 1,
      { timeoutMs: 120_000 },
    );
    await ingest.close();
  });

  test('what a worker stored after a page was gone, and texts that no page names, are removed', async () => {
    const held = many(3);
    const { pages } = await store(real, scope, held);
    await drain(real, scope);
    const [kept, deleted] = pages.map(({ id }) => id) as [string, string];
    const encode = (page_id: string, version: number) =>
      real.encoder.encode([{ page_id, version, title: 'Ghost', content: 'A ghost of a page.' }]);
    for (const [id, version] of [
      [kept, 7],
      [deleted, 1],
      [newId('td'), 1],
    ] as const) {
      const [ghost] = await encode(id, version);
      if (id === deleted) {
        await real.domain.deletePages(scope, [deleted]);
        await drain(real, scope);
      }
      if (ghost?.ok) await real.search.put(scope, [ghost.page]);
    }
    const old = '2026-01-01T00:00:00.000Z';
    const body = (page_id: string, version: number): PageBody => ({
      id: bodyId(page_id, version),
      instance_id: scope,
      version,
      created_at: old,
      updated_at: old,
      page_id,
      title: 'Ghost',
      content: 'A ghost.',
      metadata: {},
    });
    // Texts of a dead writer of a page, of a purged page and of a page that never existed; the last is too
    // young to be removed.
    const young = { ...body(newId('td'), 1), created_at: new Date().toISOString() };
    await real.documents.pageBodies.insert(scope, [
      body(kept, 2),
      body(deleted, 1),
      body(newId('td'), 1),
      young,
    ]);
    const sweep = reconcile();
    await untilIdle(sweep);
    // Superfluous texts alone do not cause an early walk; a missing page does.
    await real.search.removePages(scope, [kept]);
    await untilIdle(sweep);
    await drain(real, scope);
    await real.documents.pageBodies.remove(scope, [young.id]);
    await expectExactly(real, scope, [held[0]!, held[2]!]);
  });

  test('the index of a purged persona that a late worker wrote to is removed', async () => {
    await real.documents.instances.update(installScope, scope, {
      set: { deleted_at: '2026-01-01T00:00:00.000Z', purged_at: '2026-01-01T00:00:00.000Z' },
    });
    const [ghost] = await real.encoder.encode([
      { page_id: newId('td'), version: 1, title: 'G', content: 'A ghost.' },
    ]);
    if (ghost?.ok) await real.search.put(scope, [ghost.page]);
    await untilIdle(reconcile());
    expect((await real.search.stats(scope)).pages).toBe(0);
  });
});
