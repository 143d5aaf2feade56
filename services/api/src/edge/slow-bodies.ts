import { AppError } from '@persona/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';

/**
 * Limits the time in which a body must arrive, because a slow one occupies a place among the running
 * requests: a late body is refused and its connection closed. The time counts until the body has been read or
 * a parser that streams it has taken over; uploads have an hour.
 */
export const slowBodies = plugin<{ seconds?: number; uploadSeconds?: number }>(
  async (app, { seconds = 120, uploadSeconds = 3600 }) => {
    const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>();
    app.addHook('preParsing', async (request, reply) => {
      if (
        request.headers['content-length'] === undefined &&
        request.headers['transfer-encoding'] === undefined
      )
        return;
      const limit = request.routeOptions.config?.load === 'upload' ? uploadSeconds : seconds;
      timers.set(request, setTimeout(refuse, limit * 1000, reply, limit).unref());
    });
    app.addHook('preValidation', async (request) => {
      clearTimeout(timers.get(request));
    });
    app.addHook('onResponse', async (request) => {
      clearTimeout(timers.get(request));
    });
  },
  { name: 'slow-bodies' },
);

function refuse(reply: FastifyReply, limit: number): void {
  if (reply.sent) return;
  void reply
    .header('connection', 'close')
    .send(new AppError('validation_error', `The body of the request did not arrive within ${limit} s.`));
}
