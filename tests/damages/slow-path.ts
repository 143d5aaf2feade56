import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can be slowed down, and changed on the way. */
export interface SlowPath {
  readonly url: string;
  /** How long each piece of an answer takes on its way, in milliseconds. */
  delay(ms: number): void;
  /** From now on these bytes of an answer arrive as others, of the same length; undefined: as they are. */
  forge(bytes?: { from: Buffer; to: Buffer }): void;
  close(): Promise<void>;
}

/** Opens a way to the server of this URL, of any protocol over TCP. */
export async function openSlowPath(target: string): Promise<SlowPath> {
  const { hostname, port } = new URL(target);
  let delayMs = 0;
  let forged: { from: Buffer; to: Buffer } | undefined;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(from);
      from.setNoDelay(true);
      from.on('data', (chunk: Buffer) => {
        const at = from === upstream && forged ? chunk.indexOf(forged.from) : -1;
        if (at !== -1) forged?.to.copy(chunk, at);
        const send = () => void (to.destroyed || to.write(chunk));
        if (from === upstream && delayMs > 0) setTimeout(send, delayMs);
        else send();
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        setTimeout(() => to.destroy(), delayMs);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = new URL(target);
  own.hostname = '127.0.0.1';
  own.port = String((server.address() as AddressInfo).port);
  return {
    url: own.href,
    delay: (ms) => void (delayMs = ms),
    forge: (bytes) => void (forged = bytes),
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
