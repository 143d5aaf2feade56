import { bodyId, newId, PAGES_PER_JOB, grantScope, type Scope } from '@persona/contracts';
import { type DocumentStore } from '@persona/documents';
import { createCooperativeScheduler } from '@persona/queues';
import { createProducer } from '@persona/queues/producer';
import { describeWithServer } from '@persona/testing';
import { beforeEach, expect, test } from 'vitest';
import { createDomain } from '../create-domain.ts';
import { logger, openDomain, options, page } from '../testing/open-domain.ts';

await describeWithServer('redis', 'storePages', (redis) => {
  const { documents, blobs, producer, domain, newScope, only, body } = openDomain(redis);
  let scope: Scope;
  beforeEach(() => {
    scope = newScope();
  });

  test('a new page is durable and in the queue when it is reported', async () => {
    const { stored, job_id, enqueued, warnings } = await only(page('Tea', 'Green tea, 80 °C.'));
    expect(stored).toMatchObject({ result: 'created', version: 1, external_id: null });
    expect({ enqueued, warnings }).toEqual({ enqueued: true, warnings: [] });
    const row = await documents.pages.get(scope, stored.id);
    expect(row).toMatchObject({
      status: 'queued',
      version: 1,
      live_version: 0,
      job_id,
      source: 'store-pages',
    });
    expect(await body(stored.id, 1)).toBe('Green tea, 80 °C.');
    const [place] = await producer.view.places('ingest', [row?.batch_id ?? '']);
    expect(place?.state).toBe('waiting');
  });

  test.each([
    ['its own id', { id: 'guide/é:1' }],
    ['its external id', { metadata: { external_id: 'guide-1' } }],
    ['its address', { metadata: { url: 'https://example.org/guide' } }],
  ])('a page is known by %s: the same is unchanged, other words are a new version', async (_, named) => {
    const first = await only(page('Guide', 'One.', named));
    const again = await only(page('Guide', 'One.\r\n', named));
    expect(again).toMatchObject({
      job_id: null,
      stored: { id: first.stored.id, result: 'unchanged', version: 1 },
    });
    const changed = await only(page('Guide', 'Two.', named));
    expect(changed.stored).toMatchObject({ id: first.stored.id, result: 'updated', version: 2 });
    expect([await body(first.stored.id, 1), await body(first.stored.id, 2)]).toEqual(['One.', 'Two.']);
  });

  test('many pages let a few of another persona pass, and then go in smaller steps', async () => {
    const { pageBodies, pages } = documents;
    const writes: string[] = [];
    const watched: DocumentStore = {
      ...documents,
      pageBodies: {
        ...pageBodies,
        insert: (...args) => {
          writes.push(`texts ${args[1].length}`);
          return pageBodies.insert(...args);
        },
      },
      pages: {
        ...pages,
        insert: (...args) => {
          writes.push(`pages ${args[1].length}`);
          return pages.insert(...args);
        },
      },
    };
    const patient = createDomain(
      { documents: watched, blobs, producer },
      createCooperativeScheduler({ timeoutMs: 60_000, contendedTtlMs: 60_000 }),
    );
    const many = Array.from({ length: 50 }, (_, n) => page(`Page ${n}`, `Number ${n}.`));
    await patient.storePages(grantScope(newId('ins')), many, options);
    expect(writes.splice(0)).toEqual(['texts 50', 'pages 50']);
    await Promise.all([
      patient.storePages(scope, [page('Tea', 'Hot.')], options),
      patient.storePages(grantScope(newId('ins')), many, options),
    ]);
    expect(writes).toEqual(['texts 1', 'pages 1', 'texts 48', 'pages 48', 'texts 2', 'pages 2']);
  });

  test('a caller who waits for many pages delays none who stores fewer', async () => {
    const patient = createDomain(
      { documents, blobs, producer },
      createCooperativeScheduler({ timeoutMs: 60_000 }),
    );
    const pagesOf = (count: number) => Array.from({ length: count }, (_, n) => page(`Page ${n}`, `No ${n}.`));
    const { job_id } = await patient.storePages(scope, pagesOf(50), options);
    const waiting = new AbortController();
    const awaited = patient.awaitJob(scope, job_id ?? '', {
      timeoutMs: 60_000,
      gone: () => waiting.signal.aborted,
    });
    await patient.storePages(grantScope(newId('ins')), pagesOf(20), options);
    waiting.abort();
    expect((await awaited)?.state).toBe('queued');
  });

  test('other metadata or another title is a new version too', async () => {
    await only(page('A', 'same', { id: 'x', metadata: { a: 1, b: 2 } }));
    expect((await only(page('A', 'same', { id: 'x', metadata: { b: 2, a: 1 } }))).stored.result).toBe(
      'unchanged',
    );
    expect((await only(page('A', 'same', { id: 'x', metadata: { a: 2 } }))).stored.result).toBe('updated');
    expect((await only(page('B', 'same', { id: 'x', metadata: { a: 2 } }))).stored.result).toBe('updated');
  });

  test('without an id, the words are the identity, and a namesake is told', async () => {
    const first = await only(page('News', 'Monday.'));
    expect((await only(page('News', 'Monday.'))).stored).toMatchObject({
      id: first.stored.id,
      result: 'unchanged',
    });
    const other = await only(page('NEWS', 'Tuesday.'));
    expect(other.stored.result).toBe('created');
    expect(other.warnings).toEqual([
      expect.stringContaining(`pages[0]: ${first.stored.id} has the same title`),
    ]);
  });

  test('a page may be named by its td_ id, in its own persona only', async () => {
    const { stored } = await only(page('Tea', 'Green.'));
    expect((await only(page('Tea', 'Black.', { id: stored.id }))).stored).toMatchObject({
      id: stored.id,
      result: 'updated',
      external_id: null,
    });
    const elsewhere = grantScope(newId('ins'));
    const foreign = await domain.storePages(elsewhere, [page('Tea', 'Red.', { id: stored.id })], options);
    expect(foreign.pages[0]).toMatchObject({ result: 'created', external_id: stored.id });
    expect(foreign.pages[0]?.id).not.toBe(stored.id);
  });

  test('500 pages become a few batches, and a page that comes twice is stored twice in order', async () => {
    const many = Array.from({ length: 498 }, (_, n) => page(`Page ${n}`, `Text ${n}`, { id: `${n}` }));
    const result = await domain.storePages(
      scope,
      [...many, page('Twice', 'first', { id: 'twice' }), page('Twice', 'second', { id: 'twice' })],
      options,
    );
    expect(result.pages).toHaveLength(500);
    expect(result.pages.slice(-2).map(({ result, version }) => [result, version])).toEqual([
      ['created', 1],
      ['updated', 2],
    ]);
    const rows = await documents.pages.find(scope, {
      where: { status: 'queued', deleted_at: null },
      limit: 1000,
    });
    expect(rows).toHaveLength(499);
    expect(new Set(rows.map(({ batch_id }) => batch_id)).size).toBe(Math.ceil(499 / PAGES_PER_JOB) + 1);
    const places = await producer.view.places('ingest', [
      ...new Set(rows.map(({ batch_id }) => batch_id ?? '')),
    ]);
    expect(places.every(({ state }) => state === 'waiting')).toBe(true);
    expect(await domain.settleJob(scope, result.job_id ?? '')).toMatchObject({
      state: 'queued',
      progress: { done: 0, total: 499 },
    });
  });

  test('blank pages are refused by name before anything is written', async () => {
    const store = domain.storePages(scope, [page('Good', 'text'), page('Bad', ' \n\t')], options);
    await expect(store).rejects.toMatchObject({ code: 'validation_error', param: 'pages[1].content' });
    expect(await documents.pages.count(scope, { deleted_at: null })).toBe(0);
  });

  test('many writers of one page: its versions rise one after the other and each body is its own', async () => {
    const texts = Array.from({ length: 12 }, (_, n) => `Text of writer ${n}`);
    const results = await Promise.all(
      texts.map((text) => only(page('Contested', text, { id: 'contested' }))),
    );
    expect(new Set(results.map(({ stored }) => stored.id)).size).toBe(1);
    expect(results.filter(({ stored }) => stored.result === 'created')).toHaveLength(1);
    expect(new Set(results.map(({ stored }) => stored.version)).size).toBe(12);
    const id = results[0]?.stored.id ?? '';
    for (const [n, { stored }] of results.entries()) expect(await body(id, stored.version)).toBe(texts[n]);
    const row = await documents.pages.get(scope, id);
    expect(row?.version).toBe(Math.max(...results.map(({ stored }) => stored.version)));
    // A writer that loses the race leaves nothing behind.
    expect(await documents.pageBodies.count(scope, { page_id: id })).toBe(12);
  });

  test('the body of a writer who died before its page is never taken for another’s', async () => {
    const { stored } = await only(page('Diary', 'Day one.', { id: 'diary' }));
    const dead = await documents.pageBodies.get(scope, bodyId(stored.id, 1));
    if (!dead) throw new Error('no body');
    await documents.pageBodies.insert(scope, [
      { ...dead, id: bodyId(stored.id, 2), version: 2, content: 'Never acknowledged.' },
    ]);
    const next = await only(page('Diary', 'Day two.', { id: 'diary' }));
    expect(next.stored).toMatchObject({ result: 'updated', version: 3 });
    expect(await body(stored.id, 3)).toBe('Day two.');
  });

  test('sending a failed page again asks for another try', async () => {
    const { stored } = await only(page('Odd', 'text', { id: 'odd' }));
    await documents.pages.update(scope, stored.id, {
      set: {
        status: 'failed',
        starts: 4,
        error: { code: 'crashed_worker', message: 'It crashed.', retryable: true },
      },
    });
    const again = await only(page('Odd', 'text', { id: 'odd' }));
    expect(again.stored).toMatchObject({ result: 'unchanged', version: 1 });
    expect(await documents.pages.get(scope, stored.id)).toMatchObject({
      status: 'queued',
      starts: 0,
      error: null,
      job_id: again.job_id,
    });
  });

  test('a stream marks what it carries without making versions', async () => {
    const { stored } = await only(page('S', 'text', { id: 's' }));
    const again = await only(page('S', 'text', { id: 's' }), { stream: { id: 'str_1', round: 2 } });
    expect(again.stored).toMatchObject({ result: 'unchanged', version: 1 });
    expect(await documents.pages.get(scope, stored.id)).toMatchObject({
      stream_id: 'str_1',
      stream_round: 2,
      version: 1,
    });
  });

  test('Redis unavailable: stored all the same, and said so', async () => {
    const deaf = createProducer({ redisUrl: 'redis://127.0.0.1:1', prefix: redis.prefix, logger });
    const cut = createDomain({ documents, blobs, producer: deaf });
    const result = await cut.storePages(scope, [page('Alone', 'text')], options);
    expect(result.enqueued).toBe(false);
    expect(await documents.pages.get(scope, result.pages[0]?.id ?? '')).toMatchObject({ status: 'queued' });
    expect(await cut.explainJob(scope, result.job_id ?? '')).toMatchObject({
      state: 'queued',
      reason: 'no_worker',
    });
    await deaf.close();
  });
});
