import { Readable } from 'node:stream';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { AppError } from '@persona/contracts';
import { createLogger } from '@persona/runtime';
import { eventually } from '@persona/testing';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';
import { contentEncoding } from './content-encoding.ts';
import { errors } from './errors.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await openTestGateway({ env: { MAX_PAGE_MB: '1', MAX_UPLOAD_MB: '1' } });
  await gateway.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => gateway.close());

const MiB = 1024 * 1024;
const page = (content: string) => ({ title: 'Tea', content });
const bodyOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const send = (url: string, body: Buffer | Readable, encoding: string, type = 'application/json') =>
  gateway.call('POST', url, body, {
    headers: {
      'content-type': type,
      'content-encoding': encoding,
      ...(body instanceof Readable ? { 'transfer-encoding': 'chunked' } : {}),
    },
  });

describe('a body that says how it is encoded', () => {
  test.each([
    ['gzip', gzipSync],
    ['X-GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (body: Buffer) => body],
  ] as const)('%s is read', async (encoding, encode) => {
    const body = encode(bodyOf({ pages: [page(`Text in ${encoding}.`)] }));
    const reply = await send('/api/kb/store-pages', body, encoding);
    expect([reply.status, reply.body['message']]).toEqual([200, 'Pages stored successfully']);
    const chunked = await send('/api/kb/store-pages', Readable.from([body]), encoding);
    expect(chunked.body).toMatchObject({ pages: [{ result: 'unchanged' }] });
  });

  test('the same words are the same request, however they are encoded', async () => {
    const body = bodyOf({ instance_data: { name: 'Ada', description: '', configuration: {} } });
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'encoded' };
    const first = await gateway.call('POST', '/api/instance', body, { headers });
    const again = await gateway.call('POST', '/api/instance', gzipSync(body), {
      headers: { ...headers, 'content-encoding': 'gzip' },
    });
    expect(again.text).toBe(first.text);
    expect(again.headers['idempotency-replayed']).toBe('true');
  });

  test.each(['zstd', 'gzip, gzip', 'aes128gcm'])('%s is 415, which says what is read', async (encoding) => {
    const reply = await send('/api/kb/store-pages', gzipSync('{}'), encoding);
    expect([reply.status, reply.body.error]).toMatchObject([
      415,
      { code: 'unsupported_media_type', param: 'Content-Encoding' },
    ]);
    expect(reply.body.message).toContain('gzip, deflate, br');
    expect(reply.headers['accept-encoding']).toBe('gzip, deflate, br');
  });

  test('without a body the header means nothing', async () => {
    const headers = { 'content-encoding': 'zstd', 'content-type': 'application/json' };
    expect((await gateway.call('GET', '/api/instance', '', { headers })).status).toBe(200);
  });

  const packed = gzipSync(bodyOf({ pages: [page('Some text.')] }));
  test.each([
    ['is no gzip', Buffer.from('{"pages":[]}')],
    ['ends too early', packed.subarray(0, -9)],
    ['was damaged', Buffer.concat([packed.subarray(0, 20), Buffer.alloc(9, 0xff), packed.subarray(29)])],
  ])('what %s is 400', async (_what, body) => {
    for (const url of ['/api/kb/store-pages', '/api/admin/add_voice']) {
      const reply = await send(url, body, 'gzip');
      expect([reply.status, reply.body.error]).toMatchObject([
        400,
        { code: 'validation_error', param: 'Content-Encoding' },
      ]);
    }
    const lines = await send('/api/kb/stream-pages?stream_id=bad', body, 'gzip', 'application/x-ndjson');
    expect(lines.text).toContain('"param":"Content-Encoding"');
  });
});

