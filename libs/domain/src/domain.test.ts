import {
  bodyId,
  INSTALL,
  newId,
  PAGES_PER_JOB,
  grantScope,
  installScope,
  type Instance,
  type Submission,
  type Scope,
} from '@persona/contracts';
import { createSqliteDocumentStore, type DocumentStore } from '@persona/documents';
import { createProducer, createCooperativeScheduler, type Producer } from '@persona/queues';
import { createLogger } from '@persona/runtime';
import { describeWithServer, eventually, tempFolder } from '@persona/testing';
import { assert, dictionary, jsonValue, property, string } from 'fast-check';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { titleOf } from './submissions/apply-submission.ts';
import { createDomain } from './create-domain.ts';
import type { Domain, PageInput, StoreOptions } from './domain.ts';
import { draftPage } from './pages/page-draft.ts';

const options: StoreOptions = { requestedBy: 'key_test', source: 'store-pages' };
const page = (title: string, content: string, more: Partial<PageInput> = {}): PageInput => ({
  title,
  content,
  ...more,
});
const logger = createLogger('test', 'silent');

await describeWithServer('redis', 'domain', (redis) => {
  const folder = tempFolder();
  let documents: DocumentStore;
  let producer: Producer;
  let domain: Domain;
  let scope: Scope;

  beforeAll(async () => {
    documents = createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') });
    producer = createProducer({ redisUrl: redis.url, prefix: redis.prefix, logger });
    domain = createDomain({ documents, producer });
    await eventually(() => producer.view.state('ingest'));
  });
  beforeEach(() => {
    scope = grantScope(newId('ins'));
  });
  afterAll(async () => {
    await producer.close();
    await documents.close();
    folder.remove();
  });

  const body = async (id: string, version: number) =>
    (await documents.pageBodies.get(scope, bodyId(id, version)))?.content;
  const only = async (input: PageInput, more: Partial<StoreOptions> = {}) => {
    const result = await domain.storePages(scope, [input], { ...options, ...more });
    const [stored] = result.pages;
    if (!stored) throw new Error('nothing stored');
    return { ...result, stored };
  };

  describe('storePages', () => {
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
        { documents: watched, producer },
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

    test('whoever waits for many pages holds nobody up who stores fewer', async () => {
      const patient = createDomain(
        { documents, producer },
        createCooperativeScheduler({ timeoutMs: 60_000 }),
      );
      const pagesOf = (count: number) =>
        Array.from({ length: count }, (_, n) => page(`Page ${n}`, `No ${n}.`));
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
      // Losers of a race leave nothing behind.
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

    test('Redis away: stored all the same, and said so', async () => {
      const deaf = createProducer({ redisUrl: 'redis://127.0.0.1:1', prefix: redis.prefix, logger });
      const cut = createDomain({ documents, producer: deaf });
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

  describe('updatePage', () => {
    test('makes a version, says unchanged, and refuses a stale one', async () => {
      const { stored } = await only(page('Tea', 'Green.', { metadata: { author: 'Mu' } }));
      const first = await domain.updatePage(
        scope,
        stored.id,
        { content: 'Black.' },
        { requestedBy: 'k', version: 1 },
      );
      expect(first).toMatchObject({
        result: 'updated',
        page: { version: 2, title: 'Tea', metadata: { author: 'Mu' } },
      });
      expect(
        await domain.updatePage(scope, stored.id, { content: 'Black. ' }, { requestedBy: 'k' }),
      ).toMatchObject({
        result: 'unchanged',
        job_id: null,
      });
      await expect(
        domain.updatePage(scope, stored.id, { content: 'Red.' }, { requestedBy: 'k', version: 1 }),
      ).rejects.toMatchObject({ code: 'version_conflict' });
      await expect(
        domain.updatePage(scope, newId('td'), { content: 'Red.' }, { requestedBy: 'k' }),
      ).rejects.toMatchObject({ code: 'not_found' });
    });

    test('a page known by its words is known by its new ones', async () => {
      const { stored } = await only(page('Tea', 'Green.'));
      await domain.updatePage(scope, stored.id, { content: 'Black.' }, { requestedBy: 'k' });
      expect((await only(page('Tea', 'Black.'))).stored).toMatchObject({
        id: stored.id,
        result: 'unchanged',
      });
      const green = await only(page('Tea', 'Green.'));
      expect(green.stored.result).toBe('created');
      // The words of another page: it stays a page of its own.
      const same = await domain.updatePage(
        scope,
        green.stored.id,
        { content: 'Black.' },
        { requestedBy: 'k' },
      );
      expect(same).toMatchObject({ result: 'updated', page: { identity: `own:${green.stored.id}` } });
    });
  });

  describe('deletePages', () => {
    test('leaves a tombstone without words, frees the identity and is idempotent', async () => {
      const { stored, job_id } = await only(page('Secret', 'words', { id: 'x', metadata: { a: 'secret' } }));
      expect(await domain.deletePages(scope, [stored.id, 'td_none'])).toEqual([
        { id: stored.id, result: 'deleted' },
        { id: 'td_none', result: 'not_found' },
      ]);
      const row = await documents.pages.get(scope, stored.id);
      expect(JSON.stringify(row)).not.toMatch(/secret/i);
      expect(row).toMatchObject({ version: 2, live_version: 0, purged_at: null });
      expect(await domain.deletePages(scope, [stored.id])).toEqual([
        { id: stored.id, result: 'already_deleted' },
      ]);
      expect((await only(page('Secret', 'words', { id: 'x' }))).stored.result).toBe('created');
      expect(await domain.settleJob(scope, job_id ?? '')).toMatchObject({ state: 'completed' });
      await expect(
        domain.updatePage(scope, stored.id, { content: 'back' }, { requestedBy: 'k' }),
      ).rejects.toMatchObject({ code: 'not_found' });
    });

    test('retires what a round of a stream did not carry', async () => {
      const send = (round: number, ids: string[]) =>
        domain.storePages(
          scope,
          ids.map((id) => page(id, `text ${id}`, { id })),
          { ...options, stream: { id: 'str_r', round } },
        );
      await send(1, ['a', 'b', 'c']);
      await only(page('other', 'not of the stream', { id: 'o' }));
      await send(2, ['b']);
      expect(await domain.retireStreamPages(scope, 'str_r', 2)).toBe(2);
      expect(await domain.retireStreamPages(scope, 'str_r', 2)).toBe(0);
      const left = await documents.pages.find(scope, { where: { deleted_at: null }, limit: 10 });
      expect(left.map(({ external_id }) => external_id ?? '').toSorted((a, b) => a.localeCompare(b))).toEqual(
        ['b', 'o'],
      );
    });
  });

  describe('jobs', () => {
    test('tell what became of their pages, and are retried and cancelled', async () => {
      const { job_id, pages } = await domain.storePages(
        scope,
        ['a', 'b', 'c'].map((id) => page(id, `text ${id}`, { id })),
        options,
      );
      const jobId = job_id ?? '';
      const [a, b, c] = pages.map(({ id }) => id) as [string, string, string];
      // Nobody works on the queue in this suite.
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
      expect(await domain.retryPages(scope, jobId)).toBe(1);
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

  test('an approved submission becomes pages once, however often it is applied', async () => {
    const { stored } = await only(page('Old', 'Old words.'));
    const now = new Date().toISOString();
    const item = { note: null, td_id: null, checks: [], edited: null, reviews_td_id: null };
    const submission: Submission = {
      id: newId('rev'),
      instance_id: scope,
      version: 3,
      created_at: now,
      updated_at: now,
      state: 'approved',
      items: [
        { ...item, n: 0, article: '# A new rule\nBe kind.' },
        { ...item, n: 1, article: stored.id, reviews_td_id: stored.id, edited: 'Better words.' },
      ],
      notes: [],
      submitted_by: 'key_a',
      decided_by: 'key_b',
      decision_note: null,
      decided_at: now,
      applied: false,
    };
    await documents.submissions.insert(scope, [submission]);
    await Promise.all([
      domain.applySubmission(scope, submission.id),
      domain.applySubmission(scope, submission.id),
    ]);
    expect(await domain.applySubmission(scope, submission.id)).toBeNull();
    const applied = await documents.submissions.get(scope, submission.id);
    expect(applied).toMatchObject({
      applied: true,
      items: [{ td_id: expect.any(String) }, { td_id: stored.id }],
    });
    const rows = await documents.pages.find(scope, { where: { deleted_at: null }, limit: 10 });
    expect(rows.map(({ title, version }) => [title, version])).toEqual([
      ['Old', 2],
      ['A new rule', 1],
    ]);
    expect(await body(stored.id, 2)).toBe('Better words.');
  });

  test('a deleted persona is a tombstone without texts and has a purge job', async () => {
    const now = new Date().toISOString();
    const instance: Instance = {
      id: scope,
      instance_id: INSTALL,
      version: 1,
      created_at: now,
      updated_at: now,
      name: 'Ada',
      description: 'secret',
      configuration: { a: 'secret' },
      owner_key_id: 'key_a',
      deleted_at: null,
      purged_at: null,
      purge_job_id: null,
    };
    await documents.instances.insert(installScope, [instance]);
    const first = await domain.deleteInstance(scope, 'key_a');
    expect(first).toEqual({ result: 'deleted', job_id: expect.stringMatching(/^job_/) });
    expect(await domain.deleteInstance(scope, 'key_a')).toEqual({ ...first, result: 'already_deleted' });
    expect(await domain.deleteInstance('ins_none', 'key_a')).toBeNull();
    expect(JSON.stringify(await documents.instances.get(installScope, scope))).not.toMatch(/Ada|secret/);
    expect(await domain.explainJob(scope, first?.job_id ?? '')).toMatchObject({
      state: 'active',
      reason: 'no_worker',
    });
  });
});

describe('drafts', () => {
  test('equal pages have equal fingerprints whatever the order of their keys and the form of their characters', () => {
    assert(
      property(
        string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== ''),
        dictionary(string(), jsonValue()),
        (text, metadata) => {
          const shuffled = Object.fromEntries(Object.entries(metadata).toReversed());
          const one = draftPage({ title: 'T', content: text.normalize('NFC'), metadata }, 0, 'pages');
          const two = draftPage(
            { title: 'T', content: ` ${text.normalize('NFD')}\r\n`, metadata: shuffled },
            0,
            'pages',
          );
          expect(two.content_sha256).toBe(one.content_sha256);
          expect(two.identity).toBe(one.identity);
        },
      ),
    );
  });

  test('titles of reviewed texts', () => {
    expect(titleOf('\n---\n## The rule\nBe kind.')).toBe('The rule');
    expect(titleOf('***')).toBe('Reviewed text');
    expect(titleOf('word '.repeat(100))).toHaveLength(120);
  });
});
