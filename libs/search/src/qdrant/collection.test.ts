import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartupError } from '@persona/contracts';
import { describe, expect, test } from 'vitest';
import { openCollection } from './collection.ts';

test('one that takes connections and never answers is not waited for as long as a write may take', async () => {
  const server = createServer(() => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await expect(openCollection({ url, readTimeoutMs: 50 }).check()).rejects.toMatchObject({
      code: 'not_ready',
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

/** A server that answers every request in one way. */
async function answering(status: number, body: object) {
  const server = createServer((_, reply) => {
    reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    collection: openCollection({ url }),
    [Symbol.dispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('a server that can not be used as it is', () => {
  test.each([
    ['refuses the key', 401, {}, 'Qdrant refuses SEARCH_API_KEY'],
    ['is too old', 200, { title: 'qdrant', version: '1.17.9' }, 'Qdrant 1.17.9 of SEARCH_URL is too old'],
  ])('one that %s: a start is refused, and what is served already waits', async (_, status, body, words) => {
    using server = await answering(status, body);
    const start = server.collection.check();
    await expect(start).rejects.toBeInstanceOf(StartupError);
    await expect(start).rejects.toThrow(words);
    const served = server.collection.read(() => Promise.resolve());
    await expect(served).rejects.toMatchObject({
      code: 'not_ready',
      cause: { message: expect.stringContaining(words) },
    });
  });
});
