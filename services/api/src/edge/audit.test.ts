import { createHash, randomUUID } from 'node:crypto';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { AppError, grantScope, installScope, newId, type AuditEntry } from '@persona/contracts';
import { verifyAudit } from '@persona/domain';
import { createLogger } from '@persona/runtime';
import { eventually } from '@persona/testing';
import Fastify from 'fastify';
import plugin from 'fastify-plugin';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';
import { audit } from './audit.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await openTestGateway();
});
afterEach(() => gateway.close());

interface Listed {
  entries: AuditEntry[];
  has_more: boolean;
  next_cursor: string | null;
}
const list = async (query = '', key = gateway.admin) =>
  (await gateway.call<Listed>('GET', `/api/admin/audit?limit=1000&${query}`, undefined, { key })).body;
/** Entries of refused requests are written while their replies leave already. */
const until = async (query: string, count: number): Promise<AuditEntry[]> => {
  for (;;) {
    const { entries } = await list(query);
    if (entries.length >= count) return entries;
    await sleep(5);
  }
};
const page = (content: string) => ({ pages: [{ id: 'tides', title: 'Tides', content }] });

describe('every route', () => {
  test('of the OpenAPI document that changes something declares what it does', async () => {
    const { body } = await gateway.call<{
      paths: Record<string, Record<string, { 'x-audit'?: string }>>;
    }>('GET', '/openapi.json');
    const operations = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path}`,
        action: operation['x-audit'],
      })),
    );
    const reads = operations.filter(({ name }) => /^(GET|HEAD) /.test(name));
    const writes = operations.filter((one) => !reads.includes(one));
    expect(writes.length).toBeGreaterThan(25);
    // Searches and calls of models change nothing; nor does a token, whose uses name its key.
    expect(writes.flatMap(({ name, action }) => (action === undefined ? [name] : [])).toSorted()).toEqual([
      'POST /api/kb/search',
      'POST /api/tokens',
      'POST /v1/audio/speech',
      'POST /v1/audio/transcriptions',
      'POST /v1/embeddings',
    ]);
    // What an auditor asks for of reads: who took a person's data along, and who looked at keys and at this.
    expect(
      reads
        .flatMap(({ action }) => action ?? [])
        .filter((action) => action !== undefined)
        .toSorted(),
    ).toEqual(['audit.export', 'audit.read', 'key.list', 'user.export']);
  });

  test('without a declaration keeps the gateway from starting', async () => {
    const { documents } = gateway;
    const open = async (config: object) => {
      const app = Fastify();
      for (const name of ['observe', 'authenticate']) await app.register(plugin(async () => {}, { name }));
      await app.register(audit, { documents, logger: createLogger('api', 'silent'), secret: 'x' });
      app.post('/somewhere', { config }, () => ({}));
      try {
        await app.ready();
      } finally {
        await app.close();
      }
    };
    await expect(open({ scope: 'kb' })).rejects.toThrow('POST /somewhere must declare');
    await open({ scope: 'kb', audit: null });
  });
});

describe('an entry', () => {
  test('says who did what to which object, when, from where, with what result', async () => {
    const persona = await gateway.newPersona();
    const { key, token } = await gateway.newKey({ scopes: ['kb', 'audit'] });
    const began = new Date().toISOString();
    const headers = { 'x-instance-id': persona, 'x-request-id': 'of-this-test' };
    const stored = await gateway.call('POST', '/api/kb/store-pages', page('The tide turns.'), {
      key: token,
      headers,
    });
    const id = (stored.body['pages'] as { id: string }[])[0]?.id ?? '';
    await gateway.call('DELETE', `/api/kb/training-data/${id}`, undefined, { key: token });
    const { entries } = await list(`actor=${key.id}`, token);
    expect(entries).toEqual([
      {
        seq: expect.any(Number) as number,
        at: expect.any(String) as string,
        actor: key.id,
        action: 'page.store',
        object: stored.body['job_id'],
        instance_id: persona,
        outcome: 'ok',
        status: 200,
        code: null,
        address: '127.0.0.1',
        request_id: 'of-this-test',
        count: 1,
        previous: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
      expect.objectContaining({ action: 'page.delete', object: id, instance_id: persona }) as AuditEntry,
    ]);
    expect(entries[0] && entries[0].at >= began && entries[0].at <= new Date().toISOString()).toBe(true);
  });

  test('is written for each kind of object under the id that readers know', async () => {
    const created = await gateway.call('POST', '/api/instance', {
      instance_data: { name: 'Ada', description: '', configuration: {} },
    });
    const persona = created.body['instance_id'] as string;
    const made = await gateway.call('POST', '/api/admin/keys', { scopes: ['kb'] });
    const submitted = await gateway.call('POST', '/api/kb/review-data', {
      review_data: { articles: ['The tide turns.'], notes: [] },
    });
    const review = submitted.body['review_id'] as string;
    await gateway.call('POST', `/api/kb/review-data/${review}/approve`, {});
    await gateway.call('PATCH', '/api/instance', { instance_data: { instance_id: persona, name: 'Bo' } });
    await gateway.call('DELETE', '/api/admin/keys', { key_id: made.body['key_id'] });
    await gateway.call('DELETE', `/api/instance?id=${persona}`);
    const { entries } = await list();
    expect(entries.map(({ action, object }) => [action, object])).toEqual([
      ['persona.create', persona],
      ['key.create', made.body['key_id']],
      ['submission.submit', review],
      ['submission.approve', review],
      ['persona.update', persona],
      ['key.revoke', made.body['key_id']],
      ['persona.delete', persona],
    ]);
  });

  test('holds nothing of what was sent, said or asked, and no secret', async () => {
    const canary = `canary ${randomUUID()}`;
    await gateway.newPersona(canary);
    const { token, key } = await gateway.newKey({ name: canary, scopes: ['admin'] });
    const send = (method: 'POST' | 'PUT' | 'DELETE' | 'GET', url: string, body?: object) =>
      gateway.call(method, url, body, { key: token });
    await send('POST', '/api/kb/store-pages', { pages: [{ title: canary, content: canary, id: canary }] });
    await send('POST', '/api/kb/stream-pages', {
      stream_data: { stream_id: canary, pages: [{ title: canary, content: canary }] },
    });
    await send('POST', '/api/kb/stream-pages', {
      stream_data: { stream_id: canary, pages: [], final: true },
    });
    await send('POST', '/api/kb/v2/chat', { chat_data: { user_id: canary, message: canary } });
    await send('PUT', `/api/kb/training-data/${encodeURIComponent(canary)}`, { content: canary });
    await send('DELETE', `/api/persona/chats/${encodeURIComponent(canary)}`);
    await send('GET', `/api/users/${encodeURIComponent(canary)}/export`);
    await send('DELETE', `/api/users/${encodeURIComponent(canary)}`);
    await gateway.call('GET', '/api/jobs', undefined, { key: `${token}0` });
    await until('action=sign_in', 1);
    const { entries } = await list();
    const actions = entries.map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['user.export', 'user.erase', 'page.update']));
    const text = JSON.stringify(await gateway.documents.auditBlocks.find(installScope, { limit: 1000 }));
    for (const secret of [canary, encodeURIComponent(canary), token.split('_')[2] ?? ''])
      expect(text).not.toContain(secret);
    // The same user is found again under the same name.
    const { entries: ofUser } = await list(`user_id=${encodeURIComponent(canary)}`);
    expect(ofUser.map(({ action }) => action)).toEqual(['user.export', 'user.erase']);
    expect(ofUser[0]?.object).toMatch(/^user:[0-9a-f]{32}$/);
    expect(actions.filter((action) => action === 'sign_in')).toHaveLength(1);
    expect(entries.find(({ action }) => action === 'sign_in')).toMatchObject({
      actor: null,
      object: key.id,
      code: 'invalid_key',
    });
  });

  test('names the address of a caller that has disconnected', async () => {
    const [begun, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { documents, blobs, producer, folder } = gateway;
    const slow = {
      ...documents,
      pageBodies: {
        ...documents.pageBodies,
        insert: async (...of: Parameters<typeof documents.pageBodies.insert>) => {
          begun.resolve();
          await gate.promise;
          return documents.pageBodies.insert(...of);
        },
      },
    };
    const other = await openTestGateway({ beside: { documents: slow, blobs, producer, folder } });
    onTestFinished(() => other.close());
    await gateway.newPersona();
    await other.app.listen({ host: '127.0.0.1', port: 0 });
    const { server } = other.app;
    const connections = promisify(server.getConnections.bind(server));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const body = JSON.stringify(page('The tide turns.'));
    const head = ['POST /api/kb/store-pages HTTP/1.1', 'Host: x', `Authorization: Bearer ${gateway.admin}`];
    socket.write(
      [...head, 'Content-Type: application/json', `Content-Length: ${body.length}`, '', body].join('\r\n'),
    );
    await begun.promise;
    socket.destroy();
    await eventually(async () => (await connections()) === 0);
    gate.resolve();
    const [entry] = await until('action=page.store', 1);
    expect(entry).toMatchObject({ outcome: 'ok', address: '127.0.0.1' });
  });

  test('is there when the reply leaves; without it there is no reply', async () => {
    const broken = {
      ...gateway.documents,
      appendAudit: () => Promise.reject(new AppError('not_ready', 'The documents are away.')),
    };
    const { blobs, producer, folder } = gateway;
    const other = await openTestGateway({ beside: { documents: broken, blobs, producer, folder } });
    const persona = await gateway.newPersona();
    const store = () =>
      other.call('POST', `/api/kb/store-pages?instance_id=${persona}`, page('The tide turns.'), {
        headers: { 'idempotency-key': 'once' },
      });
    expect(await store()).toMatchObject({ status: 503, body: { error: { code: 'not_ready' } } });
    expect((await other.call('GET', '/api/jobs')).status).toBe(200);
    // Nothing was kept as its reply, so that a repeat is carried out, and told of.
    expect((await store()).headers['idempotency-replayed']).toBeUndefined();
    await other.close();
  });

  test('of a repeat that gets the kept reply is the one of the first', async () => {
    await gateway.newPersona();
    const headers = { 'idempotency-key': randomUUID() };
    for (const replayed of [undefined, 'true']) {
      const reply = await gateway.call('POST', '/api/kb/store-pages', page('The tide.'), { headers });
      expect(reply.headers['idempotency-replayed']).toBe(replayed);
    }
    expect((await list('action=page.store')).entries).toHaveLength(1);
  });

  test('comes from the client behind a proxy that is trusted', async () => {
    const trusting = await openTestGateway({ env: { TRUST_PROXY: '127.0.0.1' } });
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    await trusting.call('GET', '/api/admin/keys', undefined, { headers });
    const { body } = await trusting.call<Listed>('GET', '/api/admin/audit');
    expect(body.entries.map(({ address }) => address)).toEqual(['203.0.113.7']);
    await trusting.close();
  });
});

describe('who is refused', () => {
  test('has one entry at once, however often it asks', async () => {
    const { token } = await gateway.newKey({ scopes: ['kb'] });
    for (let i = 0; i < 20; i++) {
      await gateway.call('DELETE', `/api/kb/training-data/${newId('td')}`, undefined, { key: token });
      await gateway.call('GET', '/api/instance', undefined, { key: token });
    }
    const entries = await until('outcome=refused', 2);
    expect(entries.map(({ action, code, count }) => `${action} ${code} ${count}`).toSorted()).toEqual([
      'access scope_missing 1',
      'page.delete not_found 1',
    ]);
  });

  test('fills no disk with wrong keys, from any number of addresses', async () => {
    const open = await openTestGateway({ env: { TRUST_PROXY: '127.0.0.1' } });
    for (let i = 0; i < 1000; i++)
      await open.call('GET', '/api/jobs', undefined, {
        key: null,
        headers: {
          authorization: `Bearer psk_guess_${String(i).padStart(24, '0')}`,
          'x-forwarded-for': `203.0.${i % 250}.${i % 7}`,
        },
      });
    const { documents } = open;
    // What was counted is written when the gateway ends.
    await open.app.close();
    const blocks = await documents.auditBlocks.find(installScope, { limit: 10_000 });
    const entries = blocks.flatMap((block) => block.entries);
    expect(entries.length).toBeLessThanOrEqual(2 * 201);
    expect(new Set(entries.map(({ action }) => action))).toEqual(new Set(['sign_in']));
    expect(entries.reduce((sum, { count }) => sum + count, 0)).toBe(1000);
    await open.close();
  });
});

describe('reading the audit', () => {
  test('is for keys without limits that have the scope', async () => {
    const persona = await gateway.newPersona();
    const statusOf = async (fields: object) => {
      const { token: key } = await gateway.newKey({ scopes: ['audit'], ...fields });
      const paths = ['/api/admin/audit', '/api/admin/audit/export'];
      return Promise.all(
        paths.map(async (path) => (await gateway.call('GET', path, undefined, { key })).status),
      );
    };
    expect(await statusOf({})).toEqual([200, 200]);
    expect(await statusOf({ scopes: ['admin'] })).toEqual([200, 200]);
    for (const fields of [
      { scopes: ['kb', 'history', 'instances', 'chat', 'media', 'review'] },
      { instance_ids: [persona] },
      { user_id: 'alice' },
      { scopes: ['admin'], instance_ids: [persona] },
    ])
      expect(await statusOf(fields)).toEqual([403, 403]);
    // An auditor's key opens nothing else.
    const { token: key } = await gateway.newKey({ scopes: ['audit'] });
    expect((await gateway.call('GET', '/api/instance', undefined, { key })).status).toBe(403);
  });

  test('goes page by page, and is told of itself', async () => {
    for (let i = 0; i < 5; i++) await gateway.newPersona();
    const seen: number[] = [];
    for (let cursor = ''; ;) {
      const { body } = await gateway.call<Listed>('GET', `/api/admin/audit?limit=2&order=desc${cursor}`);
      seen.push(...body.entries.map(({ seq }) => seq));
      if (!body.has_more) break;
      cursor = `&cursor=${body.next_cursor}`;
    }
    expect(seen).toEqual([5, 4, 3, 2, 1]);
    const { entries } = await list('after=5');
    expect(entries.map(({ action }) => action)).toEqual(['audit.read', 'audit.read', 'audit.read']);
  });

  test('as a file: each line proves itself and the one before', async () => {
    for (let i = 0; i < 3; i++) await gateway.newPersona();
    const { text } = await gateway.call('GET', '/api/admin/audit/export');
    const lines = text.trim().split('\n');
    expect(JSON.parse(lines.pop() ?? '')).toEqual({ kind: 'end', entries: 4 });
    let previous = '0'.repeat(64);
    for (const line of lines) {
      const { hash, ...entry } = JSON.parse(line) as AuditEntry;
      expect(entry.previous).toBe(previous);
      const proven = line.replace(`,"hash":"${hash}"`, '');
      expect(createHash('sha256').update(proven).digest('hex')).toBe(hash);
      previous = hash;
    }
    expect(await verifyAudit(gateway.documents)).toMatchObject({ entries: 4, broken: null });
  });
});

test('an erased user is named nowhere, and the log stays whole', async () => {
  const persona = await gateway.newPersona();
  const now = new Date().toISOString();
  const row = { instance_id: persona, version: 1, created_at: now, updated_at: now, deleted_at: null };
  const chat = { ...row, id: newId('cht'), user_id: 'alice@example.org', title: '', message_count: 0 };
  await gateway.documents.chats.insert(grantScope(persona), [{ ...chat, busy_with: null, busy_until: null }]);
  await gateway.call('GET', '/api/users/alice@example.org/export');
  await gateway.call('DELETE', '/api/users/alice@example.org');
  const text = JSON.stringify((await list()).entries);
  expect(text).toContain('user.erase');
  expect(text).not.toContain('alice');
  expect((await verifyAudit(gateway.documents)).broken).toBeNull();
});
