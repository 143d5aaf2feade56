import type { AddressInfo } from 'node:net';
import { StoreDamagedError } from '@persona/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Metrics } from './metrics.ts';

// An import of this module would load what its getters name as well: WebSocket and all of `fetch`, 6 MB.
const { createServer } = process.getBuiltinModule('node:http');

/**
 * A part that a service can't work without. Rejects while the part is not usable, within its own time limit.
 */
export type ReadinessCheck = () => Promise<unknown>;

/** What a caller should know of a part that works; undefined when there is nothing to say. */
export type ReadinessNote = () => string | undefined;

export interface Readiness {
  ready: boolean;
  /** Every part with `ok`, a note, or what is wrong, without addresses or driver texts. */
  parts: Record<string, string>;
}

export interface Health {
  /**
   * From now on the service reports that it is not ready, so that no new work is sent to it. Resolves when
   * those who send it have had the time to notice. Until then it serves as before, but asks clients with an
   * open connection to open another.
   */
  stopping(noticeMs?: number): Promise<void>;
  readonly isStopping: boolean;
  check(): Promise<Readiness>;
}

const CHECK_TIMEOUT_MS = 3000;

/** The service is ready when all checks pass; notes are shown beside them. */
export function createHealth(
  checks: Readonly<Record<string, ReadinessCheck>>,
  notes: Readonly<Record<string, ReadinessNote>> = {},
): Health {
  let stopping = false;
  const one = async (name: string, check: ReadinessCheck): Promise<[string, string]> => {
    const limit = AbortSignal.timeout(CHECK_TIMEOUT_MS);
    try {
      await Promise.race([
        check(),
        new Promise((_, reject) => {
          limit.addEventListener('abort', () => reject(new Error('no answer')), { once: true });
        }),
      ]);
      return [name, 'ok'];
    } catch (error) {
      if (error instanceof StoreDamagedError) return [name, 'damaged: the log says what to do'];
      return [name, limit.aborted ? `no answer in ${CHECK_TIMEOUT_MS / 1000} s` : 'unavailable'];
    }
  };
  return {
    stopping: async (noticeMs = 0) => {
      stopping = true;
      await sleep(noticeMs);
    },
    get isStopping() {
      return stopping;
    },
    check: async () => {
      const parts = Object.fromEntries(
        await Promise.all(Object.entries(checks).map(([name, check]) => one(name, check))),
      );
      if (stopping) parts['process'] = 'stopping';
      const ready = Object.values(parts).every((state) => state === 'ok');
      for (const [name, note] of Object.entries(notes)) parts[name] = note() ?? 'ok';
      return { ready, parts };
    },
  };
}

/** Serves /healthz, /readyz and /metrics for a service without HTTP of its own. Returns the port. */
export async function serveHealth(options: { host: string; port: number; health: Health; metrics: Metrics }) {
  const { health, metrics } = options;
  const server = createServer((request, response) => {
    const reply = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const answer = async () => {
      if (request.url === '/healthz') return reply(200, { status: 'ok' });
      if (request.url === '/readyz') {
        const readiness = await health.check();
        return reply(readiness.ready ? 200 : 503, readiness);
      }
      if (request.url === '/metrics') {
        const text = await metrics.registry.metrics();
        return response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text);
      }
      return reply(404, { status: 'error', message: 'Only /healthz, /readyz and /metrics are here.' });
    };
    answer().catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
