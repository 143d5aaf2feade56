import { SESSION_HEADER, installScope as scope } from '@persona/contracts';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openTestGateway({ env: { PUBLIC_URL: 'https://persona.example' } });
});
afterAll(() => gateway.close());

const OWN = { host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000', [SESSION_HEADER]: '1' };
interface Session {
  signed_in: boolean;
  key_id: string | null;
  scopes: string[];
  expires_at: string;
}
const open = (body: object, headers: Record<string, string> = OWN) =>
  gateway.call<Session>('POST', '/api/session', body, { key: null, headers });
const cookieOf = ({ headers }: { headers: Record<string, unknown> }): string =>
  [headers['set-cookie']].flat().join().split(';', 1)[0] ?? '';
const as = (cookie: string, headers: Record<string, string> = {}) => ({
  key: null,
  headers: { ...OWN, cookie, ...headers },
});
const newLink = async (key = gateway.admin): Promise<string> =>
  (await gateway.call<{ code: string }>('POST', '/api/session/links', undefined, { key })).body.code;

test('a key opens a session in a cookie that no script reads and no other site sends', async () => {
  const opened = await open({ key: gateway.admin });
  expect(opened.body).toMatchObject({ signed_in: true, scopes: ['admin'] });
  const cookie = String(opened.headers['set-cookie']);
  expect(cookie).toMatch(/^persona_session_3000=eyJ/);
  for (const flag of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(flag);
  expect(cookie).not.toContain('Secure');
  expect(cookie).not.toContain(gateway.admin.split('_')[2]);
  const session = cookieOf(opened);
  const read = await gateway.call<Session>('GET', '/api/session', undefined, as(session));
  expect(read.body).toMatchObject({ signed_in: true, key_id: opened.body.key_id });
  expect((await gateway.call('GET', '/api/instance', undefined, as(session))).status).toBe(200);
  const nobody = await gateway.call<Session>('GET', '/api/session', undefined, { key: null });
  expect(nobody.body).toMatchObject({ status: 'success', signed_in: false, key_id: null });
});

test('a session has what its key has, and ends with it, with its secret, and when it is closed', async () => {
  const { key, token } = await gateway.newKey({ scopes: ['chat'] });
  const session = cookieOf(await open({ key: token }));
  const ask = async (cookie: string) => gateway.call('GET', '/api/instance', undefined, as(cookie));
  expect((await ask(session)).body.error?.code).toBe('scope_missing');

  const admin = await gateway.newKey();
  const one = cookieOf(await open({ key: admin.token }));
  const other = cookieOf(await open({ key: admin.token }));
  expect((await gateway.call('DELETE', '/api/session', undefined, as(one))).status).toBe(200);
  expect((await ask(one)).body.error?.code).toBe('expired_key');
  expect((await ask(other)).status).toBe(200);
  const rotate = `/api/admin/keys/${admin.key.id}/rotate`;
  await gateway.call('POST', rotate, { overlap_seconds: 60 });
  expect((await ask(other)).status).toBe(200);
  await gateway.call('POST', rotate, { overlap_seconds: 0 });
  expect((await ask(other)).body.error?.code).toBe('expired_key');
  const closed = await gateway.call<Session>('GET', '/api/session', undefined, as(other));
  expect(closed.body.signed_in).toBe(false);
  expect(String(closed.headers['set-cookie'])).toMatch(/^persona_session_3000=;/);

  await gateway.call('DELETE', `/api/admin/keys/${key.id}`);
  expect((await ask(session)).body.error?.code).toBe('expired_key');
});

test('whoever ends many sessions ends all of its key, and no other', async () => {
  const { token } = await gateway.newKey({ scopes: ['chat'] });
  const [kept, other] = [cookieOf(await open({ key: token })), cookieOf(await open({ key: gateway.admin }))];
  for (let n = 0; n <= 50; n++) {
    const session = cookieOf(await open({ key: token }));
    await gateway.call('DELETE', '/api/session', undefined, as(session));
  }
  const isOpen = async (cookie: string) =>
    (await gateway.call<Session>('GET', '/api/session', undefined, as(cookie))).body.signed_in;
  expect([await isOpen(kept), await isOpen(other)]).toEqual([false, true]);
  const list = await gateway.documents.settings.get(scope, 'ended_sessions');
  expect((JSON.parse(list?.value ?? '[]') as unknown[]).length).toBeLessThan(20);
});

test('only pages of this gateway use a session, and change things with its header alone', async () => {
  const session = cookieOf(await open({ key: gateway.admin }));
  const body = { instance_data: { name: 'Ada', description: 'x', configuration: {} } };
  const create = (headers: Record<string, string>) =>
    gateway.call('POST', '/api/instance', body, { key: null, headers: { cookie: session, ...headers } });
  const { [SESSION_HEADER]: _, ...withoutHeader } = OWN;
  for (const headers of [
    withoutHeader,
    { ...OWN, origin: 'http://127.0.0.1:4000' },
    { ...OWN, origin: 'null' },
    { ...OWN, 'sec-fetch-site': 'same-site' },
    { ...OWN, 'sec-fetch-site': 'cross-site' },
  ])
    expect((await create(headers)).body.error?.code, JSON.stringify(headers)).toBe('origin_not_allowed');
  expect((await create(OWN)).status).toBe(200);
  expect((await create({ ...OWN, origin: 'https://persona.example' })).status).toBe(200);
  expect((await create({ ...OWN, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  // Nor may others sign a browser in.
  for (const headers of [withoutHeader, { ...OWN, origin: 'https://evil.example' }])
    expect((await open({ key: gateway.admin }, headers)).body.error?.code).toBe('origin_not_allowed');
  const read = (headers: Record<string, string>) =>
    gateway.call('GET', '/api/instance', undefined, { key: null, headers: { cookie: session, ...headers } });
  expect((await read({ host: OWN.host, 'sec-fetch-site': 'same-site' })).status).toBe(403);
  expect((await read({ host: OWN.host, 'sec-fetch-site': 'none' })).status).toBe(200);
  // A key in the request comes first.
  expect((await gateway.call('POST', '/api/instance', body, { headers: { cookie: session } })).status).toBe(
    200,
  );
});

test('a sign-in link opens one session, for a minute, and says what to do when it is over', async () => {
  const code = await newLink();
  const [one, two] = await Promise.all([open({ code }), open({ code })]);
  expect([one.status, two.status].toSorted((a, b) => a - b)).toEqual([200, 401]);
  const refused = [one, two].find(({ status }) => status === 401);
  expect(refused?.body.error).toMatchObject({ code: 'expired_key', param: 'code' });
  expect(refused?.body.error?.message).toContain('npm run persona -- sign-in');
  expect((await open({ code: 'x'.repeat(32) })).body.error?.code).toBe('expired_key');

  const late = await newLink();
  const [row] = await gateway.documents.settings.find(scope, { where: { id: 'sign_in_links' }, limit: 1 });
  const links = JSON.parse(row?.value ?? '[]') as { code_sha256: string; ends_at: string }[];
  expect(row?.value).not.toContain(late);
  const left = Date.parse(links.at(-1)?.ends_at ?? '') - Date.now();
  expect(left).toBeLessThanOrEqual(60_000);
  const ended = links.map((link) => ({ ...link, ends_at: new Date(Date.now() - 1).toISOString() }));
  await gateway.documents.settings.update(scope, 'sign_in_links', { set: { value: JSON.stringify(ended) } });
  expect((await open({ code: late })).body.error?.code).toBe('expired_key');

  const { token } = await gateway.newKey({ scopes: ['kb'] });
  const limited = await gateway.call('POST', '/api/session/links', undefined, { key: token });
  expect(limited.body.error?.code).toBe('scope_missing');
});

test('wrong keys, changed cookies and tokens of other kinds open nothing', async () => {
  expect((await open({})).body.error).toMatchObject({ code: 'validation_error', param: 'key' });
  expect((await open({ key: `${gateway.admin.slice(0, -4)}0000` })).body.error?.code).toBe('invalid_key');
  const session = cookieOf(await open({ key: gateway.admin }));
  const ask = (cookie: string) => gateway.call('GET', '/api/instance', undefined, as(cookie));
  expect((await ask(`${session.slice(0, -4)}AAAA`)).body.error?.code).toBe('invalid_key');
  expect((await ask('persona_session_3000=x')).body.error?.code).toBe('invalid_key');
  // A session is no browser token, and a token no session.
  const [, value = ''] = session.split('=');
  const asToken = await gateway.call('GET', '/api/persona/chats', undefined, { key: value });
  expect(asToken.body.error?.code).toBe('invalid_key');
  const instance_id = await gateway.newPersona();
  const { body } = await gateway.call<{ token: string }>('POST', '/api/tokens', {
    user_id: 'u',
    instance_id,
  });
  expect((await ask(`persona_session_3000=${body.token}`)).body.error?.code).toBe('invalid_key');
  const named = await gateway.newKey({ origins: ['https://site.example'] });
  expect((await open({ key: named.token })).body.error?.code).toBe('origin_not_allowed');
});

test('a session that is half over is prolonged when the console is opened', async () => {
  const opened = await open({ key: gateway.admin });
  const again = await gateway.call('GET', '/api/session', undefined, as(cookieOf(opened)));
  expect(again.headers['set-cookie']).toBeUndefined();
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  vi.setSystemTime(Date.now() + 13 * 3_600_000);
  const later = await gateway.call<Session>('GET', '/api/session', undefined, as(cookieOf(opened)));
  expect(later.body.signed_in).toBe(true);
  expect(Date.parse(later.body.expires_at)).toBeGreaterThan(Date.parse(opened.body.expires_at));
  vi.setSystemTime(Date.now() + 12 * 3_600_000);
  const over = await gateway.call<Session>('GET', '/api/session', undefined, as(cookieOf(opened)));
  expect(over.body.signed_in).toBe(false);
  const goesOn = await gateway.call<Session>('GET', '/api/session', undefined, as(cookieOf(later)));
  expect(goesOn.body.signed_in).toBe(true);

  const { key, token } = await gateway.newKey({
    expires_at: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const short = await open({ key: token });
  expect(Date.parse(short.body.expires_at)).toBeLessThanOrEqual(Date.parse(key.expires_at ?? ''));
});
