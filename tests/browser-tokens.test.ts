// Widget keys and the tokens that pages get with them, over a gateway, a second one beside it, and a chat
// service.
import { createHmac } from 'node:crypto';
import { installScope } from '@persona/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createKeyStore, openTestGateway, type TestGateway } from '../services/api/src/testing/gateway.ts';
import { openInstall } from './isolation/open-install.ts';

const SITE = 'https://site.example';
const EVIL = 'https://evil.example';

interface Token {
  token: string;
  user_id: string;
  expires_at: string;
  refresh_until: string | null;
  instance_id: string;
}
interface Said {
  chat_id: string;
  response: string;
}

let install: Awaited<ReturnType<typeof openInstall>>;
let gateway: TestGateway;
let other: TestGateway;
let persona: string;
beforeAll(async () => {
  install = await openInstall();
  ({ gateway } = install);
  other = await openTestGateway({ beside: gateway });
});
beforeEach(async () => {
  persona = await gateway.newPersona();
});
afterAll(async () => {
  await other.close();
  await install.close();
});

type Call = { key?: string | null; origin?: string; headers?: Record<string, string>; by?: TestGateway };

// oxlint-disable-next-line no-unnecessary-type-parameters -- the caller says what it expects of the JSON
const call = <T>(
  method: 'GET' | 'POST' | 'DELETE' | 'OPTIONS' | 'PATCH',
  url: string,
  body?: object,
  { key = null, origin, headers = {}, by = gateway }: Call = {},
) =>
  by.call<T>(method, url, body, {
    key,
    headers: { ...(origin === undefined ? {} : { origin }), ...headers },
  });
// oxlint-disable-next-line no-unnecessary-type-parameters -- as above
const admin = <T>(method: 'POST' | 'DELETE' | 'PATCH', url: string, body?: object) =>
  call<T>(method, url, body, { key: gateway.admin });
const widgetKey = async (fields: object = {}): Promise<string> => {
  const made = await admin<{ key: string }>('POST', '/api/admin/widget-keys', {
    instance_id: persona,
    origins: [SITE],
    ...fields,
  });
  expect(made.status).toBe(200);
  return made.body.key;
};
const exchange = (body: object, origin: string | undefined = SITE, by = gateway) =>
  call<Token>('POST', '/api/tokens', body, { by, ...(origin === undefined ? {} : { origin }) });
const visitor = async (): Promise<Token> => (await exchange({ key: await widgetKey() })).body;
const say = (token: string, user_id: string, fields: object = {}, headers = {}) =>
  call<Said>(
    'POST',
    '/api/kb/v2/chat',
    { chat_data: { user_id, message: 'Hello', ...fields } },
    { key: token, origin: SITE, headers },
  );
const codeOf = async (token: string, by = gateway): Promise<string> =>
  (await call('GET', '/api/persona/chats', undefined, { key: token, by })).body.error?.code ?? 'ok';

describe('a widget key', () => {
  test('is public, listed without a secret, and opens nothing itself', async () => {
    const key = await widgetKey({ name: 'Site', scopes: ['chat'] });
    expect(key).toMatch(/^wk_[0-9A-Z]{26}$/);
    const { body } = await gateway.call<{ keys: Record<string, unknown>[] }>('GET', '/api/admin/keys');
    expect(body.keys.find(({ key_id }) => key_id === key)).toMatchObject({
      kind: 'widget',
      name: 'Site',
      scopes: ['chat'],
      instance_ids: [persona],
      origins: [SITE],
    });
    expect(await codeOf(key)).toBe('invalid_key');
    expect(await codeOf(`psk_${key.slice(3)}_${'0'.repeat(64)}`)).toBe('invalid_key');
    expect((await admin('POST', `/api/admin/keys/${key}/rotate`)).status).toBe(400);
  });

  test('is made for a persona in reach and for real origins alone', async () => {
    const limited = await gateway.newKey({ instance_ids: [await gateway.newPersona()] });
    const body = { instance_id: persona, origins: [SITE] };
    expect((await call('POST', '/api/admin/widget-keys', body, { key: limited.token })).status).toBe(404);
    for (const wrong of ['site.example', 'https://site.example/path', '*', 'https://*.site.example']) {
      const reply = await admin('POST', '/api/admin/widget-keys', { ...body, origins: [SITE, wrong] });
      expect([reply.status, reply.body.error?.param]).toEqual([400, 'origins[1]']);
    }
    const made = await admin<{ origins: string[] }>('POST', '/api/admin/widget-keys', {
      ...body,
      origins: ['https://Site.example:443/', SITE],
    });
    expect(made.body.origins).toEqual([SITE]);
  });
});

