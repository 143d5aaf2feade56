import { newId } from '@persona/contracts';
import { watchEventLoop, whenClosed, type Logger, type Metrics } from '@persona/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import type { Caller } from '../keys/caller.ts';

const ACCEPTED_ID = /^[\w.:/+=@-]{1,128}$/;

/** A caller's X-Request-Id when it is fit to be logged, else a new one. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && ACCEPTED_ID.test(header) ? header : newId('req');
}

/** Of a caller that had disconnected before its request was looked at. */
const UNKNOWN_ADDRESS = 'unknown';
const addressOf = ({ ip }: { ip: string | undefined }): string => ip ?? UNKNOWN_ADDRESS;

/** nginx's status for a client that closed the connection before the reply. */
const CLIENT_GONE = 499;

/**
 * Gives every request a place for the notes of other hooks, echoes X-Request-Id, and records the request in
 * one log event and one metric, also when its caller disconnects before the end. Measures the event loop.
 */
export const observe = plugin<{ logger: Logger; metrics: Metrics }>(
  async (app, { logger, metrics }) => {
    app.decorateRequest('address', UNKNOWN_ADDRESS);
    app.decorateRequest('warnings');
    app.decorateRequest('instanceId', null);
    app.decorateRequest('bodySha256', null);
    app.decorateRequest('markLoop', function markLoop(this: FastifyRequest) {
      mark(this);
    });
    const told = new WeakSet<FastifyRequest>();

    const loop = watchEventLoop(metrics);
    app.addHook('onClose', async () => loop.stop());
    const mark = (request: FastifyRequest): void => loop.mark(request.routeOptions.url ?? 'unknown');
    app.addHook('onRequest', (request, _reply, done) => {
      request.address = addressOf(request);
      done();
    });
    for (const hook of ['onRequest', 'preValidation', 'preHandler', 'onResponse'] as const)
      app.addHook(hook, (request: FastifyRequest, _reply: FastifyReply, done: () => void) => {
        mark(request);
        done();
      });
    app.addHook('onSend', (request, _reply, payload, done) => {
      mark(request);
      done(null, payload);
    });

    const tell = (request: FastifyRequest, reply: FastifyReply): void => {
      if (told.has(request)) return;
      told.add(request);
      const route = request.routeOptions.url ?? 'unknown';
      const gone = !reply.raw.writableFinished && request.raw.socket.destroyed;
      const status = gone ? CLIENT_GONE : reply.statusCode;
      metrics.observeRequest({ method: request.method, route, status }, reply.elapsedTime / 1000);
      if (request.routeOptions.config?.load === 'liveness') return;
      logger.info(
        {
          event: 'http.request',
          request_id: request.id,
          method: request.method,
          route,
          status,
          outcome: gone ? 'client_gone' : status < 400 ? 'ok' : status < 500 ? 'refused' : 'failed',
          duration_ms: Math.round(reply.elapsedTime * 10) / 10,
          // A caller that disconnects early may not have been identified.
          address: request.address,
          key_id: (request.caller as Caller | null | undefined)?.keyId ?? null,
          instance_id: request.instanceId,
        },
        'request',
      );
    };

    app.addHook('onRequest', async (request, reply) => {
      request.warnings = [];
      reply.header('x-request-id', request.id);
      whenClosed(reply.raw, () => tell(request, reply));
    });
    app.addHook('onResponse', async (request, reply) => tell(request, reply));
  },
  { name: 'observe' },
);
