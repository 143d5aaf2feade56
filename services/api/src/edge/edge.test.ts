import { errorTable, type ErrorCode } from '@persona/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openTestGateway({ env: { CORS_ORIGINS: 'https://console.example' } });
});
afterAll(() => gateway.close());

const persona = { name: 'Ada', description: 'An engineer', configuration: {} };
const json = { 'content-type': 'application/json' };
const post = (body: unknown, headers: Record<string, string> = {}) =>
  gateway.call('POST', '/api/instance', body, { headers: { ...json, ...headers } });

const expectError = (
  answer: Awaited<ReturnType<TestGateway['call']>>,
  code: ErrorCode,
  param?: string | null,
) => {
  expect(answer.body).toMatchObject({
    status: 'error',
    message: answer.body.error?.message,
    error: { code, type: errorTable[code].type, retryable: errorTable[code].retryable },
  });
  expect(answer.status).toBe(errorTable[code].status);
  expect(answer.body.error?.request_id).toBe(answer.headers['x-request-id']);
  if (param !== undefined) expect(answer.body.error?.param).toBe(param);
};

describe('reading JSON', () => {
  const withValue = (raw: string) =>
    post(`{"instance_data":{"name":"Ada","description":"x","configuration":{"a":[1,{"b":${raw}}]}}}`);

  test.each([
    ['1e400', 'number_out_of_range'],
    ['-1e999', 'number_out_of_range'],
    ['9007199254740993', 'number_out_of_range'],
    ['"\\ud800"', 'lone_surrogate'],
    [`${'['.repeat(40)}${']'.repeat(40)}`, 'too_deep'],
    [`{${Array.from({ length: 10_001 }, (_, i) => `"k${i}":1`).join(',')}}`, 'too_many_keys'],
  ])('%.20s is refused and named', async (raw, code) => {
    const answer = await withValue(raw);
    expectError(answer, 'validation_error');
    expect(answer.body.error?.param).toMatch(/^instance_data\.configuration\.a\[1\]\.b/);
    expect(answer.body.error?.details).toEqual([{ path: answer.body.error?.param, code }]);
  });

  test('100,000 levels deep are refused', async () => {
    expectError(await post(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 'validation_error');
  });

  test.each(['9007199254740991', '-1.5e-7', '"\\ud83d\\ude00"', 'null', '""'])('%s is kept', async (raw) => {
    const { body } = await withValue(raw);
    const { body: read } = await gateway.call<{ instance: { configuration: unknown } }>(
      'GET',
      `/api/instance/${body['instance_id'] as string}`,
    );
    expect(read.instance.configuration).toEqual({ a: [1, { b: JSON.parse(raw) as unknown }] });
  });

  test('NUL characters and __proto__ are taken out, each with a warning', async () => {
    const answer = await post(
      '{"instance_data":{"name":"A\\u0000da","description":"x","configuration":{"__proto__":{"admin":true},"k\\u0000":"v"}}}',
    );
    expect(answer.status).toBe(200);
    expect(answer.body['warnings']).toEqual([
      'instance_data.name held NUL characters, which were removed',
      'instance_data.configuration.__proto__ was ignored',
      'instance_data.configuration.k\0 held NUL characters, which were removed',
    ]);
    const { body } = await gateway.call<{ instance: { name: string; configuration: object } }>(
      'GET',
      `/api/instance/${answer.body['instance_id'] as string}`,
    );
    expect(body.instance).toMatchObject({ name: 'Ada', configuration: { k: 'v' } });
    expect(Object.keys(body.instance.configuration)).toEqual(['k']);
  });

  test.each([
    ['{"a":', 'ends'],
    ['{"secret": hunter2}', 'character'],
    ['', null],
    ['\u{feff}{]', 'character'],
  ])('%s is no JSON, and is not quoted back', async (text, hint) => {
    const answer = await post(text);
    expectError(answer, hint === null ? 'validation_error' : 'malformed_json');
    expect(answer.text).not.toContain('hunter2');
  });

  test('bytes that are no UTF-8 are refused, a byte order mark is not', async () => {
    const bytes = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    expectError(await post(bytes), 'malformed_json');
    expect((await post(`\u{feff}${JSON.stringify({ instance_data: persona })}`)).status).toBe(200);
  });

  test('no Content-Type means JSON; another is 415; an empty body of any type is none', async () => {
    const { status } = await gateway.app
      .inject({
        method: 'POST',
        url: '/api/instance',
        headers: { authorization: `Bearer ${gateway.admin}` },
        payload: Buffer.from(JSON.stringify({ instance_data: persona })),
      })
      .then(({ statusCode }) => ({ status: statusCode }));
    expect(status).toBe(200);
    expectError(
      await post('x=1', { 'content-type': 'application/x-www-form-urlencoded' }),
      'unsupported_media_type',
      'Content-Type',
    );
    expect((await gateway.call('GET', '/api/instance', '', { headers: json })).status).toBe(200);
    expectError(await gateway.call('DELETE', '/api/instance', '', { headers: json }), 'id_required');
  });

  test('over the limit is 413, naming the limit and the way round', async () => {
    const answer = await post({ instance_data: { ...persona, description: 'x'.repeat(1024 * 1024) } });
    expectError(answer, 'payload_too_large');
    expect(answer.body.message).toMatch(/1 MiB.*send less/);
  });
});

describe('validation', () => {
  test('every missing field is named, in words', async () => {
    const answer = await post({ instance_data: { name: '' } });
    expectError(answer, 'validation_error', 'instance_data.description');
    expect(answer.body.message).toBe('instance_data.description is required');
    expect(answer.body.error?.details).toEqual(
      expect.arrayContaining([
        { path: 'instance_data.description', code: 'required' },
        { path: 'instance_data.configuration', code: 'required' },
        { path: 'instance_data.name', code: 'too_short' },
      ]),
    );
  });

  test.each([
    [{ instance_data: { ...persona, name: 7 } }, 'instance_data.name must be a string'],
    [{ instance_data: [] }, 'instance_data must be an object'],
    [[], 'The body must be an object'],
    ['"text"', 'The body must be an object'],
  ])('%j: %s', async (body, message) => {
    const answer = await post(body);
    expectError(answer, 'validation_error');
    expect(answer.body.message).toBe(message);
  });

  test('unknown fields are ignored and listed; what the schema leaves open is not looked into', async () => {
    const answer = await post({
      instance_data: { ...persona, colour: 'blue', configuration: { any: { thing: 1 } } },
      hello: { world: 1 },
    });
    expect(answer.body['warnings']).toEqual([
      'instance_data.colour is not a field of this request and was ignored',
      'hello is not a field of this request and was ignored',
    ]);
  });

  test('unknown fields are listed also where a route needs no body; ids are none', async () => {
    const instance_id = await gateway.newPersona();
    const headers = json;
    const { body } = await gateway.call(
      'GET',
      '/api/jobs',
      { instance_id, data: { id: '' }, limit: 1 },
      { headers },
    );
    expect(body['warnings']).toEqual(['limit is not a field of this request and was ignored']);
  });

  test('null for an optional field is its absence; where one is needed it is refused by name', async () => {
    const pages = [{ title: 'N', content: 'Some text.', metadata: null, source: null, id: null }];
    const stored = await gateway.call('POST', '/api/kb/store-pages', { pages, instance_id: null });
    expect([stored.status, stored.body['message']]).toEqual([200, 'Pages stored successfully']);
    const kept = await post({ instance_data: { ...persona, configuration: { a: null, b: [null] } } });
    const { body } = await gateway.call<{ instance: { configuration: unknown } }>(
      'GET',
      `/api/instance/${kept.body['instance_id'] as string}`,
    );
    expect(body.instance.configuration).toEqual({ a: null, b: [null] });
    expectError(
      await post({ instance_data: { ...persona, name: null } }),
      'validation_error',
      'instance_data.name',
    );
    expectError(await post({ instance_data: null }), 'validation_error', 'instance_data');
  });

  test('query text becomes numbers; an empty parameter counts as absent', async () => {
    expect((await gateway.call('GET', '/api/instance?limit=1&cursor=')).status).toBe(200);
    const answer = await gateway.call('GET', '/api/instance?limit=many');
    expectError(answer, 'validation_error', 'limit');
    expect(answer.body.message).toBe('limit must be a whole number');
    expectError(await gateway.call('GET', '/api/instance?limit=1001'), 'validation_error', 'limit');
    expectError(await gateway.call('GET', '/api/instance?cursor=nonsense'), 'invalid_cursor', 'cursor');
  });
});

describe('any request gets an answer of the documented shape', () => {
  const routes = [
    '/api/instance',
    '/api/admin/instance',
    '/api/admin/keys',
    '/api/jobs/x/retry',
    '/api/jobs',
    '/nowhere',
  ];

  test('whatever the body', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...routes),
        fc.constantFrom('POST' as const, 'PATCH' as const, 'DELETE' as const, 'GET' as const, 'PUT' as const),
        fc.oneof(
          fc.json({ maxDepth: 6 }),
          fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
          fc
            .record({ instance_data: fc.anything() })
            .map((value) =>
              JSON.stringify(value, (_k, v: unknown) => (typeof v === 'bigint' ? String(v) : v)),
            ),
          fc.record({ scopes: fc.jsonValue(), instance_ids: fc.jsonValue(), expires_at: fc.jsonValue() }),
          fc.record({ instance_id: fc.jsonValue(), id: fc.jsonValue(), default: fc.jsonValue() }),
        ),
        fc.constantFrom(
          'application/json',
          'text/plain',
          'application/json; charset=latin1',
          'nonsense',
          'multipart/form-data',
        ),
        async (url, method, body, type) => {
          const answer = await gateway.call(method, url, body, { headers: { 'content-type': type } });
          if (answer.status < 400) return;
          const code = answer.body.error?.code as ErrorCode;
          expectError(answer, code);
          expect(code).not.toBe('internal');
          expect(answer.text).not.toMatch(/node_modules|\.ts:|at async|sqlite/i);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('whatever the address', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.webPath().map((path) => `/api${path}`),
          fc.string({ maxLength: 60 }).map((text) => `/api/${text.replaceAll(/[\s#\\]/g, '-')}`),
        ),
        async (url) => {
          const answer = await gateway.call('GET', url);
          if (answer.status >= 400) expectError(answer, answer.body.error?.code as ErrorCode);
          expect(answer.status).toBeLessThan(500);
        },
      ),
      { numRuns: 100 },
    );
  });

  test.each([
    ['GET', '/api/kb/%E0%A4%A', 'validation_error'],
    ['GET', `/api/instance/${'x'.repeat(5000)}`, 'validation_error'],
    ['GET', '/api/instanze', 'not_found'],
  ] as const)('%s %.30s', async (method, url, code) => {
    expectError(await gateway.call(method, url), code);
  });

  test('an unknown address says which one may have been meant', async () => {
    expect((await gateway.call('GET', '/api/instances')).body.message).toContain(
      'did you mean GET /api/instance?',
    );
    expect((await gateway.call('POST', '/api/admin/key')).body.message).toContain('POST /api/admin/keys');
    expect((await gateway.call('GET', '/wp-login.php')).body.message).toContain('/openapi.json');
  });

  test('a fault of ours says nothing of itself', async () => {
    const broken = await openTestGateway();
    await broken.documents.close();
    const answer = await broken.call('GET', '/api/instance');
    expectError(answer, 'not_ready');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.text).not.toMatch(/sqlite|database/i);
    await broken.close();
  });
});

