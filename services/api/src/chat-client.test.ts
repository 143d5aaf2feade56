import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError, errorBody, type ChatTurn } from '@persona/contracts';
import { freePort } from '@persona/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { createChatClient } from './chat-client.ts';

const turn: ChatTurn = {
  instance_id: 'ins_a',
  user_id: 'u',
  chat_id: null,
  pinned_user_id: null,
  message: 'Hello',
  message_id: null,
  context: null,
  top_k: null,
  filters: null,
  request_id: 'req_a',
};
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server that answers as `handle` says, and a client of it. */
const open = async (handle: (request: IncomingMessage, response: ServerResponse) => unknown) => {
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = createChatClient({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: 'shared',
  });
  closing.push(
    () => server.close(),
    () => client.close(),
    () => server.closeAllConnections(),
  );
  return client;
};
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

describe('the chat service, called', () => {
  test('gets the turn and the shared token; its answer comes back', async () => {
    let seen = '';
    const client = await open(async (request, response) => {
      for await (const chunk of request) seen += String(chunk);
      response.end(JSON.stringify({ path: request.url, token: request.headers['x-internal-token'] }));
    });
    expect(await client.answer(turn)).toEqual({ path: '/internal/chat', token: 'shared' });
    expect(JSON.parse(seen)).toEqual(turn);
  });

  test('events come through as they are written, one by one', async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const client = await open(async (request, response) => {
      expect(request.headers.accept).toBe('text/event-stream');
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: start\ndata: {}\n\n');
      await gates[0]?.promise;
      response.write('event: delta\ndata: {}\n\n');
      await gates[1]?.promise;
      response.end('event: done\ndata: {}\n\n');
    });
    const chunks: string[] = [];
    // Each gate opens only when the data written before it has arrived: a client that buffers would hang
    // here.
    for await (const chunk of await client.stream(turn)) {
      chunks.push(String(chunk));
      gates[chunks.length - 1]?.resolve();
    }
    expect(chunks.map((chunk) => /event: (\w+)/.exec(chunk)?.[1])).toEqual(['start', 'delta', 'done']);
  });

  test('its errors keep their code, message, extras and Retry-After', async () => {
    const client = await open((_request, response) => {
      const error = new AppError('chat_busy', 'The chat is busy.', {
        param: 'chat_id',
        extra: { chat_id: 'cht_a' },
      });
      response.writeHead(409, { 'retry-after': '3' }).end(JSON.stringify(errorBody(error, 'req_other')));
    });
    const error = await client.stream(turn).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'chat_busy',
      message: 'The chat is busy.',
      param: 'chat_id',
      retryAfter: 3,
      extra: { chat_id: 'cht_a' },
    });
  });

  test.each([
    ['no error body of ours', (response: ServerResponse) => response.writeHead(500).end('<html>')],
    [
      'a cut answer',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '100' }).write('{');
        setImmediate(() => response.destroy());
      },
    ],
    ['no JSON', (response: ServerResponse) => response.end('hello')],
  ])('%s is not_ready', async (_name, reply) => {
    const client = await open((_request, response) => reply(response));
    expect(await codeOf(client.answer(turn))).toBe('not_ready');
  });

  test('unavailable, it is not_ready', async () => {
    const client = createChatClient({ url: `http://127.0.0.1:${await freePort()}`, token: 'shared' });
    closing.push(() => client.close());
    expect(await codeOf(client.answer(turn))).toBe('not_ready');
    await expect(client.ready()).rejects.toThrow();
  });

  test('a caller who leaves ends the call', async () => {
    const left = Promise.withResolvers<void>();
    const client = await open((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: start\ndata: {}\n\n');
      response.once('close', () => left.resolve());
    });
    const leaving = new AbortController();
    const stream = await client.stream(turn, leaving.signal);
    stream.once('data', () => leaving.abort());
    stream.on('error', () => undefined);
    await left.promise;
  });
});
