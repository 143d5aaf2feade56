import { installScope } from '@persona/contracts';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

interface Key {
  key: string;
  key_id: string;
  expires_at: string | null;
  origins: string[] | null;
  rotated_at: string | null;
  previous_secrets: { expires_at: string }[];
  warnings?: string[];
}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openTestGateway();
});
afterAll(() => gateway.close());

const create = async (fields: object = {}, key = gateway.admin): Promise<Key> =>
  (await gateway.call<Key>('POST', '/api/admin/keys', { scopes: ['instances'], ...fields }, { key })).body;
const rotate = (id: string, body?: object, key = gateway.admin) =>
  gateway.call<Key>('POST', `/api/admin/keys/${id}/rotate`, body, { key });
const statusOf = async (key: string): Promise<number> =>
  (await gateway.call('GET', '/api/instance', undefined, { key })).status;
/** The row of the list. */
const listed = async (id: string): Promise<Key | undefined> =>
  (await gateway.call<{ keys: Key[] }>('GET', '/api/admin/keys?limit=1000')).body.keys.find(
    ({ key_id }) => key_id === id,
  );
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

test('a rotated key opens with both secrets until the overlap ends, and the list says so', async () => {
  const first = await create();
  expect(await listed(first.key_id)).toMatchObject({ rotated_at: null, previous_secrets: [] });
  const second = (await rotate(first.key_id, { overlap_seconds: 3600 })).body;
  expect(second.key_id).toBe(first.key_id);
  expect(second.key).not.toBe(first.key);
  expect([await statusOf(first.key), await statusOf(second.key)]).toEqual([200, 200]);
  const row = await listed(first.key_id);
  expect(row?.rotated_at).not.toBeNull();
  expect(row?.previous_secrets).toHaveLength(1);
  expect(JSON.stringify(row)).not.toContain('sha256');
  const ends = Date.parse(row?.previous_secrets[0]?.expires_at ?? '');
  expect(Math.abs(ends - Date.now() - 3_600_000)).toBeLessThan(60_000);

  // A reply that was lost: whoever rotates again still has the secret of before that one.
  const third = (await rotate(first.key_id)).body;
  expect(third.previous_secrets).toHaveLength(2);
  for (const { key } of [first, second, third]) expect(await statusOf(key)).toBe(200);

  const past = new Date(Date.now() - 1000).toISOString();
  const stored = await gateway.documents.keys.get(installScope, first.key_id);
  await gateway.documents.keys.update(installScope, first.key_id, {
    set: {
      previous_secrets: stored?.previous_secrets?.map((one) => ({ ...one, expires_at: past })) ?? [],
    },
  });
  expect([await statusOf(first.key), await statusOf(third.key)]).toEqual([401, 200]);
});

test('without an overlap only the new secret opens, and with a shorter one earlier ones end sooner', async () => {
  const first = await create();
  const second = (await rotate(first.key_id)).body;
  const third = (await rotate(first.key_id, { overlap_seconds: 60 })).body;
  for (const { expires_at } of third.previous_secrets)
    expect(Date.parse(expires_at) - Date.now()).toBeLessThanOrEqual(60_000);
  const last = (await rotate(first.key_id, { overlap_seconds: 0 })).body;
  expect(last.previous_secrets).toEqual([]);
  for (const { key } of [first, second, third]) expect(await statusOf(key)).toBe(401);
  expect(await statusOf(last.key)).toBe(200);
});

test('rotations at once lose no secret, and there is an end to them', async () => {
  const first = await create();
  const all = await Promise.all(Array.from({ length: 5 }, () => rotate(first.key_id)));
  for (const { body } of all) expect(await statusOf(body.key)).toBe(200);
  for (let n = 0; n < 5; n++) expect((await rotate(first.key_id)).status).toBe(200);
  const over = await rotate(first.key_id);
  expect([over.status, over.body.error?.param]).toEqual([400, 'overlap_seconds']);
  expect((await rotate(first.key_id, { overlap_seconds: 0 })).status).toBe(200);
});

