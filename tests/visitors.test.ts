// The visitors of a site share what its widget key has: its rate, its places, its messages of a day. None of
// them can use it up.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestGateway } from '../services/api/src/testing/gateway.ts';
import { openInstall } from './isolation/open-install.ts';

const SITE = 'https://site.example';
const RATE = 40;

let install: Awaited<ReturnType<typeof openInstall>>;
let gateway: TestGateway;
let persona: string;
beforeAll(async () => {
  const env = { RATE_LIMIT_PER_MINUTE: `${RATE}`, VISITOR_RATE_PER_MINUTE: '6' };
  // The clock stands still, so that nothing is refilled meanwhile.
  install = await openInstall(undefined, { env, now: () => 0 });
  ({ gateway } = install);
});
beforeEach(async () => {
  const { token } = await gateway.newKey();
  const instance_data = { name: 'Ada', description: 'In a test', configuration: {} };
  const made = await gateway.call<{ instance_id: string }>(
    'POST',
    '/api/instance',
    { instance_data },
    { key: token },
  );
  persona = made.body.instance_id;
});
afterAll(() => install.close());

interface Visitor {
  token: string;
  user_id: string;
  address: string;
}

const widgetKey = async (fields: object = {}): Promise<string> => {
  const { token } = await gateway.newKey();
  const body = { instance_id: persona, origins: [SITE], ...fields };
  const made = await gateway.call<{ key: string }>('POST', '/api/admin/widget-keys', body, { key: token });
  expect(made.status).toBe(200);
  return made.body.key;
};
/** An address from which nobody asked before. */
let addresses = 0;
const newAddress = (): string => `10.0.${Math.floor(++addresses / 250)}.${(addresses % 250) + 1}`;
const visit = async (key: string, address = newAddress()): Promise<Visitor> => {
  const response = await gateway.app.inject({
    method: 'POST',
    url: '/api/tokens',
    headers: { origin: SITE },
    payload: { key },
    // Whoever asks for a token is counted by its address alone.
    remoteAddress: newAddress(),
  });
  return { ...response.json<Visitor>(), address };
};
const get = ({ token, address }: Visitor) =>
  gateway.app.inject({
    method: 'GET',
    url: '/api/persona/chats',
    headers: { origin: SITE, authorization: `Bearer ${token}` },
    remoteAddress: address,
  });
const say = ({ token, user_id, address }: Visitor) =>
  gateway.app.inject({
    method: 'POST',
    url: '/api/kb/v2/chat',
    headers: { origin: SITE, authorization: `Bearer ${token}` },
    payload: { chat_data: { user_id, message: 'Hello' } },
    remoteAddress: address,
  });

/** How many requests of a row are answered, and what refuses the one after. */
async function answered(ask: () => ReturnType<typeof get>): Promise<[number, string]> {
  for (let n = 0; ; n++) {
    const response = await ask();
    if (response.statusCode === 429) return [n, response.json<{ message: string }>().message];
    expect(response.statusCode).toBe(200);
  }
}

describe('of the rate of a widget key', () => {
  test('a visitor has a share of its own', async () => {
    const key = await widgetKey();
    const [loud, quiet] = [await visit(key), await visit(key)];
    const [count, refusal] = await answered(() => get(loud));
    expect([count, refusal]).toEqual([6, expect.stringMatching(/^This visitor may send 6 requests/)]);
    const reply = await get(quiet);
    expect([reply.statusCode, reply.headers['ratelimit-remaining']]).toEqual([200, '5']);
  });

  test('an address has a bound, however many tokens it gets', async () => {
    const key = await widgetKey();
    const address = newAddress();
    const [count, refusal] = await answered(async () => get(await visit(key, address)));
    expect([count, refusal]).toEqual([RATE / 2, expect.stringMatching(/^This address may send 20 requests/)]);
    // Neither the site's other visitors nor the same address on another site are hindered.
    expect((await get(await visit(key))).statusCode).toBe(200);
    expect((await get(await visit(await widgetKey(), address))).statusCode).toBe(200);
  });

  test('all together have no more than the key', async () => {
    const key = await widgetKey();
    const [count, refusal] = await answered(async () => get(await visit(key)));
    expect([count, refusal]).toEqual([RATE, expect.stringMatching(/^This key may send 40 requests/)]);
  });
});

test('of the messages of a day an address has a part, and gets no more with another token', async () => {
  const key = await widgetKey({ quota: { messages_per_day: 48 } });
  const address = newAddress();
  const [count, refusal] = await answered(async () => say(await visit(key, address)));
  expect([count, refusal]).toEqual([12, expect.stringContaining('12 messages a day')]);
  expect((await say(await visit(key))).statusCode).toBe(200);
});

test('searches and prompts count like messages', async () => {
  const { token: maker } = await gateway.newKey({ quota: { messages_per_day: 2 } });
  const { token } = await gateway.newKey({
    scopes: ['kb', 'chat'],
    instance_ids: [persona],
    quota: { messages_per_day: 2 },
  });
  const post = (url: string, body: object, key = token) => gateway.call('POST', url, body, { key });
  const search = () => post('/api/kb/search', { query: 'tide' });
  const prompts = () => post('/api/kb/auto-generate-prompts', { data: { topics: ['tide'] } });
  expect([(await search()).status, (await prompts()).status]).toEqual([200, 200]);
  for (const over of [await search(), await prompts()])
    expect([over.status, over.body.error?.code]).toEqual([429, 'quota_exceeded']);
  expect((await post('/api/kb/search', { query: 'tide', instance_id: persona }, maker)).status).toBe(200);
});
