import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSqliteDocumentStore, type DocumentStore } from '@persona/documents';
import { AppError, installScope } from '@persona/contracts';
import { tempFolder } from '@persona/testing';
import Fastify from 'fastify';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';
import { errors } from './errors.ts';
import { idempotency } from './idempotency.ts';
import plugin from 'fastify-plugin';
import { createLogger } from '@persona/runtime';

describe('Idempotency-Key', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openTestGateway();
  });
  afterAll(() => gateway.close());
  const create = (name: string, key: string, as?: string) =>
    gateway.call(
      'POST',
      '/api/instance',
      { instance_data: { name, description: '', configuration: {} } },
      { headers: { 'idempotency-key': key }, ...(as === undefined ? {} : { key: as }) },
    );

  test('the same request gets the first reply again and does nothing; another body is 422', async () => {
    const key = randomUUID();
    const first = await create('Ada', key);
    const second = await create('Ada', key);
    expect(second.text).toBe(first.text);
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    expect(second.headers['idempotency-replayed']).toBe('true');
    const [kept] = await gateway.documents.idempotency.find(installScope, { limit: 10 });
    expect(kept?.about).toBe(first.body['instance_id']);
    expect((await create('Grace', key)).body.error?.code).toBe('idempotency_key_reused');
    expect(await gateway.documents.instances.count(installScope, {})).toBe(1);
  });

  test('a reply of ids alone stays, also when what they name has been deleted since', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const instance_id = await gateway.newPersona();
    const store = () =>
      gateway.call(
        'POST',
        '/api/kb/store-pages',
        { instance_id, pages: [{ title: 'Tides', content: 'The tide turns twice a day.' }] },
        { headers },
      );
    const first = await store();
    const [id] = /td_[0-9A-Z]{26}/.exec(first.text) ?? [''];
    expect((await gateway.call('DELETE', `/api/kb/training-data/${id}`)).status).toBe(200);
    const again = await store();
    expect([again.status, again.text]).toEqual([200, first.text]);
  });

  test('what a process made that died before it answered is found by the repeat; after its day the key begins anew', async () => {
    const key = randomUUID();
    const before = await gateway.documents.instances.count(installScope, {});
    const first = await create('Ada', key);
    const record = (await gateway.documents.idempotency.find(installScope, { limit: 100 })).find(
      ({ about }) => about === first.body['instance_id'],
    );
    const leave = (set: object) =>
      gateway.documents.idempotency.update(installScope, record?.id ?? '', {
        set: { expires_at: new Date(Date.now() - 1000).toISOString(), ...set },
      });
    await leave({ status_code: null, response: null });
    expect((await create('Ada', key)).body['instance_id']).toBe(first.body['instance_id']);
    expect(await gateway.documents.instances.count(installScope, {})).toBe(before + 1);
    await leave({});
    expect((await create('Ada', key)).body['instance_id']).not.toBe(first.body['instance_id']);
  });

  test('it belongs to its key and its route', async () => {
    const key = randomUUID();
    const { token } = await gateway.newKey();
    const [mine, theirs] = [await create('Ada', key), await create('Ada', key, token)];
    expect(mine.body['instance_id']).not.toBe(theirs.body['instance_id']);
    expect((await create('Ada', 'x'.repeat(257))).body.error?.code).toBe('validation_error');
  });

  test('of ten at once one is done, the others are told to wait or get its reply', async () => {
    const before = await gateway.documents.instances.count(installScope, {});
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => create('Ada', key)));
    const done = new Set(answers.filter(({ status }) => status === 200).map(({ text }) => text));
    expect(done.size).toBe(1);
    for (const { status, body } of answers)
      if (status !== 200) expect(body.error?.code).toBe('idempotency_in_progress');
    expect(await gateway.documents.instances.count(installScope, {})).toBe(before + 1);
  });

  test('a refusal is kept; what may succeed later is not', async () => {
    const key = randomUUID();
    const call = () =>
      gateway.call('POST', '/api/jobs/job_never/retry', undefined, { headers: { 'idempotency-key': key } });
    expect((await call()).status).toBe(404);
    expect((await call()).headers['idempotency-replayed']).toBe('true');
  });
});

describe('a claim', () => {
  const folder = tempFolder();
  let documents: DocumentStore;
  beforeAll(() => {
    documents = createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') });
  });
  afterAll(async () => {
    await documents.close();
    folder.remove();
  });
  /** The plugin around one route whose behaviour the test sets. */
  const openApp = async (work: () => Promise<unknown>, leaseTtlMs = 30_000) => {
    const app = Fastify();
    await app.register(errors, { logger: createLogger('test', 'silent') });
    await app.register(
      plugin(async (scope) => void scope.decorateRequest('caller'), { name: 'authenticate' }),
    );
    await app.register(
      plugin(async (scope) => void scope.decorateRequest('bodySha256', null), { name: 'json' }),
    );
    app.addHook('onRequest', async (request) => {
      request.caller = {
        keyId: 'key_a',
        scopes: ['admin'],
        instanceIds: null,
        userId: null,
        expiresAt: null,
        origins: null,
        isToken: false,
        visitor: null,
        quota: {},
        madeBy: null,
      };
    });
    await app.register(idempotency, { documents, leaseTtlMs });
    app.post('/work', work);
    return {
      close: () => app.close(),
      send: (key: string) =>
        app.inject({ method: 'POST', url: '/work', headers: { 'idempotency-key': key }, payload: {} }),
    };
  };

  test('is free again after a failure of ours', async () => {
    let calls = 0;
    const app = await openApp(async () => {
      if (++calls === 1) throw new AppError('not_ready', 'Not yet.');
      return { calls };
    });
    expect((await app.send('k1')).statusCode).toBe(503);
    expect((await app.send('k1')).json()).toEqual({ calls: 2 });
    expect((await app.send('k1')).json()).toEqual({ calls: 2 });
    await app.close();
  });

  test('of a process that died is taken over when its lease is over, and not before', async () => {
    const never = Promise.withResolvers<unknown>();
    const dead = await openApp(() => never.promise, 400);
    const unanswered = dead.send('k2');
    const app = await openApp(async () => ({ done: true }), 400);
    await sleep(100);
    expect((await app.send('k2')).json()).toMatchObject({ error: { code: 'idempotency_in_progress' } });
    // A live request renews its lease.
    await sleep(600);
    expect((await app.send('k2')).json()).toMatchObject({ error: { code: 'idempotency_in_progress' } });
    // The same record, as a dead process leaves it.
    const [record] = await documents.idempotency
      .find(installScope, { where: {}, orderBy: 'expires_at', direction: 'desc', limit: 10 })
      .then((rows) => rows.filter((row) => row.status_code === null && Date.parse(row.expires_at) > 0));
    await documents.idempotency.update(installScope, record!.id, {
      set: { expires_at: new Date(Date.now() - 1).toISOString() },
      inc: { version: 1 },
    });
    expect((await app.send('k2')).json()).toEqual({ done: true });
    // The process that was taken for dead resumes and changes nothing.
    never.resolve({ done: 'late' });
    await unanswered;
    expect((await app.send('k2')).json()).toEqual({ done: true });
    await dead.close();
    await app.close();
  });
});
