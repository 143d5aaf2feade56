import { whenClosed } from '@persona/runtime';
import { PassThrough, type Readable } from 'node:stream';
import plugin from 'fastify-plugin';
import type { Reply } from './types.ts';

const PING_INTERVAL_MS = 15_000;
/** A reader for whom more than this waits is cut off; it goes on with Last-Event-ID when it comes back. */
const MAX_PENDING_BYTES = 1024 * 1024;
/** Of changes, which one key may follow in a thousand streams; such a reader comes back to where it was. */
export const MAX_PENDING_CHANGE_BYTES = 64 * 1024;

declare module 'fastify' {
  interface FastifyInstance {
    /** Ends every open event stream when the gateway stops, because none ends by itself. */
    eventStreams: Set<AbortController>;
  }
}

export const eventStreams = plugin(
  async (app) => {
    const open = new Set<AbortController>();
    app.decorate('eventStreams', open);
    app.addHook('preClose', async () => {
      for (const stream of open) stream.abort();
    });
  },
  { name: 'event-streams' },
);

/** The headers that let server-sent events pass every proxy unbuffered. */
export function sseHeaders(reply: Reply): void {
  reply.header('content-type', 'text/event-stream; charset=utf-8');
  reply.header('cache-control', 'no-cache, no-transform');
  reply.header('x-accel-buffering', 'no');
}

export interface SseEvent {
  event: string;
  data: unknown;
  id?: string;
}

/**
 * A reply of server-sent events made by `produce`, with a ping every 15 s. It ends when `produce` returns;
 * `signal` aborts when the client is gone or the gateway stops. `onError` turns what `produce` throws into an
 * event. A reader for whom more than `maxPendingBytes` wait is cut off.
 */
export function sse(
  reply: Reply,
  produce: (send: (event: SseEvent) => void, signal: AbortSignal) => Promise<void>,
  onError: (error: unknown) => SseEvent,
  maxPendingBytes = MAX_PENDING_BYTES,
): Readable {
  sseHeaders(reply);
  const out = new PassThrough();
  const ended = new AbortController();
  const { eventStreams: open } = reply.server;
  open.add(ended);
  whenClosed(reply.raw, () => ended.abort());
  const write = (text: string) => {
    if (out.writableEnded || out.destroyed) return;
    if (out.writableLength + out.readableLength > maxPendingBytes) {
      ended.abort();
      out.destroy();
    } else out.write(text);
  };
  const send = ({ event, data, id }: SseEvent) =>
    write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const ping = setInterval(() => write(': ping\n\n'), PING_INTERVAL_MS);
  produce(send, ended.signal)
    .catch((error: unknown) => {
      if (!ended.signal.aborted) send(onError(error));
    })
    .finally(() => {
      clearInterval(ping);
      open.delete(ended);
      out.end();
    });
  return out;
}
