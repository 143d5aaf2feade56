import { randomUUID } from 'node:crypto';
import { grantScope, newId, type Chat } from '@persona/contracts';
import { mediaRow } from '@persona/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from './testing/gateway.ts';

/** What one key may not do to another, and what it may not learn. */
let gateway: TestGateway;
beforeEach(async () => {
  gateway = await openTestGateway();
});
afterEach(() => gateway.close());

const page = { title: 'Tides', content: 'The tide turns twice a day.' };
const keysOf = async (key: string, query = '') =>
  (
    await gateway.call<{ keys: { key_id: string }[]; has_more: boolean; next_cursor: string | null }>(
      'GET',
      `/api/admin/keys${query}`,
      undefined,
      { key },
    )
  ).body;

describe('a repeated request', () => {
  test('for another persona is another request', async () => {
    const personas = [await gateway.newPersona('Ada'), await gateway.newPersona('Bo')];
    const key = randomUUID();
    const stored = [];
    for (const persona of personas) {
      const headers = { 'idempotency-key': key, 'x-instance-id': persona };
      const { status, body } = await gateway.call(
        'POST',
        '/api/kb/store-pages',
        { pages: [page] },
        { headers },
      );
      stored.push([status, body['instance_id']]);
    }
    expect(stored).toEqual(personas.map((persona) => [200, persona]));
    for (const persona of personas)
      expect(await gateway.documents.pages.count(grantScope(persona), {})).toBe(1);
  });
});

describe('a limited key', () => {
  test('gives a persona to no key beyond its own, and learns of none', async () => {
    const own = await gateway.newPersona();
    const { token, key } = await gateway.newKey({ scopes: ['instances'], instance_ids: [own] });
    const other = await gateway.newKey({ scopes: ['kb'] });
    const peer = await gateway.newKey({ scopes: ['kb'], instance_ids: [own] });
    const create = (owner_key_id: string) =>
      gateway.call(
        'POST',
        '/api/admin/instance',
        { instance_data: { name: 'X', description: 'x', configuration: {}, owner_key_id } },
        { key: token },
      );
    const [foreign, unknown] = [await create(other.key.id), await create(newId('key'))];
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    expect(foreign.body.message?.replace(other.key.id, '')).toBe(
      unknown.body.message?.replace(/key_\w+/, ''),
    );
    expect((await create(key.id)).status).toBe(200);
    expect((await create(peer.key.id)).status).toBe(200);
  });

  test('makes keys that end when it ends, and sees and revokes what it made', async () => {
    const own = await gateway.newPersona();
    const ends = new Date(Date.now() + 60_000).toISOString();
    const { token } = await gateway.newKey({ instance_ids: [own], expires_at: ends });
    const make = (fields: object) =>
      gateway.call<{ key_id: string; expires_at: string | null; instance_ids: string[] }>(
        'POST',
        '/api/admin/keys',
        { scopes: ['kb'], ...fields },
        { key: token },
      );
    const made = await make({});
    expect(made.body).toMatchObject({ expires_at: ends, instance_ids: [own] });
    const later = await make({ expires_at: new Date(Date.now() + 120_000).toISOString() });
    expect(later.body.error).toMatchObject({ code: 'validation_error', param: 'expires_at' });
    expect(later.body.message).toContain(ends);
    const sooner = new Date(Date.now() + 30_000).toISOString();
    expect((await make({ expires_at: sooner })).body.expires_at).toBe(sooner);

    // A persona that it owns without being limited to it.
    const { body } = await gateway.call<{ instance_id: string }>(
      'POST',
      '/api/instance',
      { instance_data: { name: 'Mine', description: 'x', configuration: {} } },
      { key: token },
    );
    const { key_id } = (await make({ instance_ids: [body.instance_id] })).body;
    expect((await keysOf(token)).keys.map((key) => key.key_id)).toContain(key_id);
    expect(
      (await gateway.call('DELETE', `/api/admin/keys/${key_id}`, undefined, { key: token })).status,
    ).toBe(200);
  });

  test('pages through its own keys, and no cursor tells of others', async () => {
    const own = await gateway.newPersona();
    const mine = await gateway.newKey({ instance_ids: [own] });
    const visible = [mine.key.id];
    const foreign = [];
    for (let i = 0; i < 4; i++) {
      foreign.push((await gateway.newKey()).key.id, (await gateway.newKey()).key.id);
      visible.push((await gateway.newKey({ instance_ids: [own] })).key.id);
    }
    const seen = [];
    let query = '?limit=2';
    for (;;) {
      const { keys, has_more, next_cursor } = await keysOf(mine.token, query);
      seen.push(...keys.map(({ key_id }) => key_id));
      if (!has_more) break;
      const cursor = Buffer.from(next_cursor ?? '', 'base64url').toString();
      expect(foreign.filter((id) => cursor.includes(id))).toEqual([]);
      query = `?limit=2&cursor=${next_cursor}`;
    }
    expect(seen).toEqual(visible);
  });
});

