import { MiB } from '@persona/contracts';
import { createSharedBuckets } from '@persona/queues';
import { createLogger, createMetrics } from '@persona/runtime';
import { eventually, startRedis } from '@persona/testing';
import Fastify from 'fastify';
import plugin from 'fastify-plugin';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Caller } from '../keys/caller.ts';
import { openTestGateway } from '../testing/gateway.ts';
import { createBuckets } from './buckets.ts';
import { json } from './json.ts';
import { defaultLoadLimits, load, type LoadLimits } from './load.ts';
import { errors } from './errors.ts';
import { observe } from './observe.ts';
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
  await eventually(async () => (await buckets.take('warm-up', 1000, 60_000)) !== null);
  const known = plugin(
    async (app) => {
      app.addHook(
        'onRequest',
        async (request) => void (request.caller = { keyId: 'ann', visitor: null } as Caller),
      );
    },
    { name: 'authenticate' },
  );
  const copies = await Promise.all(
    [1, 2].map(async () => {
      const app = Fastify();
      await app.register(errors, { logger });
      await app.register(known);
      await app.register(rateLimit, { perMinute: 2, visitorPerMinute: 0, buckets: createBuckets(buckets) });
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

/** The gateway's edge as far as the load plugin needs it; the caller's key is in a header. */
async function openEdge(limits: Partial<LoadLimits>) {
  const app = Fastify();
  const logger = createLogger('test', 'silent');
  await app.register(errors, { logger });
  await app.register(observe, { logger, metrics: createMetrics('test') });
  app.addHook('onRequest', async (request) => {
    const [keyId = 'ann', visitor = null] = String(request.headers['x-api-key'] ?? 'ann').split(' ');
    request.caller = { keyId, visitor } as Caller;
  });
  await app.register(load, { limits: { ...defaultLoadLimits, ...limits } });
  return app;
}

describe('load', () => {
  test('what is over the limit of its class, or over the share of its key, is shed before its body is read; liveness never', async () => {
    const app = await openEdge({ write: { requests: 3, bytes: 1000 } });
    const gate = Promise.withResolvers<void>();
    app.post('/write', async () => {
      await gate.promise;
      return { ok: true };
    });
    app.get('/read', async () => ({ ok: true }));
    app.post('/alive', { config: { load: 'liveness' } }, async () => ({ ok: true }));
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const send = (path: string, key: string) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json', 'x-api-key': key },
      });
    const shed = (key: string, status: number) =>
      eventually(async () => {
        const answer = await send('/write', key);
        return answer.status === status ? answer : null;
      });

    // Of three places one key has two; the last one is for others.
    const held = [send('/write', 'ann'), send('/write', 'ann')];
    const over = await shed('ann', 429);
    expect(over.headers.get('retry-after')).toBe('1');
    expect(await over.json()).toMatchObject({ error: { code: 'rate_limited', retryable: true } });
    held.push(send('/write', 'bob'));
    const full = await shed('eve', 503);
    expect(full.headers.get('retry-after')).toBe('1');
    expect(await full.json()).toMatchObject({ error: { code: 'not_ready', retryable: true } });
    expect((await fetch(`${url}/read`)).status).toBe(200);
    expect((await send('/alive', 'ann')).status).toBe(200);
    gate.resolve();
    for (const answer of await Promise.all(held)) expect(answer.status).toBe(200);
    // Their places are free again.
    await eventually(async () => (await send('/write', 'ann')).status === 200);
    await app.close();
  });

  test('an address of a widget key’s visitors has half of what the others leave of the key’s share', async () => {
    const app = await openEdge({ write: { requests: 16, bytes: MiB } });
    const gate = Promise.withResolvers<void>();
    let entered = (): void => undefined;
    app.post('/write', async () => {
      entered();
      await gate.promise;
      return { ok: true };
    });
    const send = (key: string) =>
      app.inject({ method: 'POST', url: '/write', headers: { 'x-api-key': key } }).then((reply) => reply);
    const held: ReturnType<typeof send>[] = [];
    /** Sends until one is refused; returns how many were not. */
    const fill = async (key: string): Promise<number> => {
      for (let n = 0; ; n++) {
        const running = new Promise<null>((resolve) => (entered = () => resolve(null)));
        const reply = send(key);
        const refused = await Promise.race([reply, running]);
        if (refused?.statusCode === 429) return n;
        held.push(reply);
      }
    };
    // Of sixteen places the key has eight; of these one address has four, the next half of the rest.
    expect(await fill('site one')).toBe(4);
    expect(await fill('site other')).toBe(2);
    // Another key is not concerned.
    expect(await fill('ann')).toBe(5);
    gate.resolve();
    for (const reply of await Promise.all(held)) expect(reply.statusCode).toBe(200);
    await app.close();
  });

  test('bytes that were not announced are counted as they come', async () => {
    const app = await openEdge({ write: { requests: 9, bytes: 3 * MiB } });
    await app.register(json);
    app.post('/write', { bodyLimit: 8 * MiB }, async () => ({ ok: true }));
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as { port: number };
    const open = (key: string) => {
      const headers = { 'content-type': 'application/json', 'x-api-key': key };
      const body = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: '/write', headers });
      const reply = new Promise<number | undefined>((resolve, reject) => {
        body.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
      });
      return { body, reply };
    };
    const one = open('ann');
    one.body.write(`"${'x'.repeat(1.5 * MiB)}`);
    const other = open('bob');
    // Each may send 1 MiB without being counted; the second goes beyond what is left.
    const filling = setInterval(() => other.body.write(`"${'x'.repeat(MiB / 4)}`), 5);
    onTestFinished(() => clearInterval(filling));
    expect(await other.reply).toBe(503);
    clearInterval(filling);
    other.body.end();
    one.body.end('"');
    expect(await one.reply).toBe(200);
    await app.close();
  });

  test('an encoded body counts as the larger one that it becomes', async () => {
    const app = await openEdge({ write: { requests: 9, bytes: 100 } });
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    app.post('/write', async () => {
      begun.resolve();
      await gate.promise;
      return { ok: true };
    });
    const payload = { text: 'x'.repeat(9) };
    const send = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/write', payload, headers: { 'x-api-key': 'bob', ...headers } });
    const held = send({ 'content-encoding': 'gzip', 'x-api-key': 'ann' });
    await begun.promise;
    expect((await send({})).statusCode).toBe(503);
    gate.resolve();
    expect((await held).statusCode).toBe(200);
    expect((await send({})).statusCode).toBe(200);
    await app.close();
  });

  test('one body over the bytes of its class is still taken alone', async () => {
    const app = await openEdge({ write: { requests: 9, bytes: 10 } });
    app.post('/write', async () => ({ ok: true }));
    const answer = await app.inject({ method: 'POST', url: '/write', payload: { text: 'x'.repeat(100) } });
    expect(answer.statusCode).toBe(200);
    await app.close();
  });
});

