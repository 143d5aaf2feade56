import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import type { Caller } from '../keys/caller.ts';

export interface PacedRefusalsOptions {
  /** Refusals of one key in a second; those over it are held back until it is their turn. 0: all at once. */
  perSecond?: number;
  /** How many leave at once before that. */
  burst?: number;
  /** No refusal is held back longer. */
  maxDelayMs?: number;
}

const MAX_HOLDERS = 10_000;

/**
 * Holds back refusals for want of room (429, 503) of a key, or an address without one, that goes on asking:
 * most clients wait for the reply before they ask again, so that those who do not heed Retry-After take no
 * more of the event loop than others leave. Whoever is refused now and then does not notice.
 */
export const pacedRefusals = plugin<PacedRefusalsOptions>(
  async (app, { perSecond = 50, burst = 50, maxDelayMs = 15_000 }) => {
    if (perSecond === 0) return;
    const intervalMs = 1000 / perSecond;
    /** When the next refusal of each may leave. */
    const turns = new Map<string, number>();
    const closing = new AbortController();
    app.addHook('preClose', async () => closing.abort());
    app.addHook('onSend', async (request, reply, payload) => {
      if (reply.statusCode !== 429 && reply.statusCode !== 503) return payload;
      // What a balancer asks is answered at once, whatever the answer.
      if (request.routeOptions.config?.load === 'liveness') return payload;
      const holder = holderOf(request);
      const now = performance.now();
      const turn = Math.max(turns.get(holder) ?? -Infinity, now - burst * intervalMs) + intervalMs;
      turns.delete(holder);
      if (turns.size >= MAX_HOLDERS) turns.delete(turns.keys().next().value ?? '');
      turns.set(holder, Math.min(turn, now + maxDelayMs));
      // Stopping ends the wait, not the reply.
      if (turn > now)
        await sleep(Math.min(turn - now, maxDelayMs), undefined, { signal: closing.signal }).catch(
          () => undefined,
        );
      return payload;
    });
  },
  { name: 'paced-refusals', dependencies: ['observe'] },
);

const holderOf = (request: FastifyRequest): string =>
  (request.caller as Caller | null | undefined)?.keyId ?? request.address;
