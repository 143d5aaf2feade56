import { mkdirSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installScope } from '@persona/contracts';
import { createSqliteDocumentStore, type DocumentStore } from '@persona/documents';
import { eventually, tempFolder } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';
import { ensureAdminKey } from './admin-key.ts';
import { createKeyStore, newKey, type NewKey } from './key-store.ts';

/** A key that may do everything. */
const made: NewKey = { name: '', scopes: ['admin'], instance_ids: null, user_id: null, expires_at: null };

describe('keys over HTTP', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openTestGateway();
  });
  afterAll(() => gateway.close());

  const create = (body: object, key?: string) =>
    gateway.call<{ key: string; key_id: string }>(
      'POST',
      '/api/admin/keys',
      body,
      key === undefined ? {} : { key },
    );
  const codeOf = async (key: string | null, headers: Record<string, string> = {}) =>
    (await gateway.call('GET', '/api/instance', undefined, { key, headers })).body.error?.code ?? 'ok';

  test('either header; none, a wrong one, a revoked one, an expired one', async () => {
    const { body } = await create({ scopes: ['instances'] });
    expect(body.key).toMatch(/^psk_[A-Za-z0-9]+_[A-Za-z0-9]{64}$/);
    expect(await codeOf(body.key)).toBe('ok');
    expect(await codeOf(null, { 'x-api-key': body.key })).toBe('ok');
    expect(await codeOf(null)).toBe('missing_key');
    expect(await codeOf('psk_unknown_0123456789012345678901234567')).toBe('invalid_key');
    expect(await codeOf(`${body.key.slice(0, -1)}${body.key.endsWith('0') ? '1' : '0'}`)).toBe('invalid_key');
    expect(await codeOf('Robert"); DROP TABLE keys')).toBe('missing_key');
    const refused = await gateway.call('GET', '/api/instance', undefined, { key: null });
    expect(refused.headers['www-authenticate']).toContain('Bearer');

    const { token } = await gateway.newKey({ expires_at: new Date(Date.now() - 1000).toISOString() });
    expect(await codeOf(token)).toBe('expired_key');

    const revoke = () => gateway.call('DELETE', `/api/admin/keys/${body.key_id}`);
    expect((await revoke()).body).not.toHaveProperty('already_deleted');
    expect(await codeOf(body.key)).toBe('invalid_key');
    expect((await revoke()).body).toMatchObject({ already_deleted: true });
    expect((await gateway.call('DELETE', '/api/admin/keys/key_never')).status).toBe(404);
    expect((await gateway.call('DELETE', '/api/admin/keys')).body.error?.code).toBe('id_required');
  });

  test('the secret is stored as a hash and shown once', async () => {
    const { body } = await create({ scopes: ['chat'], name: 'site' });
    const secret = body.key.split('_')[2] ?? '';
    const stored = await gateway.documents.keys.get(installScope, body.key_id);
    expect(JSON.stringify(stored)).not.toContain(secret);
    const list = await gateway.call<{ keys: { key_id: string }[] }>('GET', '/api/admin/keys');
    expect(list.body.keys.some(({ key_id }) => key_id === body.key_id)).toBe(true);
    expect(list.text).not.toContain(secret);
    expect(list.text).not.toContain('sha256');
  });

  test('a scope opens its routes alone; admin opens all', async () => {
    const { body: chat } = await create({ scopes: ['chat'] });
    expect(await codeOf(chat.key)).toBe('scope_missing');
    expect(
      (await gateway.call('POST', '/api/admin/keys', { scopes: ['admin'] }, { key: chat.key })).status,
    ).toBe(403);
    const { body: instances } = await create({ scopes: ['instances'] });
    expect(await codeOf(instances.key)).toBe('ok');
    const data = { instance_data: { name: 'A', description: '', configuration: {} } };
    // The route's own scope is enough below /api/admin.
    expect((await gateway.call('POST', '/api/admin/instance', data, { key: instances.key })).status).toBe(
      200,
    );
  });

  test('nobody gives away more than they have', async () => {
    const [mine, theirs] = [await gateway.newPersona(), await gateway.newPersona()];
    const { token: limited } = await gateway.newKey({ instance_ids: [mine], user_id: 'u1' });
    expect((await create({ scopes: ['kb'], instance_ids: [theirs] }, limited)).status).toBe(404);
    expect((await create({ scopes: ['kb'], user_id: 'u2' }, limited)).body.error?.code).toBe('user_mismatch');
    expect((await create({ scopes: ['kb'] }, limited)).body).toMatchObject({
      instance_ids: [mine],
      user_id: 'u1',
    });
    const { body } = await gateway.call<{ keys: { instance_ids: string[] | null }[] }>(
      'GET',
      '/api/admin/keys',
      undefined,
      {
        key: limited,
      },
    );
    expect(body.keys.length).toBeGreaterThan(0);
    for (const key of body.keys) expect(key.instance_ids).toEqual([mine]);
    const all = await gateway.newKey();
    expect(
      (await gateway.call('DELETE', `/api/admin/keys/${all.key.id}`, undefined, { key: limited })).status,
    ).toBe(404);
  });

  test('last_used_at is noted', async () => {
    const { key, token } = await gateway.newKey({ scopes: ['instances'] });
    await codeOf(token);
    await eventually(async () => (await gateway.documents.keys.get(installScope, key.id))?.last_used_at);
  });

  test('the last admin key without limits can not be revoked', async () => {
    const own = await openTestGateway();
    const { body } = await own.call<{ keys: { key_id: string }[] }>('GET', '/api/admin/keys');
    const id = body.keys[0]?.key_id ?? '';
    expect((await own.call('DELETE', `/api/admin/keys/${id}`)).status).toBe(400);
    await own.newKey();
    expect((await own.call('DELETE', `/api/admin/keys/${id}`)).status).toBe(200);
    await own.close();
  });
});