describe('around the routes', () => {
  test('X-Request-Id is echoed when it is fit to be logged, else made', async () => {
    const echoed = await gateway.call('GET', '/healthz', undefined, {
      headers: { 'x-request-id': 'abc-123' },
    });
    expect(echoed.headers['x-request-id']).toBe('abc-123');
    const made = await gateway.call('GET', '/healthz', undefined, { headers: { 'x-request-id': 'a b\tc' } });
    expect(made.headers['x-request-id']).toMatch(/^req_/);
  });

  test('a trailing slash means nothing and never redirects', async () => {
    for (const url of ['/api/instance/', '/api/jobs/', '/healthz/'])
      expect((await gateway.call('GET', url)).status).toBe(200);
  });

  test('browsers of the allowed origins alone may call', async () => {
    const preflight = (origin: string) =>
      gateway.call('OPTIONS', '/api/instance', undefined, {
        key: null,
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    expect((await preflight('https://console.example')).headers['access-control-allow-origin']).toBe(
      'https://console.example',
    );
    expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
    const refused = await gateway.call('GET', '/api/instance', undefined, {
      key: null,
      headers: { origin: 'https://console.example' },
    });
    expect(refused.headers['access-control-allow-origin']).toBe('https://console.example');
  });

  test('from there they may use every method, and read what replies say in headers', async () => {
    const asked = { origin: 'https://console.example', 'access-control-request-method': 'DELETE' };
    const preflight = await gateway.call('OPTIONS', '/api/kb/v2/chat', undefined, {
      key: null,
      headers: { ...asked, 'access-control-request-headers': 'authorization, idempotency-key' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-methods']).toBe('GET, HEAD, POST, PUT, PATCH, DELETE');
    expect(preflight.headers['access-control-allow-headers']).toBe('authorization, idempotency-key');
    expect(preflight.headers.vary).toContain('Origin');
    const reply = await gateway.call('GET', '/api/instance', undefined, {
      headers: { origin: 'https://console.example' },
    });
    expect(reply.status).toBe(200);
    const exposed = String(reply.headers['access-control-expose-headers']).split(', ');
    expect(exposed).toEqual(
      expect.arrayContaining(['X-Request-Id', 'RateLimit-Remaining', 'RateLimit-Reset', 'Location']),
    );
    expect(exposed).toEqual(expect.arrayContaining(['Retry-After', 'X-Job-Id', 'Allow']));
  });

  test('a preflight request of another origin is refused in words, without a header that allows anything', async () => {
    const closed = await openTestGateway();
    for (const one of [gateway, closed]) {
      const reply = await one.call('OPTIONS', '/api/kb/v2/chat', undefined, {
        key: null,
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      });
      expectError(reply, 'origin_not_allowed', 'Origin');
      expect(reply.body.message).toContain('CORS_ORIGINS');
      const allowing = Object.keys(reply.headers).filter((name) => name.startsWith('access-control-'));
      expect(allowing).toEqual([]);
    }
    await closed.close();
  });

  test('CORS_ORIGINS=* lets all pages call', async () => {
    const open = await openTestGateway({ env: { CORS_ORIGINS: '*' } });
    const headers = { origin: 'https://any.example', 'access-control-request-method': 'PUT' };
    const reply = await open.call('OPTIONS', '/api/kb/training-data', undefined, { key: null, headers });
    expect([reply.status, reply.headers['access-control-allow-origin']]).toEqual([204, '*']);
    await open.close();
  });

  test.each([
    ['GET', '/api/kb/v2/chat', 'POST'],
    ['PATCH', '/api/kb/training-data/?id=td_1', 'DELETE, GET, HEAD, PUT'],
    ['POST', '/api/kb/training-data/td_1', 'DELETE, GET, HEAD, PUT'],
    ['OPTIONS', '/api/jobs/job_1/retry', 'POST'],
    ['DELETE', '/healthz', 'GET, HEAD'],
    ['PUT', '/files/ins_1/voi_1/a.mp3', 'GET, HEAD'],
  ] as const)('%s %s is 405 and allows %s', async (method, url, allowed) => {
    const reply = await gateway.call(method, url);
    expectError(reply, 'method_not_allowed');
    expect(reply.headers.allow).toBe(allowed);
    expect(reply.body.message).toContain(allowed);
  });

  test('/readyz names the part that is not ready, /metrics counts, /openapi.json shows every route and error', async () => {
    const ready = await gateway.call<{ parts: Record<string, string> }>('GET', '/readyz', undefined, {
      key: null,
    });
    expect(ready.status).toBe(503);
    expect(ready.body.parts).toEqual({ documents: 'ok', chat: 'unavailable' });
    await gateway.newPersona();
    const metrics = await gateway.call('GET', '/metrics', undefined, { key: null });
    expect(/_count\{.*method="POST",route="\/api\/instance",status_code="2xx"/.test(metrics.text)).toBe(true);
    const { body } = await gateway.call<{
      info: { description: string };
      paths: Record<string, Record<string, { responses: object; operationId?: string; summary?: string }>>;
      components: { schemas: object };
    }>('GET', '/openapi.json', undefined, { key: null });
    for (const code of Object.keys(errorTable)) expect(body.info.description).toContain(`\`${code}\``);
    expect(body.paths['/api/instance']?.['post']?.responses).toHaveProperty('409');
    const operations = Object.values(body.paths).flatMap((path) => Object.values(path));
    const ids = operations.flatMap(({ operationId }) => operationId ?? []);
    expect(ids.filter((id, n) => ids.indexOf(id) !== n)).toEqual([]);
    const components = Object.entries(body.components).flatMap(([kind, all]) =>
      Object.keys(all).map((name) => `${kind}/${name}`),
    );
    // Every reference resolves, and every operation has a description and its replies.
    for (const [, name] of JSON.stringify(body).matchAll(/"\$ref":"([^"]*)"/g))
      expect(components.some((one) => `#/components/${one}` === name)).toBe(true);
    expect(body.components.schemas).toHaveProperty('Error');
    for (const { summary, responses } of operations) {
      expect(summary).toBeTruthy();
      expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true);
    }
  });
});
