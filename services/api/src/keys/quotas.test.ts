import { installScope, type Quota } from '@persona/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

let gateway: TestGateway;
let other: TestGateway;
let persona: string;
beforeAll(async () => {
  gateway = await openTestGateway();
  other = await openTestGateway({ beside: gateway });
});
beforeEach(async () => {
  persona = await gateway.newPersona();
});
afterAll(async () => {
  await other.close();
  await gateway.close();
});

const keyWith = (quota: Quota) => gateway.newKey({ quota, instance_ids: [persona] });
const page = (n: number, content = `This is page ${n}.`) => ({ title: `Page ${n}`, content });
const store = (key: string, pages: object[], by = gateway) =>
  by.call('POST', '/api/kb/store-pages', { pages }, { key });
const used = async (keyId: string) => {
  const row = await gateway.documents.usage.get(installScope, keyId);
  return row && { pages: row.pages, bytes: row.bytes, messages: row.messages };
};

describe('quotas of a day', () => {
  test('say what is left, in the headers and in the refusal', async () => {
    const { key, token } = await keyWith({ pages: 3 });
    const first = await store(token, [page(1), page(2)]);
    expect([first.status, first.headers['ratelimit-remaining'], first.headers['ratelimit-policy']]).toEqual([
      200,
      '1',
      '3;w=86400',
    ]);
    const over = await store(token, [page(3), page(4)]);
    expect([over.status, over.body.error?.code]).toEqual([429, 'quota_exceeded']);
    const { quota } = over.body.error as unknown as { quota: { resets_at: string } };
    expect(quota).toEqual({ quota: 'pages', limit: 3, left: 1, resets_at: quota.resets_at });
    expect(quota.resets_at).toMatch(/T00:00:00.000Z$/);
    const seconds = (Date.parse(quota.resets_at) - Date.now()) / 1000;
    expect(Math.abs(Number(over.headers['retry-after']) - seconds)).toBeLessThan(60);
    expect(over.headers['ratelimit-limit']).toBe('3');
    // What was refused does not count, and what fits still fits.
    expect((await store(token, [page(3)])).status).toBe(200);
    expect((await used(key.id))?.pages).toBe(3);
  });

  test('stand beside the rate limit, which is told where less of it is left', async () => {
    const limited = await openTestGateway({ beside: gateway, env: { RATE_LIMIT_PER_MINUTE: '2' } });
    const { token } = await keyWith({ pages: 100 });
    const { headers } = await store(token, [page(1)], limited);
    expect(headers['ratelimit-policy']).toBe('2;w=60, 100;w=86400');
    expect([headers['ratelimit-limit'], headers['ratelimit-remaining']]).toEqual(['2', '1']);
    await limited.close();
  });

  test('are never over, however many ask at once in two gateways', async () => {
    const { key, token } = await keyWith({ pages: 7, bytes: 1_000_000 });
    const replies = await Promise.all(
      Array.from({ length: 24 }, (_, n) => store(token, [page(n)], n % 2 === 0 ? gateway : other)),
    );
    const counts = Map.groupBy(replies, ({ status }) => status);
    expect([counts.get(200)?.length, counts.get(429)?.length]).toEqual([7, 17]);
    expect((await used(key.id))?.pages).toBe(7);
  });

  test('count bytes of titles and texts', async () => {
    const { key, token } = await keyWith({ bytes: 20 });
    expect((await store(token, [{ title: 'é', content: '0123456789' }])).status).toBe(200);
    expect((await used(key.id))?.bytes).toBe(12);
    expect((await store(token, [{ title: 'é', content: '0123456' }])).status).toBe(429);
    expect((await store(token, [{ title: 'é', content: '012345' }])).status).toBe(200);
  });

  test('do not count what fails', async () => {
    const { token, key } = await keyWith({ pages: 1, messages_per_day: 1 });
    // No chat service answers here.
    const chat_data = { user_id: 'bob', message: 'Hello' };
    for (let times = 0; times < 3; times++)
      expect((await gateway.call('POST', '/api/kb/v2/chat', { chat_data }, { key: token })).status).toBe(503);
    expect((await store(token, [{ title: ' ', content: 'x' }])).status).toBe(400);
    const put = { training_data: { id: 'td_none', content: 'Nothing' } };
    expect((await gateway.call('PUT', '/api/kb/training-data', put, { key: token })).status).toBe(404);
    expect(await used(key.id)).toEqual({ pages: 0, bytes: 0, messages: 0 });
    expect((await store(token, [page(1)])).status).toBe(200);
  });

  test('count what is sent for review, and as a page a line', async () => {
    const { token, key } = await keyWith({ pages: 4 });
    const review_data = { articles: ['One proposal.', 'Another proposal.'] };
    expect((await gateway.call('POST', '/api/kb/review-data', { review_data }, { key: token })).status).toBe(
      200,
    );
    const lines = [1, 2, 3, 4].map((n) => JSON.stringify(page(n))).join('\n');
    const { text } = await gateway.call('POST', '/api/kb/stream-pages?stream_id=s', lines, {
      key: token,
      headers: { 'content-type': 'application/x-ndjson' },
    });
    const codes = text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { error?: { code: string } }).error?.code ?? 'ok');
    expect(codes).toEqual(['ok', 'ok', 'quota_exceeded', 'quota_exceeded']);
    expect((await used(key.id))?.pages).toBe(4);
  });

  test('begin anew on the next day', async () => {
    const { key, token } = await keyWith({ pages: 1 });
    expect((await store(token, [page(1)])).status).toBe(200);
    expect((await store(token, [page(2)])).status).toBe(429);
    await gateway.documents.usage.update(installScope, key.id, { set: { day: '2020-01-01' } });
    const both = await Promise.all([store(token, [page(2)]), store(token, [page(3)], other)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 429]);
  });
});

