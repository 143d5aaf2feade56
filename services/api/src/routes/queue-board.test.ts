import { registerHooks } from 'node:module';
import { startRedis, type RedisServer } from '@persona/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

let redis: RedisServer;
let gateway: TestGateway;
const board: string[] = [];
registerHooks({
  load(url, context, next) {
    if (url.includes('/@bull-board/')) board.push(url);
    return next(url, context);
  },
});
beforeAll(async () => {
  redis = await startRedis();
  gateway = await openTestGateway({ redis });
});
afterAll(async () => {
  await gateway.close();
  await redis.stop();
});

const basic = (key: string) => ({ authorization: `Basic ${Buffer.from(`admin:${key}`).toString('base64')}` });
const look = (headers: Record<string, string>, url = '/admin/queues', method: 'GET' | 'PUT' = 'GET') =>
  gateway.call(method, url, method === 'PUT' ? {} : undefined, { key: null, headers });

test('its packages are loaded with the first visit', async () => {
  expect(board).toEqual([]);
  expect((await look(basic(gateway.admin))).status).toBe(200);
  expect(board).not.toEqual([]);
});

test('only an admin key that is limited to no persona opens the board, as a header or as a password', async () => {
  const page = await look(basic(gateway.admin));
  expect(page.status).toBe(200);
  expect(page.text).toContain('<base href="/admin/queues/"');
  expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  expect((await look({ authorization: `Bearer ${gateway.admin}` }, '/admin/queues/')).status).toBe(200);

  const { token: chatKey } = await gateway.newKey({ scopes: ['chat'] });
  const { token: limited } = await gateway.newKey({ instance_ids: ['ins_1'] });
  const paths = ['', '/', '/queue/ingest', '/api/queues', '/api/redis/stats', '/static/js/main.js'];
  for (const path of paths.map((one) => `/admin/queues${one}`)) {
    const nobody = await look({}, path);
    expect(nobody.body.error?.code, path).toBe('missing_key');
    expect(nobody.headers['www-authenticate'], path).toBe('Basic realm="persona"');
    expect((await look(basic('psk_wrong_0123456789012345678901234567'), path)).status, path).toBe(401);
    for (const key of [chatKey, limited])
      expect((await look(basic(key), path)).body.error?.code, path).toBe('scope_missing');
  }
  // The password is accepted on this page alone.
  expect((await look(basic(gateway.admin), '/api/jobs')).body.error?.code).toBe('missing_key');
});

test('its page names no other host', async () => {
  const { status, text } = await look(basic(gateway.admin), '/admin/queues');
  expect([status, /<script[^>]* src="/.test(text)]).toEqual([200, true]);
  expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
});

test('it shows jobs, whose payloads are ids, and changes nothing', async () => {
  const { body: stored } = await gateway.call('POST', '/api/kb/store-pages', {
    pages: [{ title: 'A title of the page', content: 'A secret of the page.' }],
  });
  expect(stored).toMatchObject({ status: 'success' });
  const { body, text } = await gateway.call<{
    queues: { name: string; readOnlyMode: boolean; jobs: { id: string; data: object }[] }[];
  }>('GET', '/admin/queues/api/queues?activeQueue=ingest&page=1&jobsPerPage=10');
  expect(body.queues.map(({ name, readOnlyMode }) => [name, readOnlyMode])).toEqual([
    ['ingest', true],
    ['ingest-bulk', true],
    ['media', true],
    ['speech', true],
  ]);
  const [job] = body.queues[0]?.jobs ?? [];
  expect(job?.id).toMatch(/^index-td_/);
  expect(Object.keys(job?.data ?? {})).toEqual(['instance_id', 'job_id', 'pages']);
  expect(text).not.toContain('secret');
  expect(text).not.toContain('title of');

  for (const action of [
    'ingest/pause',
    'ingest/empty',
    'ingest/obliterate',
    `ingest/${job?.id}/clean`,
    'pause',
  ]) {
    const url = `/admin/queues/api/queues/${action}`;
    expect((await look(basic(gateway.admin), url, 'PUT')).status, action).toBe(404);
  }
  expect(await gateway.producer.view.state('ingest')).toMatchObject({ waiting: 1, paused: false });
});
