import { once } from 'node:events';
import { Agent, createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Balancer {
  readonly url: string;
  /** The number of backends that it sends requests to. */
  ready(): number;
  /** What each backend last said of itself. */
  said(): string[];
  close(): Promise<void>;
}

const CHECK_INTERVAL_MS = 50;
const CHECK_TIMEOUT_MS = 10_000;

/**
 * A plain HTTP balancer. It sends requests in turn to the backends whose /readyz was last answered with
 * success, and keeps connections to them. It tries the next backend only when a connection is refused, since
 * then nothing can have happened; any other failure is returned to the client.
 */
export async function startBalancer(backends: readonly string[]): Promise<Balancer> {
  const places = backends.map((url) => ({
    url: new URL(url),
    ready: false,
    /** The last answer of its /readyz. */
    said: '',
    agent: new Agent({ keepAlive: true }),
  }));
  const stopped = new AbortController();
  const look = async (place: (typeof places)[number]): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        const reply = await fetch(new URL('/readyz', place.url), {
          headers: { connection: 'close' },
          signal: AbortSignal.timeout(CHECK_TIMEOUT_MS),
        });
        place.said = await reply.text();
        place.ready = reply.ok;
      } catch (error) {
        place.said = String((error as Error).cause ?? error);
        place.ready = false;
      }
      await sleep(CHECK_INTERVAL_MS);
    }
  };
  const looking = places.map(look);
  let turn = 0;

  const server = createServer((request, response) => {
    const serve = async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const ready = places.filter((place) => place.ready);
      const first = turn++;
      for (let n = 0; n < ready.length; n++) {
        const { url, agent } = ready[(first + n) % ready.length]!;
        const sending = httpRequest(new URL(request.url ?? '/', url), {
          method: request.method,
          headers: request.headers,
          agent,
        });
        sending.end(Buffer.concat(chunks));
        try {
          const [reply] = (await once(sending, 'response')) as [IncomingMessage];
          const { connection: _own, ...headers } = reply.headers;
          response.writeHead(reply.statusCode ?? 502, headers);
          for await (const chunk of reply) response.write(chunk);
          return response.end();
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') throw error;
        }
      }
      return response.writeHead(503).end(`Nobody is ready: ${places.map(({ said }) => said).join(', ')}`);
    };
    serve().catch((error: Error) => {
      if (response.headersSent) return response.destroy();
      return response.writeHead(502).end(error.message);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ready: () => places.filter((place) => place.ready).length,
    said: () => places.map(({ said }) => said),
    close: async () => {
      stopped.abort();
      await Promise.all(looking);
      for (const { agent } of places) agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
