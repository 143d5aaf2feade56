import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { startRedis, type RedisServer } from '@persona/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

let redis: RedisServer;
let gateway: TestGateway;
beforeAll(async () => {
  redis = await startRedis();
  gateway = await openTestGateway({
    redis,
    env: { TRUST_PROXY: '127.0.0.1', CORS_ORIGINS: 'https://app.example' },
  });
});
afterAll(async () => {
  await gateway.close();
  await redis.stop();
});

/** What every answer must say, by the kind of what it holds. */
function missing(name: string, headers: Record<string, unknown>): string[] {
  const policy = String(headers['content-security-policy']);
  const isPage = String(headers['content-type']).startsWith('text/html');
  const checks: Record<string, boolean> = {
    nosniff: headers['x-content-type-options'] === 'nosniff',
    'no frame': policy.includes("frame-ancestors 'none'"),
    'nothing from elsewhere': (isPage ? /default-src '(?:self|none)'/ : /default-src '/).test(policy),
    'no script that stands in the page':
      !/script-src[^;]*unsafe/.test(policy) && !/default-src[^;]*unsafe/.test(policy),
    'no referrer': headers['referrer-policy'] === 'no-referrer',
    'same origin': ['same-origin', 'cross-origin'].includes(String(headers['cross-origin-resource-policy'])),
  };
  return Object.entries(checks).flatMap(([check, holds]) => (holds ? [] : [`${name}: ${check}`]));
}

test('every answer of every route carries them, whatever the answer is', async () => {
  await gateway.newPersona();
  const { body } = await gateway.call<{ paths: Record<string, Record<string, object>> }>(
    'GET',
    '/openapi.json',
  );
  const operations = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase() as 'GET',
      // The stream of changes never ends by itself, so that it is refused here.
      url: path === '/api/events' ? `${path}?types=none` : path.replace(/\{[^}]*\}/, 'x'),
    })),
  );
  expect(operations.length).toBeGreaterThan(50);
  const others = [
    '/docs',
    '/docs/static/index.html',
    '/docs/static/swagger-ui.css',
    '/openapi.json',
    '/admin/queues',
    '/admin/queues/api/queues',
    '/admin/queues/static/none.js',
    '/healthz',
    '/readyz',
    '/metrics',
    '/nowhere',
    '/api/jobs/%',
    `/api/jobs/${'x'.repeat(5000)}`,
    '/files/%2e%2e/secret',
  ].map((url) => ({ method: 'GET' as const, url }));
  const wrong: string[] = [];
  const statuses = new Set<number>();
  for (const { method, url } of [...operations, ...others, { method: 'PUT' as const, url: '/api/jobs' }])
    for (const key of [gateway.admin, null])
      for (const payload of ['GET', 'HEAD'].includes(method) ? [undefined] : [{}, 'no json{']) {
        const { status, headers } = await gateway.call(method, url, payload, {
          key,
          headers: typeof payload === 'string' ? { 'content-type': 'application/json' } : {},
        });
        statuses.add(status);
        wrong.push(...missing(`${method} ${url} ${status}`, headers));
      }
  expect(wrong).toEqual([]);
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 404, 405, 503]));
});

test('event streams, preflight requests and what is no HTTP carry them too', async () => {
  const persona = await gateway.newPersona();
  const sent = await gateway.call('POST', `/api/kb/stream-pages?instance_id=${persona}`, {
    stream_data: { stream_id: 's', pages: [{ title: 'Tides', content: 'The tide.' }], final: true },
  });
  await gateway.call('POST', `/api/jobs/${sent.body['job_id'] as string}/cancel`, {});
  const events = await gateway.call('GET', `/api/kb/streams/s/events?instance_id=${persona}`);
  expect(events.headers['content-type']).toContain('text/event-stream');
  const preflight = await gateway.call('OPTIONS', '/api/jobs', undefined, {
    key: null,
    headers: { origin: 'https://app.example', 'access-control-request-method': 'GET' },
  });
  expect(preflight.status).toBe(204);
  const lines = await gateway.call('POST', `/api/kb/stream-pages?stream_id=l&instance_id=${persona}`, '{', {
    headers: { 'content-type': 'application/x-ndjson' },
  });
  const named = { events, preflight, lines };
  expect(Object.entries(named).flatMap(([name, { headers }]) => missing(name, headers))).toEqual([]);

  await gateway.app.listen({ host: '127.0.0.1', port: 0 });
  const socket = connect((gateway.app.server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('GET / HTTP/9.9\r\n\r\n');
  const [head = ''] = (await text(socket)).split('\r\n\r\n');
  const headers = Object.fromEntries(
    head
      .split('\r\n')
      .slice(1)
      .map((one) => [one.slice(0, one.indexOf(':')).toLowerCase(), one.slice(one.indexOf(':') + 2)]),
  );
  expect(head).toContain('400 Bad Request');
  expect(missing('no HTTP', headers)).toEqual([]);
});

test('HTTPS is asked for behind TLS alone', async () => {
  const over = async (scheme: string) =>
    (await gateway.call('GET', '/healthz', undefined, { headers: { 'x-forwarded-proto': scheme } })).headers[
      'strict-transport-security'
    ];
  expect(await over('https')).toMatch(/^max-age=\d{8}$/);
  expect(await over('http')).toBeUndefined();
});