describe('keys that a key makes', () => {
  const create = (key: string, fields: object) =>
    gateway.call<{ key: string; key_id: string; quota: Quota }>(
      'POST',
      '/api/admin/keys',
      { scopes: ['admin'], ...fields },
      { key },
    );

  test('have its quotas, or smaller ones', async () => {
    const { token } = await keyWith({ pages: 10, messages_per_day: 5 });
    expect((await create(token, {})).body.quota).toEqual({ pages: 10, messages_per_day: 5 });
    const made = await create(token, { quota: { pages: 3, bytes: 100 } });
    expect(made.body.quota).toEqual({ pages: 3, messages_per_day: 5, bytes: 100 });
    const more = await create(token, { quota: { pages: 11 } });
    expect([more.status, more.body.error?.param]).toEqual([400, 'quota.pages']);
  });

  test('use its quotas up together with it, and theirs', async () => {
    const { key, token } = await keyWith({ pages: 3 });
    const [one, two] = [(await create(token, {})).body, (await create(token, {})).body];
    const below = (await create(one.key, { quota: { pages: 1 } })).body;
    expect((await store(below.key, [page(1)])).status).toBe(200);
    expect((await store(below.key, [page(2)])).status).toBe(429);
    expect((await store(one.key, [page(2)])).status).toBe(200);
    expect((await store(two.key, [page(3)])).status).toBe(200);
    for (const each of [one.key, two.key, token]) expect((await store(each, [page(4)])).status).toBe(429);
    expect((await used(key.id))?.pages).toBe(3);
    // Revoking the key above takes no limit away.
    await gateway.call('DELETE', `/api/admin/keys/${key.id}`);
    expect((await store(two.key, [page(5)])).status).toBe(429);
  });

  test('are changed within the limits of who changes them', async () => {
    const { key, token } = await keyWith({ pages: 10 });
    const patch = (by: string, id: string, quota: Quota) =>
      gateway.call<{ quota: Quota }>('PATCH', `/api/admin/keys/${id}`, { quota }, { key: by });
    expect((await patch(token, key.id, { pages: 11 })).status).toBe(400);
    expect((await patch(token, key.id, {})).body.quota).toEqual({ pages: 10 });
    expect((await patch(gateway.admin, key.id, { pages: 11 })).body.quota).toEqual({ pages: 11 });
    const elsewhere = await gateway.newKey({ instance_ids: [await gateway.newPersona()] });
    expect((await patch(token, elsewhere.key.id, {})).status).toBe(404);
    expect((await patch(gateway.admin, elsewhere.key.id, { pages: -1 })).status).toBe(400);
  });
});

describe('stored media', () => {
  const send = (key: string, bytes: Buffer, by = gateway) =>
    by.call<{ voice_id: string }>(
      'POST',
      '/api/admin/add_voice',
      { voice_data: { language: 'en', tone: 'warm', pitch: 'low', sample_audio: bytes.toString('base64') } },
      { key },
    );
  const file = (n: number, bytes = 100) => Buffer.alloc(bytes, n);

  test('have room again when some are deleted', async () => {
    const { token } = await keyWith({ media_bytes: 250 });
    const first = await send(token, file(1));
    expect(first.status).toBe(200);
    expect((await send(token, file(2))).status).toBe(200);
    const over = await send(token, file(3));
    expect([over.status, over.body.error?.code]).toEqual([429, 'quota_exceeded']);
    expect(over.body.error).toMatchObject({ quota: { quota: 'media_bytes', limit: 250, left: 50 } });
    expect((await gateway.call('DELETE', `/api/admin/voice/${first.body.voice_id}`)).status).toBe(200);
    expect((await send(token, file(3))).status).toBe(200);
  });

  /** A key that another one makes. */
  const below = async (token: string) =>
    (await gateway.call<{ key: string }>('POST', '/api/admin/keys', { scopes: ['media'] }, { key: token }))
      .body.key;

  test('of keys below count', async () => {
    const { token } = await keyWith({ media_bytes: 250 });
    const made = await below(token);
    for (const n of [1, 2]) expect((await send(made, file(n))).status).toBe(200);
    expect((await send(token, file(3))).status).toBe(429);
  });

  test('are never over, however many come at once in two gateways', async () => {
    const { token } = await keyWith({ media_bytes: 350 });
    const made = await below(token);
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        send(n % 3 === 0 ? token : made, file(n), n % 2 === 0 ? gateway : other),
      ),
    );
    const counts = Map.groupBy(replies, ({ status }) => status);
    expect([counts.get(200)?.length, counts.get(429)?.length]).toEqual([3, 5]);
  });

  test('of a process that died while it stored one do not take room for ever', async () => {
    const { key, token } = await keyWith({ media_bytes: 150 });
    expect((await send(token, file(1))).status).toBe(200);
    const held = (ms: number) => [
      { id: 'dead', bytes: 50, ends_at: new Date(Date.now() + ms).toISOString() },
    ];
    const hold = (ms: number) =>
      gateway.documents.usage.update(installScope, key.id, { set: { uploads: held(ms) } });
    await hold(60_000);
    expect((await send(token, file(2, 50))).status).toBe(429);
    await hold(-1);
    expect((await send(token, file(2, 50))).status).toBe(200);
  });
});