describe('POST /api/tokens', () => {
  test('gives each visitor of an allowed origin a user of their own for 15 minutes', async () => {
    const key = await widgetKey();
    const [one, two] = [await exchange({ key }), await exchange({ key })];
    expect(one.status).toBe(200);
    expect(one.headers['access-control-allow-origin']).toBe(SITE);
    expect(one.body.instance_id).toBe(persona);
    expect(one.body.user_id).toMatch(/^anon_[0-9a-f-]{36}$/);
    expect(one.body.user_id).not.toBe(two.body.user_id);
    const minutes = (Date.parse(one.body.expires_at) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(14);
    expect(minutes).toBeLessThanOrEqual(15);
  });

  test('refuses other origins, none, and keys that are not there in one way', async () => {
    const key = await widgetKey();
    const said = new Set<string>();
    for (const reply of [await exchange({ key }, EVIL), await exchange({ key: 'wk_none' }, EVIL)]) {
      expect([reply.status, reply.body.error?.code]).toEqual([403, 'origin_not_allowed']);
      expect(reply.body.message).toContain(EVIL);
      expect(reply.headers['access-control-allow-origin']).toBeUndefined();
      said.add(reply.body.message?.replace(/"wk_\w+"/, 'K') ?? '');
    }
    expect(said.size).toBe(1);
    const none = await call('POST', '/api/tokens', { key });
    expect(none.body.error?.code).toBe('origin_not_allowed');
    expect((await exchange({})).body.error?.code).toBe('missing_key');
    const secret = await gateway.newKey();
    expect((await exchange({ key: secret.key.id })).status).toBe(403);
  });

  test('a page can not say who its visitor is', async () => {
    const key = await widgetKey();
    const reply = await exchange({ key, user_id: 'bob' });
    expect([reply.status, reply.body.error?.code]).toEqual([403, 'user_mismatch']);
  });

  test('the server of the site can, for users and personas that its key reaches', async () => {
    const server = await gateway.newKey({ scopes: ['chat'], instance_ids: [persona] });
    const mint = (body: object, key = server.token) => call<Token>('POST', '/api/tokens', body, { key });
    const { status, body } = await mint({ user_id: 'bob' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ user_id: 'bob', instance_id: persona, refresh_until: null });
    expect(await codeOf(body.token)).toBe('ok');
    expect((await mint({})).body.error?.param).toBe('user_id');
    const elsewhere = await gateway.newPersona();
    expect((await mint({ user_id: 'bob', instance_id: elsewhere })).status).toBe(404);
    const pinned = await gateway.newKey({ scopes: ['chat'], instance_ids: [persona], user_id: 'ann' });
    expect((await mint({ user_id: 'bob' }, pinned.token)).body.error?.code).toBe('user_mismatch');
    expect((await mint({}, pinned.token)).body.user_id).toBe('ann');
    const history = await gateway.newKey({ scopes: ['history'], instance_ids: [persona] });
    expect((await mint({ user_id: 'bob' }, history.token)).body.error?.code).toBe('scope_missing');
    expect((await mint({ user_id: 'bob' }, body.token)).body.error?.code).toBe('scope_missing');
    expect((await mint({ user_id: 'bob' }, `${server.token}0`)).status).toBe(401);
    // Named with the site's widget key, the token has its origins and ends with it.
    const key = await widgetKey();
    const named = await mint({ user_id: 'bob', key });
    expect(named.status).toBe(200);
    expect((await say(named.body.token, 'bob')).status).toBe(200);
    persona = elsewhere;
    const foreign = await mint({ user_id: 'bob', key: await widgetKey() });
    const absent = await mint({ user_id: 'bob', key: 'wk_none' });
    expect([foreign.status, absent.status]).toEqual([404, 404]);
  });

  test('the token of before is exchanged for the same user, also when it has ended', async () => {
    const key = await widgetKey();
    const first = (await exchange({ key })).body;
    const next = await exchange({ token: first.token });
    expect([next.status, next.body.user_id]).toEqual([200, first.user_id]);
    expect((await exchange({ token: first.token, key, user_id: first.user_id })).status).toBe(200);
    expect((await exchange({ token: first.token, user_id: 'bob' })).status).toBe(403);
    expect((await exchange({ token: first.token, key: await widgetKey() })).body.error?.code).toBe(
      'invalid_key',
    );
    expect((await exchange({ token: first.token }, EVIL)).body.error?.code).toBe('origin_not_allowed');

    const now = Math.floor(Date.now() / 1000);
    const ended = await forge({ key, sub: 'anon_1', exp: now - 3600, refresh: now + 3600 });
    expect(await codeOf(ended)).toBe('expired_key');
    expect((await exchange({ token: ended })).body.user_id).toBe('anon_1');
    const over = await forge({ key, sub: 'anon_1', exp: now - 3600, refresh: now - 60 });
    expect((await exchange({ token: over })).body.error?.code).toBe('expired_key');
    const ofServer = await forge({ key, sub: 'bob', exp: now - 60, refresh: null });
    expect((await exchange({ token: ofServer })).body.error?.code).toBe('expired_key');
  });

  test('failures count for their address, and do not hinder who is right', async () => {
    const from = (body: object) =>
      gateway.app.inject({
        method: 'POST',
        url: '/api/tokens',
        headers: { origin: SITE },
        payload: body,
        remoteAddress: '10.9.8.7',
      });
    const key = await widgetKey();
    const statuses = [];
    for (let n = 0; n < 31; n++) statuses.push((await from({ key: `wk_${n}` })).statusCode);
    expect([statuses[29], statuses[30]]).toEqual([403, 429]);
    expect((await from({ key })).statusCode).toBe(200);
  });
});

/** A token as the install makes it, of any claims. */
async function forge(
  { key, sub, exp, refresh = null }: { key: string; sub: string; exp: number; refresh?: number | null },
  secret?: string,
): Promise<string> {
  const { tokenSecrets } = createKeyStore(gateway.documents, () => undefined);
  const current = await tokenSecrets.current();
  const head = encode({ alg: 'HS256', typ: 'persona-token+jwt', kid: current.id });
  const said = encode({ key, persona, refresh, iss: 'persona', sub, iat: exp - 900, exp });
  return signed(`${head}.${said}`, Buffer.from(secret ?? current.secret, 'hex'));
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const signed = (text: string, secret: string | Buffer): string =>
  `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;

describe('a token', () => {
  test('opens chats, their streams, and the history of its user', async () => {
    const { token, user_id } = await visitor();
    const said = await say(token, user_id);
    expect(said.status).toBe(200);
    expect(said.headers['access-control-allow-origin']).toBe(SITE);
    const { chat_id } = said.body;
    expect((await say(token, user_id, { chat_id, stream: true })).text).toContain('event: done');
    const get = (url: string) => call<{ messages: string[] }>('GET', url, undefined, { key: token });
    expect((await get(`/api/kb/v2/chat/${chat_id}/events`)).text).toContain('event: done');
    expect((await get(`/api/persona/messages/${chat_id}`)).body.messages).toHaveLength(4);
    const { body } = await call<{ chats: object[] }>('GET', '/api/persona/chats', undefined, { key: token });
    expect(body.chats).toHaveLength(1);
    const completion = await call(
      'POST',
      '/v1/chat/completions',
      {
        model: persona,
        messages: [{ role: 'user', content: 'Hello' }],
      },
      { key: token },
    );
    expect(completion.status).toBe(200);
  });

  test('opens no other route', async () => {
    const { token } = await visitor();
    const { body } = await gateway.call<{ paths: Record<string, Record<string, object>> }>(
      'GET',
      '/openapi.json',
    );
    const open: string[] = [];
    for (const [url, methods] of Object.entries(body.paths))
      for (const [method, operation] of Object.entries(methods)) {
        if ('security' in operation && /^\[(?:\{\}.*)?\]$/.test(JSON.stringify(operation.security))) continue;
        const reply = await call(
          method.toUpperCase() as 'GET',
          url.replaceAll(/\{[^}]*\}/g, 'x'),
          undefined,
          {
            key: token,
          },
        );
        if (reply.body.error?.code !== 'scope_missing') open.push(`${method} ${url}`);
      }
    expect(open.toSorted()).toEqual([
      'get /api/kb/v2/chat/{chat_id}/events',
      'get /api/persona/chats',
      'get /api/persona/messages',
      'get /api/persona/messages/{id}',
      'get /api/persona/messages/{id}/audio',
      'get /api/persona/messages/{id}/audio.vtt',
      'get /v1/models',
      'get /v1/models/{model}',
      'post /api/kb/v2/chat',
      'post /api/kb/v2/chat/{chat_id}/cancel',
      'post /api/persona/messages/{id}/feedback',
      'post /v1/chat/completions',
    ]);
  });

  test('speaks for its own user, and has no chat of another', async () => {
    const key = await widgetKey();
    const [one, two] = [(await exchange({ key })).body, (await exchange({ key })).body];
    const { chat_id } = (await say(one.token, one.user_id)).body;
    expect((await say(two.token, one.user_id)).body.error?.code).toBe('user_mismatch');
    expect((await say(two.token, two.user_id, { chat_id })).status).toBe(404);
    // Nor does the refusal of a user tell which chats exist.
    for (const id of [chat_id, 'cht_none'])
      expect((await say(two.token, one.user_id, { chat_id: id })).status).toBe(403);
    const { body } = await call<{ message_items: { id: string }[] }>(
      'GET',
      `/api/persona/messages/${chat_id}`,
      undefined,
      { key: one.token },
    );
    const rate = (key: string) =>
      call('POST', `/api/persona/messages/${body.message_items[1]?.id}/feedback`, { rating: 'up' }, { key });
    expect([(await rate(one.token)).status, (await rate(two.token)).status]).toEqual([200, 404]);
    const asTwo = (url: string) =>
      call(url.includes('cancel') ? 'POST' : 'GET', url, undefined, { key: two.token });
    for (const url of [
      `/api/persona/messages/${chat_id}`,
      `/api/kb/v2/chat/${chat_id}/events`,
      `/api/kb/v2/chat/${chat_id}/cancel`,
    ])
      expect((await asTwo(url)).status).toBe(404);
    expect((await asTwo(`/api/persona/chats?user_id=${one.user_id}`)).status).toBe(403);
    // Both have the same key, so that an Idempotency-Key of one is no place of the other's.
    const repeat = { 'idempotency-key': 'same' };
    const chat_data = { user_id: one.user_id, message: 'My secret is 4711' };
    const first = await call<Said>(
      'POST',
      '/api/kb/v2/chat',
      { chat_data },
      { key: one.token, headers: repeat },
    );
    const again = await call<Said>(
      'POST',
      '/api/kb/v2/chat',
      { chat_data },
      { key: two.token, headers: repeat },
    );
    expect([first.status, again.status]).toEqual([200, 403]);
  });

  test('has one persona, even where its key owns others', async () => {
    const server = await gateway.newKey({ scopes: ['chat', 'instances'], instance_ids: [persona] });
    const instance_data = { name: 'Owned', description: 'By the key', configuration: {} };
    const owned = await call<{ instance_id: string }>(
      'POST',
      '/api/instance',
      { instance_data },
      {
        key: server.token,
      },
    );
    const { body } = await call<Token>(
      'POST',
      '/api/tokens',
      { user_id: 'bob', instance_id: persona },
      {
        key: server.token,
      },
    );
    const elsewhere = { chat_data: { user_id: 'bob', message: 'Hi', instance_id: owned.body.instance_id } };
    expect((await call('POST', '/api/kb/v2/chat', elsewhere, { key: server.token })).status).toBe(200);
    expect((await call('POST', '/api/kb/v2/chat', elsewhere, { key: body.token })).status).toBe(404);
    const models = await call<{ data: { id: string }[] }>('GET', '/v1/models', undefined, {
      key: body.token,
    });
    expect(models.body.data.map(({ id }) => id)).toEqual([persona]);
  });

  test('from another origin is refused by name', async () => {
    const { token, user_id } = await visitor();
    const chat_data = { user_id, message: 'Hello' };
    const reply = await call('POST', '/api/kb/v2/chat', { chat_data }, { key: token, origin: EVIL });
    expect([reply.status, reply.body.error?.code]).toEqual([403, 'origin_not_allowed']);
    expect(reply.body.message).toContain(EVIL);
  });

  test('that was changed, not signed, or signed by another, opens nothing', async () => {
    const key = await widgetKey();
    const { token, user_id } = (await exchange({ key })).body;
    const [head = '', said = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(said, 'base64url').toString()) as object;
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string };
    const unsigned = encode({ ...header, alg: 'none' });
    const claimed = `${head}.${encode({ ...claims, sub: 'bob' })}`;
    const now = Math.floor(Date.now() / 1000);
    const wrong = {
      'another user': `${head}.${encode({ ...claims, sub: 'bob' })}.${signature}`,
      'another persona': `${head}.${encode({ ...claims, persona: await gateway.newPersona() })}.${signature}`,
      'alg none': `${unsigned}.${said}.`,
      'alg none with the signature': `${unsigned}.${said}.${signature}`,
      'another secret': await forge({ key, sub: user_id, exp: now + 60 }, '00'.repeat(32)),
      'the id of the secret as the secret': signed(claimed, header.kid),
      'another key': await forge({ key: 'wk_none', sub: user_id, exp: now + 60 }),
    };
    for (const [what, one] of Object.entries(wrong))
      expect([what, await codeOf(one)]).toEqual([what, 'invalid_key']);
    expect(await codeOf(await forge({ key, sub: user_id, exp: now - 1 }))).toBe('expired_key');
    expect(await codeOf(token)).toBe('ok');
  });

  test('ends with its widget key at once, in every gateway', async () => {
    const key = await widgetKey();
    const { token } = (await exchange({ key })).body;
    expect([await codeOf(token), await codeOf(token, other)]).toEqual(['ok', 'ok']);
    await admin('DELETE', `/api/admin/keys/${key}`);
    expect([await codeOf(token), await codeOf(token, other)]).toEqual(['invalid_key', 'invalid_key']);
    expect((await exchange({ key })).status).toBe(403);
    expect((await exchange({ token })).status).toBe(403);
  });

  test('is never younger than its key', async () => {
    const expires_at = new Date(Date.now() + 60_000).toISOString();
    const { body } = await exchange({ key: await widgetKey({ expires_at }) });
    expect(Date.parse(body.expires_at)).toBeLessThanOrEqual(Date.parse(expires_at));
    expect(Date.parse(body.refresh_until ?? '')).toBeLessThanOrEqual(Date.parse(expires_at));
  });

  test('of a rotated secret goes on for the overlap, in every gateway', async () => {
    const { token } = await visitor();
    const rotate = (body?: object) => admin('POST', '/api/admin/token-secret/rotate', body);
    const limited = await gateway.newKey({ instance_ids: [persona] });
    const refused = await call('POST', '/api/admin/token-secret/rotate', {}, { key: limited.token });
    expect(refused.status).toBe(403);
    expect((await rotate()).status).toBe(200);
    const next = await visitor();
    expect([await codeOf(token, other), await codeOf(next.token, other)]).toEqual(['ok', 'ok']);
    expect((await rotate({ overlap_seconds: 0 })).status).toBe(200);
    expect([await codeOf(token), await codeOf(next.token, other)]).toEqual(['invalid_key', 'invalid_key']);
    expect(await codeOf((await visitor()).token, other)).toBe('ok');
    const stored = await gateway.documents.settings.get(installScope, 'token_secrets');
    expect(JSON.parse(stored?.value ?? '')).toHaveLength(1);
  });
});

test('the messages of all visitors count for their widget key', async () => {
  const key = await widgetKey({ quota: { messages_per_day: 2 } });
  const [one, two] = [(await exchange({ key })).body, (await exchange({ key })).body];
  const first = await say(one.token, one.user_id);
  expect([first.status, first.headers['ratelimit-remaining']]).toEqual([200, '1']);
  // What was refused does not count.
  expect((await say(two.token, one.user_id)).status).toBe(403);
  expect((await say(two.token, two.user_id, { stream: true })).status).toBe(200);
  for (const { token, user_id } of [one, two]) {
    const over = await say(token, user_id);
    expect([over.status, over.body.error?.code]).toEqual([429, 'quota_exceeded']);
    expect(over.body.error).toMatchObject({ quota: { quota: 'messages_per_day', limit: 2, left: 0 } });
  }
});

describe('in browsers', () => {
  const preflight = (origin: string, by = gateway) =>
    call('OPTIONS', '/api/kb/v2/chat', undefined, {
      by,
      origin,
      headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    });
  const shown = async (reply: ReturnType<typeof preflight>) =>
    (await reply).headers['access-control-allow-origin'];

  test('a preflight is answered for the origins of keys, as long as these live', async () => {
    const origin = `https://shop-${persona.toLowerCase().replace('_', '-')}.example`;
    expect((await preflight(origin)).status).toBe(403);
    const key = await widgetKey({ origins: [origin] });
    const reply = await preflight(origin);
    expect(reply.status).toBe(204);
    expect(reply.headers['access-control-allow-headers']).toBe('authorization');
    expect(await shown(preflight(origin))).toBe(origin);
    expect(await shown(preflight(EVIL))).toBeUndefined();
    await admin('PATCH', `/api/admin/keys/${key}`, { origins: [SITE] });
    expect((await preflight(origin)).status).toBe(403);
  });

  test('replies are shown to the origins of the key that asked, and to no other key’s', async () => {
    const key = await widgetKey();
    const { token } = (await exchange({ key })).body;
    const chats = (by: string) => call('GET', '/api/persona/chats', undefined, { key: by, origin: SITE });
    expect(await shown(chats(token))).toBe(SITE);
    // A page that has let its token end learns that, to get another.
    const ended = await forge({ key, sub: 'anon_1', exp: Math.floor(Date.now() / 1000) - 60 });
    expect(await shown(chats(ended))).toBe(SITE);
    const secret = await gateway.newKey({ instance_ids: [persona] });
    const reply = await chats(secret.token);
    expect([reply.status, reply.headers['access-control-allow-origin']]).toEqual([200, undefined]);
  });

  test('a secret key may name origins too', async () => {
    const made = await admin<{ key: string }>('POST', '/api/admin/keys', {
      scopes: ['chat', 'history'],
      instance_ids: [persona],
      origins: [SITE],
    });
    const chats = (origin?: string) =>
      call('GET', '/api/persona/chats', undefined, {
        key: made.body.key,
        ...(origin === undefined ? {} : { origin }),
      });
    expect((await chats()).status).toBe(200);
    expect(await shown(chats(SITE))).toBe(SITE);
    const refused = await chats(EVIL);
    expect([refused.status, refused.body.error?.code]).toEqual([403, 'origin_not_allowed']);
    expect(refused.body.message).toContain(EVIL);
    expect((await chats('null')).status).toBe(403);
  });
});
