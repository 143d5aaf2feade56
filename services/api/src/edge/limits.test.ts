import { createSharedBuckets } from '@persona/queues';
import { createLogger } from '@persona/runtime';
import { eventually, startRedis } from '@persona/testing';
import Fastify from 'fastify';
import plugin from 'fastify-plugin';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Caller } from '../keys/caller.ts';
import { openTestGateway } from '../testing/gateway.ts';
import { defaultLoadLimits, load } from './load.ts';
import { errors } from './errors.ts';
import { rateLimit } from './rate-limit.ts';
import { slowBodies } from './slow-bodies.ts';

describe('RATE_LIMIT_PER_MINUTE', () => {
  test('a key that is over it waits, others do not; every answer says how it stands', async () => {
    const gateway = await openTestGateway({ env: { RATE_LIMIT_PER_MINUTE: '3' } });
    const remaining = [];
    for (let i = 0; i < 3; i++)
      remaining.push((await gateway.call('GET', '/api/instance')).headers['ratelimit-remaining']);
    expect(remaining).toEqual(['2', '1', '0']);
    const over = await gateway.call('GET', '/api/instance');
    expect(over.body.error).toMatchObject({ code: 'rate_limited', retryable: true });
    expect(Number(over.headers['retry-after'])).toBeGreaterThan(0);
    expect(over.headers['ratelimit-limit']).toBe('3');
    const { token } = await gateway.newKey();
    expect((await gateway.call('GET', '/api/instance', undefined, { key: token })).status).toBe(200);
    expect((await gateway.call('GET', '/healthz')).status).toBe(200);
    await gateway.close();
  });
});

test('copies of the gateway count the requests of a key together, and each for itself while Redis is unavailable', async () => {
  const redis = await startRedis();
  onTestFinished(redis.stop);
  const logger = createLogger('test', 'silent');
  const buckets = createSharedBuckets({ redisUrl: redis.url, prefix: redis.prefix, logger });
  onTestFinished(() => buckets.close());
  await eventually(async () => (await buckets.take('warm-up', 1000)) !== null);
  const known = plugin(
    async (app) => {
      app.addHook('onRequest', async (request) => void (request.caller = { keyId: 'ann' } as Caller));
    },
    { name: 'authenticate' },
  );
  const copies = await Promise.all(
    [1, 2].map(async () => {
      const app = Fastify();
      await app.register(errors, { logger });
      await app.register(known);
      await app.register(rateLimit, { perMinute: 2, shared: buckets });
      app.get('/', async () => ({ ok: true }));
      return app;
    }),
  );
  const [one, other] = copies as [(typeof copies)[0], (typeof copies)[0]];
  const status = async (app: typeof one) => (await app.inject('/')).statusCode;
  expect([await status(one), await status(other), await status(one), await status(other)]).toEqual([
    200, 200, 429, 429,
  ]);
  await redis.kill();
  expect([await status(one), await status(one), await status(one)]).toEqual([200, 200, 429]);
});

describe('load', () => {
  test('what is over the limit of its class is shed before its body is read; liveness never', async () => {
    const app = Fastify();
    await app.register(errors, { logger: createLogger('test', 'silent') });
    await app.register(load, { limits: { ...defaultLoadLimits, write: { requests: 2, bytes: 1000 } } });
    const gate = Promise.withResolvers<void>();
    app.post('/write', async () => {
      await gate.promise;
      return { ok: true };
    });
    app.get('/read', async () => ({ ok: true }));
    app.post('/alive', { config: { load: 'liveness' } }, async () => ({ ok: true }));
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const send = (path: string, body = '{}') =>
      fetch(`${url}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });

    const held = [send('/write'), send('/write')];
    // Both are in progress when a third is refused.

    const shed = await eventually(async () => {
      const answer = await send('/write');
      return answer.status === 503 ? answer : null;
    });
    expect(shed.headers.get('retry-after')).toBe('1');
    expect(await shed.json()).toMatchObject({ error: { code: 'not_ready', retryable: true } });
    expect((await fetch(`${url}/read`)).status).toBe(200);
    expect((await send('/alive')).status).toBe(200);
    gate.resolve();
    for (const answer of await Promise.all(held)) expect(answer.status).toBe(200);
    // Their places are free again.
    await eventually(async () => (await send('/write')).status === 200);
    await app.close();
  });

  test('an encoded body counts as the larger one that it becomes', async () => {
    const app = Fastify();
    await app.register(load, { limits: { ...defaultLoadLimits, write: { requests: 9, bytes: 100 } } });
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    app.post('/write', async () => {
      begun.resolve();
      await gate.promise;
      return { ok: true };
    });
    const payload = { text: 'x'.repeat(9) };
    const send = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/write', payload, headers });
    const held = send({ 'content-encoding': 'gzip' });
    await begun.promise;
    expect((await send({})).statusCode).toBe(503);
    gate.resolve();
    expect((await held).statusCode).toBe(200);
    expect((await send({})).statusCode).toBe(200);
    await app.close();
  });

  test('one body over the bytes of its class is still taken alone', async () => {
    const app = Fastify();
    await app.register(load, { limits: { ...defaultLoadLimits, write: { requests: 9, bytes: 10 } } });
    app.post('/write', async () => ({ ok: true }));
    const answer = await app.inject({ method: 'POST', url: '/write', payload: { text: 'x'.repeat(100) } });
    expect(answer.statusCode).toBe(200);
    await app.close();
  });
});

describe('a body that drips in', () => {
  test('is refused when its time is up, and its connection closed', async () => {
    const app = Fastify();
    await app.register(errors, { logger: createLogger('test', 'silent') });
    await app.register(slowBodies, { seconds: 0.2 });
    app.post('/write', async () => ({ ok: true }));
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as { port: number };
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /write HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    expect(await text(socket)).toContain('did not arrive within 0.2 s');
    const whole = await fetch(`http://127.0.0.1:${port}/write`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(whole.status).toBe(200);
    await app.close();
  });
});

describe('the bare socket', () => {
  test('a caller who hangs up amid a body is no fault of ours', async () => {
    const lines: string[] = [];
    const app = Fastify();
    const logger = createLogger('test', 'error', { write: (line: string) => void lines.push(line) });
    await app.register(errors, { logger });
    const begun = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<number>();
    app.addHook('preParsing', async () => begun.resolve());
    app.addHook('onSend', async (_request, reply) => answered.resolve(reply.statusCode));
    app.post('/write', async () => ({ ok: true }));
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as { port: number };
    const socket = connect(port, '127.0.0.1');
    const head =
      'POST /write HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{';
    socket.write(head);
    await begun.promise;
    socket.resetAndDestroy();
    expect(await answered.promise).toBe(400);
    expect(lines).toEqual([]);
    await app.close();
  });

  test('what is not HTTP gets the one error body', async () => {
    const gateway = await openTestGateway();
    await gateway.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = gateway.app.server.address() as { port: number };
    for (const [sent, says] of [
      ['HELLO\r\n\r\n', 'valid HTTP'],
      [`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(40_000)}\r\n\r\n`, '32 KiB'],
    ] as const) {
      const socket = connect(port, '127.0.0.1');
      socket.write(sent);
      const answer = await text(socket);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({
        status: 'error',
        error: { code: 'validation_error', message: expect.stringContaining(says) as string },
      });
    }
    await gateway.close();
  });
});
