import type { ServerResponse } from 'node:http';

/**
 * Calls `act` once when a response is over or its caller has left; at once where that was before, since the
 * event has then passed. Whatever a request holds is given back so: a response without an end has no
 * `finish`, and Fastify no `onResponse`.
 */
export function whenClosed(response: ServerResponse, act: () => void): void {
  if (response.destroyed) act();
  else response.once('close', act);
}
