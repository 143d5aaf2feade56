import { PassThrough, type Readable } from 'node:stream';
import type { Reply } from './types.ts';

const PING_MS = 15_000;

/** The headers that let server-sent events through every proxy unbuffered. */
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
 * A reply of server-sent events made by `produce`, which ends when it returns or when the client has gone (`signal`), with a ping every 15 s.
 * What `produce` throws becomes an `error` event by `onError`.
 */
export function sse(
  reply: Reply,
  produce: (send: (event: SseEvent) => void, signal: AbortSignal) => Promise<void>,
  onError: (error: unknown) => SseEvent,
): Readable {
  sseHeaders(reply);
  const out = new PassThrough();
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const write = (text: string) => {
    if (!out.writableEnded && !out.destroyed) out.write(text);
  };
  const send = ({ event, data, id }: SseEvent) =>
    write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const ping = setInterval(() => write(': ping\n\n'), PING_MS);
  produce(send, gone.signal)
    .catch((error: unknown) => {
      if (!gone.signal.aborted) send(onError(error));
    })
    .finally(() => {
      clearInterval(ping);
      out.end();
    });
  return out;
}