describe('a job', () => {
  test('is there for the keys that may start one of its kind, and for no other', async () => {
    const persona = await gateway.newPersona();
    const scope = grantScope(persona);
    const stored = await gateway.domain.storePages(scope, [page], {
      requestedBy: 'key_test',
      source: 'test',
    });
    const id = newId('vid');
    const job = await gateway.domain.createJob(scope, {
      kind: 'video.process',
      subject_id: id,
      requested_by: 'key_test',
    });
    await gateway.documents.media.insert(scope, [mediaRow(scope, { id, job_id: job.id })]);
    const jobs = { kb: stored.job_id ?? '', media: job.id };
    for (const own of ['kb', 'media'] as const) {
      const { token: key } = await gateway.newKey({ scopes: [own], instance_ids: [persona] });
      const call = async (method: 'GET' | 'POST', path: string) =>
        (await gateway.call<{ jobs: { job_id: string }[] }>(method, path, undefined, { key })).status;
      const foreign = jobs[own === 'kb' ? 'media' : 'kb'];
      expect(await call('GET', `/api/jobs/${jobs[own]}`)).toBe(200);
      for (const [method, path] of [
        ['GET', ''],
        ['GET', '/events'],
        ['POST', '/retry'],
        ['POST', '/cancel'],
      ] as const)
        expect(await call(method, `/api/jobs/${foreign}${path}`)).toBe(404);
      const listed = await gateway.call<{ jobs: { job_id: string }[] }>(
        'GET',
        `/api/jobs?instance_id=${persona}`,
        undefined,
        { key },
      );
      expect(listed.body.jobs.map(({ job_id }) => job_id)).toEqual([jobs[own]]);
    }
  });
});

test('a refusal is the same for what is another’s and for what nobody has', async () => {
  const persona = await gateway.newPersona();
  const scope = grantScope(persona);
  const now = new Date().toISOString();
  const chat: Chat = {
    id: newId('cht'),
    instance_id: persona,
    version: 1,
    created_at: now,
    updated_at: now,
    user_id: 'alice',
    title: 'Of Alice',
    message_count: 0,
    busy_with: null,
    busy_until: null,
    deleted_at: null,
  };
  await gateway.documents.chats.insert(scope, [chat]);
  const job = await gateway.domain.createJob(scope, {
    kind: 'video.process',
    subject_id: newId('vid'),
    requested_by: 'key_test',
  });
  const refusal = async (key: string, path: string, id: string) => {
    const { status, body } = await gateway.call('GET', `${path}/${id}`, undefined, { key });
    const { request_id: _id, ...error } = body.error ?? {};
    return JSON.stringify([status, error]).replaceAll(id, '');
  };
  const bob = await gateway.newKey({ scopes: ['history'], instance_ids: [persona], user_id: 'bob' });
  const pages = await gateway.newKey({ scopes: ['kb'], instance_ids: [persona] });
  for (const [key, path, id] of [
    [bob.token, '/api/persona/messages', chat.id],
    [pages.token, '/api/jobs', job.id],
  ] as const)
    expect(await refusal(key, path, id)).toBe(await refusal(key, path, newId('req')));
});

describe('whoever tries keys', () => {
  test('is refused after some; a right key still works from there', async () => {
    const statuses = [];
    for (let i = 0; i < 40; i++) {
      const key = `psk_unknown_${String(i).padStart(28, '0')}`;
      statuses.push(
        (await gateway.call('GET', i % 2 ? '/api/instance' : '/files/a/b', undefined, { key })).status,
      );
    }
    expect(new Set(statuses.slice(0, 30))).toEqual(new Set([401]));
    expect(new Set(statuses.slice(30))).toEqual(new Set([429]));
    expect((await gateway.call('GET', '/api/instance')).status).toBe(200);
  });
});

test('files count against the limit of requests too', async () => {
  const limited = await openTestGateway({ env: { RATE_LIMIT_PER_MINUTE: '2' } });
  const statuses = [];
  for (let i = 0; i < 3; i++)
    statuses.push((await limited.call('GET', '/files/a/b?signature=x', undefined, { key: null })).status);
  expect(statuses).toEqual([401, 401, 429]);
  await limited.close();
});
