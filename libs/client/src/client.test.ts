// The client against a server that cuts, refuses and answers as the test says.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPersonaClient, replyOf, type PersonaClient } from './client.ts';
import { PersonaError } from './persona-error.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;
let handle: Handler;
let seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
let client: PersonaClient;
const take = async (request: IncomingMessage, response: ServerResponse) => {
  const body = await text(request);
  const { method = '', url = '', headers } = request;
  seen.push({ method, url, headers, body });
  handle(request, response, body);
};
const server = createServer((request, response) => void take(request, response));
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  client = createPersonaClient({ baseUrl: `http://127.0.0.1:${port}/under/a/path/`, key: 'psk_x' });
});
afterAll(() => server.close());
beforeEach(() => {
  seen = [];
});

const json = (response: ServerResponse, status: number, body: object, headers: object = {}) =>
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers } as Record<string, string>)
    .end(JSON.stringify(body));
const refusal = (code: string) => ({
  status: 'error',
  message: `It says ${code}.`,
  error: { code, param: 'id', retryable: true, request_id: 'req_1' },
});

describe('a call', () => {
  test('has the key, the address with its path and query, and gives the reply', async () => {
    handle = (_request, response) => json(response, 200, { status: 'success', jobs: [], has_more: false });
    const query = { state: 'failed' as const, limit: 2 };
    const { jobs } = await replyOf(client.api.GET('/api/jobs', { params: { query } }));
    expect(jobs).toEqual([]);
    expect(seen).toMatchObject([
      { url: '/under/a/path/api/jobs?state=failed&limit=2', headers: { authorization: 'Bearer psk_x' } },
    ]);
  });

  test('that is refused throws what the service says', async () => {
    handle = (_request, response) => json(response, 404, refusal('not_found'));
    const call = client.api.GET('/api/jobs/{id}', { params: { path: { id: 'job a/b' } } });
    await expect(call).rejects.toMatchObject({
      name: 'PersonaError',
      status: 404,
      code: 'not_found',
      param: 'id',
      requestId: 'req_1',
      message: 'It says not_found.',
    });
    expect(seen[0]?.url).toBe('/under/a/path/api/jobs/job%20a%2Fb');
    handle = (_request, response) => response.writeHead(502).end('<h1>proxy</h1>');
    await expect(client.api.GET('/api/jobs', {})).rejects.toMatchObject({ status: 502, code: 'internal' });
  });

  test('is sent again where the service says when, with one Idempotency-Key, and only where it is harmless', async () => {
    handle = (_request, response) =>
      seen.length < 3
        ? json(response, seen.length === 1 ? 429 : 503, refusal('x'), { 'retry-after': '0' })
        : json(response, 200, { status: 'success', instance_id: 'ins_1' });
    const body = { instance_data: { name: 'Ada', description: 'x', configuration: {} } };
    const { instance_id } = await replyOf(client.api.POST('/api/instance', { body }));
    expect(instance_id).toBe('ins_1');
    expect(seen.map((one) => one.body)).toEqual(Array(3).fill(JSON.stringify(body)));
    expect(new Set(seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);

    seen = [];
    handle = (_request, response) => json(response, 503, refusal('not_ready'), { 'retry-after': '0' });
    const change = client.api.PATCH('/api/instance', { body: { name: 'B' } });
    await expect(change).rejects.toMatchObject({ code: 'not_ready' });
    expect(seen).toHaveLength(1);
    await expect(client.api.GET('/api/jobs', {})).rejects.toMatchObject({ code: 'not_ready' });
    expect(seen).toHaveLength(5);
    // Longer than anybody waits without being told.
    seen = [];
    handle = (_request, response) => json(response, 429, refusal('quota_exceeded'), { 'retry-after': '60' });
    await expect(client.api.GET('/api/jobs', {})).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect(seen).toHaveLength(1);
  });

  test('to nobody says that nobody answers, and one that is given up stays so', async () => {
    const nobody = createPersonaClient({ baseUrl: 'http://127.0.0.1:1' });
    const call = nobody.api.PATCH('/api/instance', { body: { name: 'B' } });
    await expect(call).rejects.toMatchObject({ code: 'unreachable', status: 0 });
    const ended = new AbortController();
    handle = () => ended.abort();
    await expect(client.api.GET('/api/jobs', { signal: ended.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(seen).toHaveLength(1);
  });
});

describe('an answer', () => {
  const deltas = ['Ich wand das Uhrwerk ', 'fünfmal – ', '五次 👋', ' um.\n\nEnde.'];
  const whole = deltas.join('');
  const events = [
    { event: 'start', data: { chat_id: 'cht_1', message_id: 'msg_1', instance_id: 'ins_1' } },
    ...deltas.map((text) => ({ event: 'delta', data: { text } })),
    { event: 'done', data: { response: whole } },
  ].map(
    ({ event, data }, n) =>
      [`e${n}`, Buffer.from(`id: e${n}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)] as const,
  );

  test('whose stream is cut at any bytes, any number of times, is the same text', async () => {
    const run = async (cuts: number[]) => {
      seen = [];
      handle = (request, response) => {
        const last = request.headers['last-event-id'];
        const rest = events.slice(events.findIndex(([id]) => id === last) + 1);
        const bytes = Buffer.concat(rest.map(([, block]) => block));
        const cut = cuts[seen.length - 1];
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(': ping\n\n');
        if (cut === undefined) response.end(bytes);
        else response.write(bytes.subarray(0, cut), () => response.destroy());
      };
      let said = '';
      for await (const { event, data } of client.ask({ user_id: 'u', message: 'Hi' })) {
        if (event === 'start') said = '';
        if (event === 'delta') said += data.text;
        if (event === 'done') expect(data.response).toBe(whole);
      }
      expect(said).toBe(whole);
      const ids = seen.map(({ body }) => (JSON.parse(body) as Chat).chat_data.message_id);
      expect(new Set(ids).size).toBe(1);
    };
    interface Chat {
      chat_data: { message_id: string };
    }
    const size = Buffer.concat(events.map(([, block]) => block)).length;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: size }), { maxLength: 2 }), (cuts) => run(cuts)),
      { numRuns: 20 },
    );
  });

  test('is told when it is cut, and given up when nobody answers any more or it is refused', async () => {
    const told: boolean[] = [];
    handle = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(seen.length === 1 ? events[0]![1] : Buffer.concat(events.map(([, block]) => block)));
    };
    const question = { user_id: 'u', message: 'Hi' };
    for await (const _ of client.ask(question, { onConnection: (isOpen) => told.push(isOpen) }));
    expect(told).toEqual([true, false, true]);
    expect(seen[1]?.headers['last-event-id']).toBe('e0');

    handle = (_request, response) => json(response, 403, refusal('user_mismatch'));
    const refused = client.ask(question).next();
    await expect(refused).rejects.toMatchObject({ code: 'user_mismatch' });
    const given = new AbortController();
    given.abort();
    await expect(client.ask(question, { signal: given.signal }).next()).rejects.toThrow();
  });
});

test('an upload is a form with the file under its documented name', async () => {
  handle = (_request, response) => json(response, 200, { status: 'success', voice_id: 'voi_1' });
  const shares: number[] = [];
  const file = new File(['RIFF'], 'me.wav', { type: 'audio/wav' });
  const fields = { instance_id: 'ins_1', language: 'en', tone: 'warm', pitch: 'low' };
  const { voice_id } = await client.uploadVoice(fields, file, { onProgress: (share) => shares.push(share) });
  expect(voice_id).toBe('voi_1');
  expect(shares.at(-1)).toBe(1);
  expect(seen[0]?.headers['content-type']).toContain('multipart/form-data; boundary=');
  expect(seen[0]?.body).toContain('name="sample_audio"; filename="me.wav"');
  expect(seen[0]?.body).toContain('name="tone"\r\n\r\nwarm');
  handle = (_request, response) => json(response, 413, refusal('payload_too_large'));
  await expect(client.uploadVoice(fields, file)).rejects.toBeInstanceOf(PersonaError);
});
