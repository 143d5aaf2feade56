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
