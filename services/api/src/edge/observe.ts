import { newId } from '@persona/contracts';
import type { Logger, Metrics } from '@persona/runtime';
import plugin from 'fastify-plugin';

const ACCEPTED_ID = /^[\w.:/+=@-]{1,128}$/;

/** A caller's X-Request-Id when it is fit to be logged, else a new one. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && ACCEPTED_ID.test(header) ? header : newId('req');
}

/** Gives every request its place for what others note about it, echoes X-Request-Id, and tells of it in one log event and one metric. */
export const observe = plugin<{ logger: Logger; metrics: Metrics }>(
  async (app, { logger, metrics }) => {
    app.decorateRequest('warnings');
    app.decorateRequest('instanceId', null);
    app.decorateRequest('bodySha256', null);
    app.addHook('onRequest', async (request, reply) => {
      request.warnings = [];
      reply.header('x-request-id', request.id);
    });
    app.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? 'unknown';
      const status = reply.statusCode;
      metrics.requestDuration.observe(
        { method: request.method, route, status_code: status },
        reply.elapsedTime / 1000,
      );
      if (request.routeOptions.config?.load === 'liveness') return;
      logger.info(
        {
          event: 'http.request',
          request_id: request.id,
          method: request.method,
          route,
          status,
          outcome: status < 400 ? 'ok' : status < 500 ? 'refused' : 'failed',
          duration_ms: Math.round(reply.elapsedTime * 10) / 10,
          key_id: request.caller?.keyId ?? null,
          instance_id: request.instanceId,
        },
        'request',
      );
    });
  },
  { name: 'observe' },
);
