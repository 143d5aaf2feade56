import { connect } from 'node:net';
import type { WireRequest } from './requests.ts';

export interface WireReply {
  /** Null where none came. */
  readonly status: number | null;
  /** Its beginning, head and body. */
  readonly text: string;
}

/** After this time without a reply a request counts as not answered. */
const REPLY_TIMEOUT_MS = 60_000;
const MAX_KEPT_BYTES = 64 * 1024;
/** Whoever reads more of a list than this, or of a file, sees nothing new. */
const MAX_READ_BYTES = 1024 * 1024;
const FINAL_STATUS = /^HTTP\/1\.1 ([2-5]\d\d)/m;

/** Sends a request over a connection of its own, byte for byte. */
export async function sendOverWire(base: URL, key: string, request: WireRequest): Promise<WireReply> {
  const { body, cutAt } = request;
  const socket = connect(Number(base.port), base.hostname);
  socket.setNoDelay(true);
  // A peer that closes early is an answer as well; what it said before is read.
  socket.on('error', () => undefined);
  const limit = setTimeout(() => socket.destroy(), REPLY_TIMEOUT_MS);
  let text = '';
  let read = 0;
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
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      read += chunk.length;
      if (text.length < MAX_KEPT_BYTES) text += chunk.toString('latin1');
      if (read > MAX_READ_BYTES || hasNoMore(request, text)) break;
    }
  } catch {
    // The connection was closed while it was read; whether that was before the reply, the reply says.
  } finally {
    clearTimeout(limit);
    socket.destroy();
  }
  const [, status] = FINAL_STATUS.exec(text) ?? [];
  return { status: status === undefined ? null : Number(status), text };
}

/** Whether nothing is to be waited for, although the connection stays open. */
function hasNoMore({ kind }: WireRequest, text: string): boolean {
  // The events of work that goes on have no end.
  if (/^content-type: text\/event-stream/im.test(text)) return true;
  // A refused message that was not sent to its end is read on for a while, in case its sender still sends.
  return kind === 'message' && FINAL_STATUS.test(text) && text.includes('\r\n\r\n');
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