test('a revoked key is not rotated, nor opened by a secret of before', async () => {
  const first = await create();
  const second = (await rotate(first.key_id)).body;
  await gateway.call('DELETE', `/api/admin/keys/${first.key_id}`);
  expect([await statusOf(first.key), await statusOf(second.key)]).toEqual([401, 401]);
  expect((await rotate(first.key_id)).status).toBe(404);
});

test('nobody gets the secret of a key that has more than they', async () => {
  const persona = await gateway.newPersona();
  const limited = await gateway.newKey({ instance_ids: [persona] });
  const neighbour = await gateway.newKey({ instance_ids: [persona], scopes: ['kb'] });
  const ending = await gateway.newKey({ expires_at: inHours(1) });
  const bound = await gateway.newKey({ origins: ['https://a.example'] });
  const frugal = await gateway.newKey({ quota: { pages: 1 } });
  const refused: [by: string, id: string][] = [
    // It might own personas that the other cannot reach.
    [limited.token, neighbour.key.id],
    [limited.token, frugal.key.id],
    [ending.token, limited.key.id],
    [bound.token, limited.key.id],
    [frugal.token, limited.key.id],
  ];
  for (const [by, id] of refused) expect((await rotate(id, {}, by)).status).toBe(404);
  const made = await create({}, limited.token);
  for (const [by, id] of [
    [limited.token, made.key_id],
    [limited.token, limited.key.id],
    [ending.token, (await create({}, ending.token)).key_id],
    [ending.token, (await create({ expires_at: inHours(0.5) })).key_id],
  ] as const)
    expect((await rotate(id, {}, by)).status).toBe(200);
  const kb = await gateway.newKey({ scopes: ['kb'] });
  expect((await rotate(kb.key.id, {}, kb.token)).status).toBe(403);
});

test('the key of PERSONA_ADMIN_KEY is rotated there', async () => {
  const PERSONA_ADMIN_KEY = 'psk_operator_abcdefghijklmnopqrstuvwx';
  const own = await openTestGateway({ env: { PERSONA_ADMIN_KEY } });
  onTestFinished(() => own.close());
  const row = await own.documents.keys.get(installScope, (await own.newKey()).key.id);
  if (row) await own.documents.keys.insert(installScope, [{ ...row, id: 'key_operator' }]);
  const reply = await own.call('POST', '/api/admin/keys/key_operator/rotate');
  expect(reply.status).toBe(400);
  expect(reply.body.message).toContain('PERSONA_ADMIN_KEY');
});

test('whoever rotates the key of the first start is told of its file', async () => {
  const { key } = await gateway.newKey();
  const row = {
    instance_id: installScope,
    version: 1,
    created_at: key.created_at,
    updated_at: key.created_at,
  };
  await gateway.documents.settings.insert(installScope, [{ ...row, id: 'admin_key', value: key.id }]);
  expect((await rotate(key.id)).body.warnings?.join()).toContain('admin.key');
});

test('origins are inherited, replaced, and never more than those of who makes or changes the key', async () => {
  const parent = await create({ scopes: ['admin'], origins: ['https://A.example/', 'https://b.example'] });
  expect(parent.origins).toEqual(['https://a.example', 'https://b.example']);
  const make = (fields: object) =>
    gateway.call<Key>('POST', '/api/admin/keys', { scopes: ['kb'], ...fields }, { key: parent.key });
  const change = (id: string, origins: string[]) =>
    gateway.call<Key>('PATCH', `/api/admin/keys/${id}`, { origins, name: 'new' }, { key: parent.key });
  const child = (await make({})).body;
  expect(child.origins).toEqual(parent.origins);
  expect((await make({ origins: ['https://c.example'] })).body.error?.param).toBe('origins[0]');
  expect((await make({ origins: [] })).status).toBe(400);
  expect((await change(child.key_id, ['https://b.example'])).body).toMatchObject({
    name: 'new',
    origins: ['https://b.example'],
  });
  expect((await change(child.key_id, ['https://b.example', 'https://c.example'])).body.error?.param).toBe(
    'origins[1]',
  );
  expect((await change('key_none', ['https://b.example'])).status).toBe(404);
});
