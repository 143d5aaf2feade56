import type { Socket } from 'node:net';
import { AppError, MiB, errorBody, newId, toAppError } from '@persona/contracts';
import type { Logger } from '@persona/runtime';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { allowedMethods, type RouteAddress } from './allowed-methods.ts';
import { refusedPreflight } from './cors.ts';
import { closeBehindBody, discard } from './discard.ts';
import { nearestRoute } from './nearest-route.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** Answers every error (ours, Fastify's or unknown) with the one error body. */
export const errors = plugin<{ logger: Logger }>(
  async (app, { logger }) => {
    const routes: RouteAddress[] = [];
    /** Those of `routes` that are in the documentation. */
    const shown: RouteAddress[] = [];
    app.addHook('onRoute', ({ method, url, schema }) => {
      for (const one of [method].flat()) {
        // Preflight requests are answered everywhere, whatever is there.
        if (one === 'OPTIONS') continue;
        routes.push({ method: one, url });
        if (!schema?.hide && one !== 'HEAD') shown.push({ method: one, url });
      }
    });

    app.setErrorHandler((error: unknown, request, reply) => sendError(error, request, reply, logger));
    app.setNotFoundHandler((request, reply) => {
      const path = request.url.split('?', 1)[0] ?? '';
      const methods = allowedMethods(routes, path);
      if (methods.length > 0) reply.header('allow', methods.join(', '));
      const error =
        refusedPreflight(request) ??
        (methods.length > 0
          ? notAllowed(request.method, path, methods)
          : notFound(request.method, path, nearestRoute(shown, request.method, path)));
      return sendError(error, request, reply, logger);
    });
  },
  { name: 'errors' },
);

const notFound = (method: string, path: string, near: string | null): AppError =>
  new AppError(
    'not_found',
    `There is no ${method} ${path.slice(0, 200)}${near ? `; did you mean ${near}?` : '; GET /openapi.json lists all routes.'}`,
  );
const notAllowed = (method: string, path: string, methods: readonly string[]): AppError =>
  new AppError(
    'method_not_allowed',
    `${path.slice(0, 200)} does not take ${method}; it takes ${methods.join(', ')}.`,
  );

/** When to try again where nobody knows when a store will be back: about as soon as it is seen to be. */
const USUAL_RETRY_SECONDS = 5;

export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger) {
  const known = toAppError(translate(error, request));
  if (known.code === 'internal') {
    logger.error(
      { event: 'http.fault', request_id: request.id, route: request.routeOptions.url, err: error },
      'a request failed on our side',
    );
  }
  // Before the first hook, e.g. for a broken address, no hook has echoed the id yet.
  reply.header('x-request-id', request.id);
  for (const [name, value] of Object.entries(SECURITY_HEADERS))
    if (!reply.hasHeader(name)) reply.header(name, value);
  const retryAfter = known.retryAfter ?? (known.code === 'not_ready' ? USUAL_RETRY_SECONDS : undefined);
  if (retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(retryAfter)));
  if (known.status === 401)
    reply.header(
      'www-authenticate',
      `${request.routeOptions.config?.basic ? 'Basic' : 'Bearer'} realm="persona"`,
    );
  // Fastify closes the connection after a body that it could not parse; its sender, still sending, would
  // never see why it was refused.
  if (!request.raw.complete) {
    reply.removeHeader('connection');
    closeBehindBody(request.raw, reply.raw);
    discard(request.raw);
  }
  // A streamed reply that failed before its first byte must not keep its own content type.
  reply.removeHeader('content-length');
  return reply
    .code(known.status)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(errorBody(known, request.id));
}

/** Data that is not HTTP gets the same body, on the bare socket. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const long = error.code === 'HPE_HEADER_OVERFLOW';
  const message = late
    ? 'The request did not arrive in time.'
    : long
      ? 'The headers of the request are too long; at most 32 KiB are read.'
      : 'This is not a valid HTTP request.';
  const body = JSON.stringify(errorBody(new AppError('validation_error', message), newId('req')));
  if (socket.writable)
    socket.write(
      `HTTP/1.1 400 Bad Request\r\n${headerLines({
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': String(Buffer.byteLength(body)),
        Connection: 'close',
        ...SECURITY_HEADERS,
      })}\r\n${body}`,
    );
  socket.destroySoon();
}

const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');

/** Names the limit of the route, and the way round it. */
export function bodyTooLarge(request: FastifyRequest): AppError {
  const { bodyLimit, config } = request.routeOptions;
  const bytes = bodyLimit ?? 0;
  const limit = bytes >= MiB ? `${bytes / MiB} MiB` : `${bytes / 1024} KiB`;
  const hint = config?.oversizeHint ?? 'send less at a time';
  return new AppError('payload_too_large', `The body is over the limit of ${limit} for this route; ${hint}.`);
}

/** Translates Fastify's own errors. */
function translate(error: unknown, request: FastifyRequest): unknown {
  if (error instanceof AppError) return error;
  const { code, statusCode, expose: isExposed } = error as Partial<FastifyError> & { expose?: boolean };
  switch (code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new AppError(
        'unsupported_media_type',
        `${request.method} ${request.routeOptions.url ?? ''} does not read Content-Type ${printable(request.headers['content-type'])}; send application/json.`,
        { cause: error, param: 'Content-Type' },
      );
    case 'ECONNRESET':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      // The caller's own connection; errors of outgoing connections are translated where they occur.
      if (!request.raw.aborted && !request.raw.destroyed) return error;
      return new AppError('validation_error', 'The connection ended before the body did.', { cause: error });
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new AppError('validation_error', 'The address is too long or holds a broken %-escape.', {
        cause: error,
      });
    default:
      // Anything else that Fastify, or what sends files for it, blames on the client: an aborted upload, an
      // If-Match that is not met.
      if ((code?.startsWith('FST_') || isExposed) && statusCode !== undefined && statusCode < 500)
        return new AppError(
          'validation_error',
          'The request could not be read; check its headers and body.',
          {
            cause: error,
          },
        );
      return error;
  }
}

const printable = (value: string | undefined): string =>
  value === undefined ? '(none)' : JSON.stringify(value.slice(0, 100));
