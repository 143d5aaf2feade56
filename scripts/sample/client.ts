import { ask } from './request.ts';

export interface Client {
  /** Sends JSON and returns the JSON of a 2xx; throws with the server's own message otherwise. */
  call<T>(method: 'GET' | 'POST', route: string, body?: unknown): Promise<T>;
}

/** A client of the public HTTP API, like any program of a user's. */
export function createClient(address: string, key: string | undefined): Client {
  return {
    call: async <T>(method: 'GET' | 'POST', route: string, body?: unknown) => {
      const answer = await ask(address + route, {
        method,
        headers: {
          ...(key ? { authorization: `Bearer ${key}` } : {}),
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const reply = answer.json() as T & { message?: string };
      if (!answer.ok) throw new Error(`${method} ${route} answered ${answer.status}: ${reply.message}`);
      return reply;
    },
  };
}
