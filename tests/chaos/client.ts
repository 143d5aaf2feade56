import { setTimeout as sleep } from 'node:timers/promises';

/** How one request ended, as far as its sender can tell. */
export type Ending<T> =
  | { kind: 'done'; body: T }
  /** Interrupted, or refused because a part was unavailable: it may or may not have happened. */
  | { kind: 'unknown'; status: number }
  | { kind: 'missing' };

export interface Client {
  readonly instanceId: string;
  /** Throws for an answer that no fault excuses. */
  send<T>(method: string, route: string, body?: unknown): Promise<Ending<T>>;
  /** Like `send`, repeated until the outcome is known. Also returns how often it was sent. */
  insist<T>(method: string, route: string, body?: unknown): Promise<{ ending: Ending<T>; tries: number }>;
  /**
   * Streams pages, one per line, and returns the ids of those acknowledged before the connection ended, by
   * line from 1.
   */
  stream(streamId: string, lines: readonly unknown[]): Promise<Map<number, string>>;
  /** Replies with a status of 500: no injected fault may look like a fault of the program. */
  internalErrors(): number;
}

const TIMEOUT_MS = 120_000;

/** The public HTTP API, used by a sender that expects broken connections. */
export function createClient(url: string, key: string, instanceId: string): Client {
  let internalErrors = 0;
  const request = (method: string, route: string, type: string, body?: string) =>
    fetch(url + route, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        'x-instance-id': instanceId,
        ...(body === undefined ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body }),
    });

  const client: Client = {
    instanceId,
    async send<T>(method: string, route: string, body?: unknown): Promise<Ending<T>> {
      let status = 0;
      let text: string;
      try {
        const sent = body === undefined ? undefined : JSON.stringify(body);
        const response = await request(method, route, 'application/json', sent);
        status = response.status;
        text = await response.text();
      } catch {
        return { kind: 'unknown', status };
      }
      if (status < 300) return { kind: 'done', body: JSON.parse(text) as T };
      if (status === 404) return { kind: 'missing' };
      if (status === 500) internalErrors++;
      if (status === 429 || status >= 500) return { kind: 'unknown', status };
      throw new Error(`${method} ${route} was answered with ${status}: ${text.slice(0, 500)}`);
    },
    // oxlint-disable-next-line no-unnecessary-type-parameters -- the caller says what it expects of the JSON
    async insist<T>(method: string, route: string, body?: unknown) {
      const deadline = Date.now() + TIMEOUT_MS;
      for (let tries = 1; ; tries++) {
        const ending = await client.send<T>(method, route, body);
        if (ending.kind !== 'unknown') return { ending, tries };
        if (Date.now() > deadline)
          throw new Error(`${method} ${route} had no answer in ${TIMEOUT_MS / 1000} s (${ending.status}).`);
        await sleep(100);
      }
    },
    async stream(streamId, lines) {
      const acknowledged = new Map<number, string>();
      let text = '';
      try {
        const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
        const route = `/api/kb/stream-pages?stream_id=${streamId}`;
        const response = await request('POST', route, 'application/x-ndjson', body);
        for await (const chunk of response.body ?? []) text += Buffer.from(chunk as Uint8Array).toString();
      } catch {
        // What arrived before the connection broke counts.
      }
      for (const line of text.split('\n').slice(0, -1)) {
        const reply = JSON.parse(line) as { line?: number; status: string; id?: string };
        if (reply.status === 'success' && reply.line && reply.id) acknowledged.set(reply.line, reply.id);
      }
      return acknowledged;
    },
    internalErrors: () => internalErrors,
  };
  return client;
}
