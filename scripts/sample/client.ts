export interface Client {
  /** Sends JSON and returns the JSON of a 2xx; throws with the server's own message otherwise. */
  call<T>(method: 'GET' | 'POST', route: string, body?: unknown): Promise<T>;
}

const TIMEOUT_MS = 60_000;

/** A client of the public HTTP API, like any program of a user's. */
export function createClient(address: string, key: string | undefined): Client {
  return {
    call: async <T>(method: 'GET' | 'POST', route: string, body?: unknown) => {
      const response = await fetch(address + route, {
        method,
        headers: {
          ...(key ? { authorization: `Bearer ${key}` } : {}),
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const reply = (await response.json()) as T & { message?: string };
      if (!response.ok) throw new Error(`${method} ${route} answered ${response.status}: ${reply.message}`);
      return reply;
    },
  };
}
