import { PassThrough } from 'node:stream';
import { toAppError } from '@persona/contracts';
import type { FastifyReply } from 'fastify';
import type { Listener, NumberedEvent } from './answer-stream.ts';

const PING_INTERVAL_MS = 15_000;
const PING = ': ping\n\n';

/**
 * Sends a reply of server-sent events. The status is decided with the first event: an error before it is an
 * error reply, later ones are events. `produce` goes on when the client has left.
 */
export function sse(
  reply: FastifyReply,
  produce: (tell: Listener) => Promise<unknown>,
): Promise<PassThrough> {
  const out = new PassThrough();
  // When the client has left, the remaining events are dropped.
  out.on('error', () => undefined);
  const write = (text: string) => {
    if (!out.destroyed && !out.writableEnded) out.write(text);
  };
  return new Promise((resolve, reject) => {
    let ping: NodeJS.Timeout | undefined;
    const tell = (told: NumberedEvent | null) => {
      if (ping === undefined) {
        ping = setInterval(() => write(PING), PING_INTERVAL_MS);
        reply.header('content-type', 'text/event-stream; charset=utf-8');
        reply.header('cache-control', 'no-cache, no-transform');
        reply.header('x-accel-buffering', 'no');
        // The first byte sends the headers.
        if (told === null) write(PING);
        resolve(out);
      }
      if (told === null) return;
      const { id, event, data } = told;
      write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    };
    produce(tell)
      .catch((error: unknown) => {
        if (ping === undefined) return reject(error);
        const { code, message } = toAppError(error);
        tell({ event: 'error', data: { code, message } });
      })
      .finally(() => {
        clearInterval(ping);
        out.end();
      });
  });
}
