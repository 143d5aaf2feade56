import { PassThrough } from 'node:stream';
import Fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { eventStreams, sse } from './sse.ts';

test('of a reader that does not read no more waits in memory than is said, and it is cut off', async () => {
  const app = Fastify();
  await app.register(eventStreams);
  onTestFinished(() => app.close());
  await app.ready();
  const ended = Promise.withResolvers<number>();
  const reply = { raw: new PassThrough(), server: app, header: () => undefined };
  const event = { event: 'change', data: 'x'.repeat(1000) };
  const stream = sse(
    reply as never,
    async (send, signal) => {
      let sent = 0;
      for (; !signal.aborted; sent++) send(event);
      ended.resolve(sent);
    },
    () => ({ event: 'error', data: {} }),
    64 * 1024,
  );
  const sent = await ended.promise;
  expect(sent * 1000).toBeGreaterThan(60 * 1000);
  expect(sent * 1000).toBeLessThan(80 * 1000);
  expect(stream.destroyed).toBe(true);
  expect(app.eventStreams.size).toBeLessThan(2);
});
