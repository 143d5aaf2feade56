// What holds where a proxy stands in front of the gateway, of whatever make and configuration.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { blobKey, createUrlSigner } from '@persona/blobs';
import { grantScope, type Rendition } from '@persona/contracts';
import { mediaRow } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SOURCES_PATH } from '../source-links.ts';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

describe('without keys', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openTestGateway({ env: { PERSONA_AUTH: 'off' } });
  });
  afterAll(() => gateway.close());
  const list = (headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
    gateway.app.inject({
      url: '/api/instance',
      headers: { host: 'localhost:3000', ...headers },
      remoteAddress,
    });

  test.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'localhost'])(
    'this machine is let in as %s',
    async (host) => {
      expect((await list({ host })).statusCode).toBe(200);
      expect((await list({ host }, '::1')).statusCode).toBe(200);
      expect((await list({ host }, '::ffff:127.0.0.1')).statusCode).toBe(200);
    },
  );

  test.each([
    ['another machine, whatever its Host says', {}, '192.168.1.7'],
    ['a name that was bound to this machine', { host: 'evil.example' }, '127.0.0.1'],
    ['a proxy that says so in X-Forwarded-For', { 'x-forwarded-for': '203.0.113.9' }, '127.0.0.1'],
    ['one that claims to be for this machine', { 'x-forwarded-for': '127.0.0.1' }, '127.0.0.1'],
    ['one that says so in Forwarded', { forwarded: 'for=203.0.113.9' }, '127.0.0.1'],
    ['one that says so in Via', { via: '1.1 varnish' }, '127.0.0.1'],
    ['one that says so in X-Real-IP', { 'x-real-ip': '203.0.113.9' }, '127.0.0.1'],
  ])('%s is not', async (_name, headers, address) => {
    const reply = await list(headers, address);
    expect(reply.statusCode).toBe(401);
    expect(reply.json<{ message: string }>().message).toMatch(/not through a proxy/);
  });

  test('nginx as it comes, which sends nothing of all that, speaks HTTP/1.0', async () => {
    await gateway.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = gateway.app.server.address() as AddressInfo;
    const ask = async (version: string) => {
      const socket = connect(port, '127.0.0.1');
      socket.end(`GET /api/instance HTTP/${version}\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
      const [first] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();
      return first.toString().slice(9, 12);
    };
    expect([await ask('1.1'), await ask('1.0')]).toEqual(['200', '401']);
  });
});

describe('metrics', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openTestGateway();
  });
  afterAll(() => gateway.close());
  const metrics = (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
    gateway.app.inject({ url: '/metrics', headers: { host: 'localhost', ...headers }, remoteAddress });

  test('are for this machine, and elsewhere for an admin key of all personas', async () => {
    expect((await metrics({})).statusCode).toBe(200);
    expect((await metrics({}, '10.0.0.4')).statusCode).toBe(401);
    expect((await metrics({ 'x-forwarded-for': '203.0.113.9' })).statusCode).toBe(401);
    expect((await metrics({ host: 'persona.example.org' })).statusCode).toBe(401);
    const bearer = (key: string) => metrics({ authorization: `Bearer ${key}` }, '10.0.0.4');
    const { token: chatOnly } = await gateway.newKey({ scopes: ['chat'] });
    expect((await bearer(chatOnly)).statusCode).toBe(403);
    const { token: ofOne } = await gateway.newKey({ instance_ids: ['ins_A'] });
    expect((await bearer(ofOne)).statusCode).toBe(403);
    expect((await bearer(gateway.admin)).statusCode).toBe(200);
    const basic = Buffer.from(`prometheus:${gateway.admin}`).toString('base64');
    expect((await metrics({ authorization: `Basic ${basic}` }, '10.0.0.4')).body).toContain('http_request');
  });
});

describe('under a path', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await openTestGateway({ env: { BASE_PATH: '/persona/' } });
  });
  afterAll(() => gateway.close());
  const get = (url: string) =>
    gateway.app.inject({ url, headers: { authorization: `Bearer ${gateway.admin}` } });

  test('requests are served with the path and without it, and not under a path that only begins so', async () => {
    for (const url of ['/persona/api/instance', '/api/instance', '/persona/healthz?x=1', '/persona/docs/'])
      expect((await get(url)).statusCode, url).toBe(200);
    expect((await get('/personal/api/instance')).statusCode).toBe(404);
    expect((await get('/persona/persona/api/instance')).statusCode).toBe(404);
  });

  test('every address that is given out has the path', async () => {
    const { servers } = (await get('/persona/openapi.json')).json<{ servers: { url: string }[] }>();
    expect(servers[0]?.url).toMatch(/\/persona$/);
    const docs = await get('/persona/docs/');
    const assets = [...docs.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(
      ([, url = '']) => new URL(url, 'http://x/persona/docs/').pathname,
    );
    expect(assets.length).toBeGreaterThan(2);
    for (const url of assets) expect((await get(url)).statusCode, url).toBe(200);
    for (const url of assets) expect(url).toMatch(/^\/persona\/docs\//);
    const key = blobKey(grantScope('ins_A'), 'voi_A', 'voice.m4a');
    const address = await gateway.blobs.signedUrl(key, { ttlSeconds: 60 });
    expect(address).toMatch(/^\/persona\/files\/ins_A\//);
    // There is no such file, but the signature is right.
    expect((await gateway.app.inject({ url: address })).statusCode).toBe(404);
    expect((await gateway.app.inject({ url: address.replace('voi_A', 'voi_B') })).statusCode).not.toBe(404);
    const added = await gateway.app.inject({
      method: 'POST',
      url: '/persona/api/kb/store-pages',
      headers: { authorization: `Bearer ${gateway.admin}`, prefer: 'respond-async' },
      payload: { pages: [{ title: 'One', content: 'The first page.' }] },
    });
    expect([added.statusCode, added.headers['location']]).toEqual([
      202,
      expect.stringMatching(/^\/persona\/api\/jobs\/job_/),
    ]);
    expect((await get(String(added.headers['location']))).statusCode).toBe(200);
  });

  test('where a redirection or a replay leads has the path once', async () => {
    const owner = grantScope('ins_A');
    const file = { blob_key: blobKey(owner, 'voi_A', 'voice.m4a'), bytes: 1, sha256: 'x' };
    const rendition: Rendition = { ...file, name: 'voice', content_type: 'audio/mp4', measured: {} };
    const instance_data = { name: 'Ada', description: 'A keeper', configuration: {} };
    const post = (url: string, payload: object, more = {}) =>
      gateway.app.inject({
        method: 'POST',
        url,
        headers: { authorization: `Bearer ${gateway.admin}`, ...more },
        payload,
      });
    const { instance_id } = (await post('/api/instance', { instance_data })).json<{ instance_id: string }>();
    const scope = grantScope(instance_id);
    const row = mediaRow(scope, { state: 'ready', renditions: [rendition] });
    await gateway.documents.media.insert(scope, [row]);
    const heard = await get(`/persona/api/admin/voice/${row.id}/preview`);
    expect([heard.statusCode, heard.headers.location]).toEqual([
      302,
      expect.stringMatching(/^\/persona\/files\//),
    ]);
    const signed = createUrlSigner('a secret of this test only', SOURCES_PATH).sign(
      blobKey(scope, row.id, 'recording.html'),
      { ttlSeconds: 60 },
    );
    expect((await get(signed)).headers.location).toMatch(/^\/persona\/files\//);

    const page = { pages: [{ title: 'Two', content: 'The second page.' }] };
    const once = { prefer: 'respond-async', 'idempotency-key': 'k-1' };
    const [first, replayed] = [
      await post('/api/kb/store-pages', page, once),
      await post('/api/kb/store-pages', page, once),
    ];
    expect(replayed.headers['idempotency-replayed']).toBe('true');
    expect(replayed.headers.location).toBe(first.headers.location);
    expect(first.headers.location).toMatch(/^\/persona\/api\/jobs\//);
  });
});

test('a log line names the client, and not the proxy that is trusted', async () => {
  const lines: string[] = [];
  const gateway = await openTestGateway({ env: { TRUST_PROXY: '10.0.0.0/8' }, logs: lines });
  const ask = (remoteAddress: string, forwarded: string) =>
    gateway.app.inject({
      url: '/api/instance',
      remoteAddress,
      headers: { 'x-forwarded-for': forwarded },
    });
  await ask('10.0.0.7', '203.0.113.9');
  await ask('192.0.2.1', '203.0.113.10');
  const addresses = lines
    .map((line) => JSON.parse(line) as { event: string; address?: string })
    .filter(({ event }) => event === 'http.request')
    .map(({ address }) => address);
  expect(addresses).toEqual(['203.0.113.9', '192.0.2.1']);
  await gateway.close();
});