describe('a caller who has left', () => {
  const head = 'POST /write HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
  const listen = async (app: ReturnType<typeof Fastify>) => {
    onTestFinished(() => app.close());
    await app.listen({ port: 0, host: '127.0.0.1' });
    return (app.server.address() as { port: number }).port;
  };

  test('amid the body is not waited for', async () => {
    const started = vi.spyOn(globalThis, 'setInterval');
    const ended = vi.spyOn(globalThis, 'clearInterval');
    onTestFinished(() => void vi.restoreAllMocks());
    const app = Fastify();
    const intervalMs = 54_321;
    await app.register(slowBodies, { intervalMs });
    app.post('/write', async () => ({ ok: true }));
    const socket = connect(await listen(app), '127.0.0.1');
    socket.write(`${head}Content-Length: 100\r\n\r\n{`);
    const watching = await eventually(() => {
      const n = started.mock.calls.findIndex(([, ms]) => ms === intervalMs);
      return started.mock.results[n]?.value as NodeJS.Timeout | undefined;
    });
    socket.destroy();
    await eventually(() => ended.mock.calls.some(([timer]) => timer === watching));
  });

  test('before its place is taken holds none', async () => {
    const known = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    const app = Fastify();
    const logger = createLogger('test', 'silent');
    await app.register(errors, { logger });
    await app.register(observe, { logger, metrics: createMetrics('test') });
    app.addHook('onRequest', async (request, reply) => {
      request.caller = { keyId: 'ann', visitor: null } as Caller;
      if (request.headers['x-slow'] === undefined) return;
      reply.raw.once('close', left.resolve);
      entered.resolve();
      await known.promise;
    });
    await app.register(load, { limits: { ...defaultLoadLimits, write: { requests: 1, bytes: MiB } } });
    let taken = 0;
    app.addHook('onRequest', async (request) => {
      if (request.headers['x-slow'] !== undefined) taken++;
    });
    app.post('/write', async () => ({ ok: true }));
    const port = await listen(app);
    const socket = connect(port, '127.0.0.1');
    socket.write(`${head}X-Slow: 1\r\nContent-Length: 2\r\n\r\n{}`);
    await entered.promise;
    socket.destroy();
    await left.promise;
    known.resolve();
    await eventually(() => taken === 1);
    const answer = await app.inject({ method: 'POST', url: '/write', payload: {} });
    expect(answer.statusCode).toBe(200);
  });
});

describe('a body that drips in', () => {
  test('is refused as soon as too little of it comes', async () => {
    const app = Fastify();
    await app.register(errors, { logger: createLogger('test', 'silent') });
    await app.register(slowBodies, { intervalMs: 100, minBytesPerInterval: 10 });
    app.post('/write', { config: { load: 'upload' } }, async () => ({ ok: true }));
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as { port: number };
    const socket = connect(port, '127.0.0.1');
    const head = 'POST /write HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    socket.write(`${head}Content-Length: 100\r\n\r\n{`);
    expect(await text(socket)).toContain('under 10 bytes in 0.1 s');
    await app.close();
  });

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

test('a caller that wants the connection closed, and sends before it reads, reads why it was refused', async () => {
  const gateway = await openTestGateway();
  const url = new URL(await gateway.app.listen({ port: 0, host: '127.0.0.1' }));
  const bytes = 24 * 1024 * 1024;
  const socket = connect(Number(url.port), url.hostname).pause();
  const errors: Error[] = [];
  socket.on('error', (error) => errors.push(error));
  socket.write(
    `POST /api/kb/search HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${gateway.admin}\r\nContent-Type: application/json\r\nContent-Length: ${bytes}\r\n\r\n`,
  );
  await new Promise<void>((resolve) => {
    socket.write(Buffer.alloc(bytes, ' '), () => resolve());
  });
  let said = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (said += chunk));
  // It ends by itself: the caller wanted that.
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    socket.resume();
  });
  expect(errors).toEqual([]);
  expect(said).toContain('HTTP/1.1 413');
  await gateway.close();
});
