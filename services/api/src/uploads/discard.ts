import type { Readable } from 'node:stream';

const DISCARD_TIMEOUT_MS = 10_000;

/**
 * Lets the rest of a body in, unread, so that its sender gets to read why it was refused; a reset would take the reply with it. Not for long:
 * then the connection is cut.
 */
export function discard(body: Readable): void {
  if (body.destroyed || body.readableEnded) return;
  const cut = setTimeout(() => body.destroy(), DISCARD_TIMEOUT_MS).unref();
  body.once('close', () => clearTimeout(cut));
  body.on('error', () => undefined);
  body.unpipe();
  body.resume();
}