describe('PERSONA_AUTH=off', () => {
  test('this machine may do everything, web pages of others nothing', async () => {
    const gateway = await openTestGateway({ env: { PERSONA_AUTH: 'off' } });
    const statusOf = async (headers: Record<string, string>) =>
      (await gateway.call('GET', '/api/instance', undefined, { key: null, headers })).status;
    expect(await statusOf({ host: '127.0.0.1:3000' })).toBe(200);
    expect(await statusOf({ host: 'localhost:3000', origin: 'http://localhost:3000' })).toBe(200);
    expect(await statusOf({ host: '127.0.0.1:3000', origin: 'https://evil.example' })).toBe(401);
    expect(await statusOf({ host: 'rebound.example' })).toBe(401);
    await gateway.close();
  });
});

describe('the admin key of the install', () => {
  const setUp = () => {
    const folder = tempFolder();
    const open = () => createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') });
    const config = { PERSONA_ADMIN_KEY: undefined, PERSONA_DATA_DIR: folder.path };
    const file = path.join(folder.path, 'admin.key');
    const works = async (documents: DocumentStore, token: string) =>
      createKeyStore(documents, () => undefined)
        .authenticate(token)
        .then(
          ({ scopes }) => scopes.includes('admin'),
          () => false,
        );
    return { folder, open, config, file, works };
  };

  test('is made once, also by several gateways at once, and is readable by its owner alone', async () => {
    const { folder, open, config, file, works } = setUp();
    const stores = Array.from({ length: 4 }, open);
    const made = await Promise.all(stores.map((documents) => ensureAdminKey(documents, config)));
    expect(made.filter((one) => one.source === 'file' && one.made)).toHaveLength(1);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const token = readFileSync(file, 'utf8').trim();
    expect(await works(stores[0]!, token)).toBe(true);
    expect(await ensureAdminKey(stores[1]!, config)).toEqual({ source: 'file', file, made: false });
    expect(readFileSync(file, 'utf8').trim()).toBe(token);
    expect(readdirSync(folder.path).filter((name) => name.includes('pending'))).toEqual([]);
    expect(await stores[0]!.keys.count(installScope, {})).toBe(1);
    for (const documents of stores) await documents.close();
    folder.remove();
  });

  test('a start that was cut off is finished or cleared by the next one', async () => {
    const { folder, open, config, file, works } = setUp();
    const documents = open();
    // One start was interrupted after the setting, before the file got its name; another before its key was
    // valid.
    const { key, token } = newKey(made);
    const lost = newKey(made);
    const row = {
      instance_id: 'install',
      version: 1,
      created_at: key.created_at,
      updated_at: key.created_at,
    };
    await documents.keys.insert(installScope, [key, lost.key]);
    for (const one of [{ key, token }, lost])
      writeFileSync(path.join(folder.path, `admin.key.${one.key.id}.pending`), `${one.token}\n`);
    await documents.settings.insert(installScope, [{ ...row, id: 'admin_key', value: key.id }]);
    expect(await ensureAdminKey(documents, config)).toEqual({ source: 'file', file, made: true });
    expect(await works(documents, readFileSync(file, 'utf8').trim())).toBe(true);
    expect(await works(documents, lost.token)).toBe(false);
    expect(readdirSync(folder.path).filter((name) => name.includes('pending'))).toEqual([]);
    await documents.close();
    folder.remove();
  });

  test('a start that can not give the file its name says so', async () => {
    const { folder, open, config, file } = setUp();
    const documents = open();
    // A folder is in the place of the file.
    mkdirSync(path.join(file, 'taken'), { recursive: true });
    await expect(ensureAdminKey(documents, config)).rejects.toThrow('admin.key');
    await documents.close();
    folder.remove();
  });

  test('PERSONA_ADMIN_KEY sets it instead and ends the one before', async () => {
    const { folder, open, config, file, works } = setUp();
    const documents = open();
    await ensureAdminKey(documents, config);
    const first = readFileSync(file, 'utf8').trim();
    const given = 'psk_operator_abcdefghijklmnopqrstuvwx';
    const next = 'psk_operator_yyyyyyyyyyyyyyyyyyyyyyyyy';
    await ensureAdminKey(documents, { ...config, PERSONA_ADMIN_KEY: given });
    expect(await works(documents, given)).toBe(true);
    expect(await works(documents, first)).toBe(false);
    // The same id with another secret: the old secret is no longer valid.
    await ensureAdminKey(documents, { ...config, PERSONA_ADMIN_KEY: next });
    expect([await works(documents, given), await works(documents, next)]).toEqual([false, true]);
    expect(existsSync(file)).toBe(true);
    await documents.close();
    folder.remove();
  });

  test('a PERSONA_ADMIN_KEY that was revoked stays so after a restart', async () => {
    const { folder, open, config, works } = setUp();
    const documents = open();
    const given = 'psk_operator_abcdefghijklmnopqrstuvwx';
    await ensureAdminKey(documents, { ...config, PERSONA_ADMIN_KEY: given });
    const keys = createKeyStore(documents, () => undefined);
    await keys.create({ ...made, name: 'another' });
    const row = await documents.keys.get(installScope, 'key_operator');
    if (row) await keys.revoke(row);
    await expect(ensureAdminKey(documents, { ...config, PERSONA_ADMIN_KEY: given })).rejects.toThrow(
      'was revoked, and stays so',
    );
    expect(await works(documents, given)).toBe(false);
    await documents.close();
    folder.remove();
  });
});