describe('limits count decoded bytes', () => {
  test('over the limit of the route is 413, which names it', async () => {
    const instance_data = { name: 'Ada', description: 'x'.repeat(MiB), configuration: {} };
    const reply = await send('/api/instance', gzipSync(bodyOf({ instance_data })), 'gzip');
    expect([reply.status, reply.body.error?.code]).toEqual([413, 'payload_too_large']);
    expect(reply.body.message).toContain('1 MiB');
  });

  test('a page over its own limit is 413', async () => {
    const body = gzipSync(bodyOf({ pages: [page('x'.repeat(MiB + 1))] }));
    const reply = await send('/api/kb/store-pages', body, 'gzip');
    expect([reply.status, reply.body.error?.param]).toEqual([413, 'pages[0].content']);
  });

  test('a file over its own limit is 413', async () => {
    const form = [
      '--b\r\nContent-Disposition: form-data; name="sample_audio"; filename="a.wav"\r\n\r\n',
      'x'.repeat(MiB + 1),
      '\r\n--b--\r\n',
    ];
    const type = 'multipart/form-data; boundary=b';
    const reply = await send('/api/admin/add_voice', gzipSync(form.join('')), 'gzip', type);
    expect([reply.status, reply.body.error?.param]).toEqual([413, 'voice_data.sample_audio']);
  });

  /** Grows a thousandfold. */
  const bomb = async (url: string, type: string, head: string, filler: string) => {
    const { port } = gateway.app.server.address() as AddressInfo;
    const body = Buffer.concat([gzipSync(head), ...Array<Buffer>(8).fill(gzipSync(filler.repeat(16 * MiB)))]);
    const headers = {
      authorization: `Bearer ${gateway.admin}`,
      'content-type': type,
      'content-encoding': 'gzip',
      'content-length': body.length,
    };
    return new Promise<unknown>((resolve, reject) => {
      request({ port, host: '127.0.0.1', path: url, method: 'POST', headers }, (answer) => {
        json(answer).then(resolve, reject);
      })
        .on('error', reject)
        .end(body);
    });
  };

  test.each([
    ['/api/instance', 'application/json', '{"a":"', ' '],
    ['/api/kb/store-pages', 'application/json', '{"a":"', ' '],
    ['/api/admin/add_voice', 'application/json', '{"voice_data":{"sample_audio":"', ' '],
    ['/api/admin/add_voice', 'multipart/form-data; boundary=b', '', ' '],
    ['/api/kb/stream-pages?stream_id=bomb', 'application/x-ndjson', '', '\n'],
    ['/api/kb/stream-pages?stream_id=bomb', 'application/x-ndjson', '{"title":"', ' '],
  ])('a bomb costs no more than the limit: %s, %s', async (url, type, head, filler) => {
    const body = await bomb(url, type, head, filler);
    expect(body).toMatchObject({ error: { code: 'payload_too_large' } });
    expect(JSON.stringify(body)).toMatch(/limit of \d+ MiB/);
  });
});

test('decoding ends with the reply, whatever is left of the body', async () => {
  const app = Fastify();
  await app.register(errors, { logger: createLogger('test', 'silent') });
  await app.register(contentEncoding);
  const bodies: Readable[] = [];
  app.addContentTypeParser('text/plain', async (_request: unknown, body: Readable) => {
    bodies.push(body);
    body.resume();
    throw new AppError('validation_error', 'No.');
  });
  app.post('/', async () => ({}));
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  // A body that never ends.
  const socket = request(url, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', 'content-encoding': 'gzip' },
  }).on('error', () => undefined);
  socket.write(gzipSync('x'.repeat(MiB)).subarray(0, -8));
  const [reply] = (await once(socket, 'response')) as [IncomingMessage];
  expect(reply.statusCode).toBe(400);
  await eventually(() => bodies[0]?.destroyed);
  socket.destroy();
  await app.close();
});

test('pages a line may be more than a body may be, as long as they grow like text does', async () => {
  const count = 80;
  // Refused one by one, since nothing needs to be stored for this.
  const line = JSON.stringify({ ...page(''), filler: randomBytes(MiB / 2).toString('hex') });
  const body = gzipSync(`${line}\n`.repeat(count));
  const url = '/api/kb/stream-pages?stream_id=packed';
  const reply = await send(url, Readable.from([body]), 'gzip', 'application/x-ndjson');
  expect(reply.text.split('"param":"content"')).toHaveLength(count + 1);
});
