import { connect } from 'node:net';
import type { WireRequest } from './requests.ts';

export interface WireReply {
  /** Null where none came. */
  readonly status: number | null;
  readonly text: string;
}

/** After this time without a reply a request counts as not answered. */
const REPLY_TIMEOUT_MS = 60_000;
const MAX_KEPT_BYTES = 64 * 1024;

/** Sends a request over a connection of its own, byte for byte. */
export async function sendOverWire(base: URL, key: string, request: WireRequest): Promise<WireReply> {
  const { body, cutAt } = request;
  const socket = connect(Number(base.port), base.hostname);
  socket.setNoDelay(true);
  // A peer that closes early is an answer as well; what it said before is read.
  socket.on('error', () => undefined);
  const chunks: Buffer[] = [];
  let kept = 0;
  const limit = setTimeout(() => socket.destroy(), REPLY_TIMEOUT_MS);
  try {
    socket.write(headOf(base, key, request));
    if (body && cutAt !== null) {
      await new Promise<void>((resolve) => {
        socket.write(body.subarray(0, cutAt), () => resolve());
        socket.once('close', resolve);
      });
      return { status: null, text: '' };
    }
    if (body) socket.write(body);
    for await (const chunk of socket) {
      if (kept < MAX_KEPT_BYTES) chunks.push(chunk as Buffer);
      kept += (chunk as Buffer).length;
      // The events of work that goes on have no end.
      if (Buffer.concat(chunks).includes('text/event-stream')) break;
    }
  } catch {
    // The connection was closed while it was read; whether that was before the reply, the reply says.
  } finally {
    clearTimeout(limit);
    socket.destroy();
  }
  const text = Buffer.concat(chunks).toString('latin1');
  const status = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)]
    .map(([, status]) => Number(status))
    .find((one) => one >= 200);
  return { status: status ?? null, text };
}

function headOf({ host }: URL, key: string, { method, url, headers, body }: WireRequest): Buffer {
  const names = new Set(headers.map(([name]) => name));
  const lines = [
    `${method} ${url} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: close',
    `Authorization: Bearer ${key}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(body && !names.has('content-length') && !names.has('transfer-encoding')
      ? [`Content-Length: ${body.length}`]
      : []),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'utf8');
}
