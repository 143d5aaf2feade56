import { AppError } from '@persona/contracts';
import { whenClosed } from '@persona/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';

export interface SlowBodyLimits {
  /** How long a body may take in all. */
  seconds?: number;
  uploadSeconds?: number;
  /** In each interval at least so many bytes must arrive. */
  intervalMs?: number;
  minBytesPerInterval?: number;
}

/**
 * Limits the time in which a body must arrive, because a slow one occupies a place among the running
 * requests: a late body, and one of which too little comes, is refused and its connection closed. The time
 * counts until the body has been read or a parser that streams it has taken over; uploads have an hour.
 */
export const slowBodies = plugin<SlowBodyLimits>(
  async (
    app,
    { seconds = 120, uploadSeconds = 3600, intervalMs = 10_000, minBytesPerInterval = 32 * 1024 },
  ) => {
    const watches = new WeakMap<FastifyRequest, () => void>();
    app.addHook('preParsing', async (request, reply) => {
      if (
        request.headers['content-length'] === undefined &&
        request.headers['transfer-encoding'] === undefined
      )
        return;
      const { socket } = request.raw;
      const limit = request.routeOptions.config?.load === 'upload' ? uploadSeconds : seconds;
      const late = setTimeout(refuse, limit * 1000, reply, `did not arrive within ${limit} s`).unref();
      let before = socket.bytesRead;
      const rate = setInterval(() => {
        const now = socket.bytesRead;
        // Of a body that has arrived, and of bytes that nobody has read yet, the sender is not the slow one.
        if (request.raw.complete || request.raw.readableLength > 0) return;
        if (now - before < minBytesPerInterval)
          refuse(reply, `arrives too slowly: under ${minBytesPerInterval} bytes in ${intervalMs / 1000} s`);
        before = now;
      }, intervalMs).unref();
      const stop = (): void => {
        clearTimeout(late);
        clearInterval(rate);
      };
      watches.set(request, stop);
      // Also where the caller leaves in the middle of the body: then there is no response.
      whenClosed(reply.raw, stop);
    });
    app.addHook('preValidation', async (request) => watches.get(request)?.());
  },
  { name: 'slow-bodies' },
);

function refuse(reply: FastifyReply, what: string): void {
  if (reply.sent) return;
  const { socket } = reply.request.raw;
  reply.raw.once('finish', () => socket.destroySoon());
  void reply.send(new AppError('validation_error', `The body of the request ${what}.`));
}
