import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';

const DISCARD_TIMEOUT_MS = 10_000;

/**
 * Reads and drops the rest of a body, so that its sender can read why it was refused; a reset would discard
 * the reply. After the timeout the connection is closed.
 */
export function discard(body: Readable): void {
  if (body.destroyed || body.readableEnded) return;
  const cut = setTimeout(() => body.destroy(), DISCARD_TIMEOUT_MS).unref();
  body.once('close', () => clearTimeout(cut));
  body.on('error', () => undefined);
  body.unpipe();
  body.resume();
}

/**
 * Has the connection of a caller that wants it closed, as many proxies do, closed when the body has arrived
 * as well as the reply: Node would close it behind the reply, and reset what the caller still sends. To be
 * called before the head of the reply is written.
 */
export function closeBehindBody(body: IncomingMessage, reply: ServerResponse): void {
  if (body.complete || reply.shouldKeepAlive || reply.headersSent) return;
  reply.shouldKeepAlive = true;
  const close = (): void => {
    if (reply.writableFinished && (body.complete || body.destroyed)) body.socket.destroySoon();
  };
  reply.once('finish', close);
  body.once('close', close);
  body.once('end', close);
}
