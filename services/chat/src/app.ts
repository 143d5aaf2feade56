/**
 * Composes the chat service as a plugin from the resources it is given; it does not listen or handle signals.
 * Its routes are for the gateway alone, which has authenticated, chosen the persona and checked the user.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { TurnOptions } from '@persona/domain';
import {
  AppError,
  errorBody,
  INTERNAL_TOKEN_HEADER,
  newId,
  toAppError,
  type ChatTurn,
  type SearchRequest,
} from '@persona/contracts';
import { watchEventLoop, whenClosed } from '@persona/runtime';
import Fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import { Compile } from 'typebox/compile';
import type { TSchema } from 'typebox';
import type { Resources } from './resources.ts';
import { createFairTurns } from './fair-turns.ts';
import { createRetriever } from './retriever.ts';
import { chatRoutes } from './routes/chat.ts';
import { completeRoutes } from './routes/complete.ts';
import { modelCheckRoutes } from './routes/model-checks.ts';
import { modelTaskRoutes } from './routes/model-tasks.ts';
import { healthRoutes } from './routes/health.ts';
import { knowledgeRoutes } from './routes/retrieval.ts';
import { createTurns } from './turns.ts';
import type { App } from '@persona/runtime';

export type { Resources } from './resources.ts';

/** Builds the chat service for `inject` or `listen`. Closing it waits for the answers under way. */
export async function buildApp(resources: Resources, options: TurnOptions = {}): Promise<App> {
  const { logger, metrics, token } = resources;
  const app: App = Fastify({
    bodyLimit: 2 * 1024 * 1024,
    requestTimeout: 60_000,
    keepAliveTimeout: 72_000,
    genReqId: () => newId('req'),
  });
  app.setValidatorCompiler<TSchema>(({ schema }) => {
    const validator = Compile(schema);
    return (value: unknown) => {
      if (validator.Check(value)) return { value };
      const [issue] = validator.Errors(value);
      return {
        error: new AppError(
          'validation_error',
          `${issue?.instancePath ?? ''} ${issue?.message ?? ''}`.trim(),
        ),
      };
    };
  });
  app.setErrorHandler((error: unknown, request, reply) => sendError(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendError(new AppError('not_found', 'There is no such route.'), request, reply),
  );

  const loop = watchEventLoop(metrics);
  app.addHook('onClose', async () => loop.stop());
  for (const hook of ['onRequest', 'preHandler', 'onResponse'] as const)
    app.addHook(hook, (request: FastifyRequest, _reply: FastifyReply, done: () => void) => {
      loop.mark(request.routeOptions.url ?? 'unknown');
      done();
    });

  const expected = digest(token);
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/internal/')) return;
    const given = request.headers[INTERNAL_TOKEN_HEADER];
    if (typeof given !== 'string' || !timingSafeEqual(digest(given), expected)) {
      throw new AppError('invalid_key', 'This address is for the gateway of the same install.');
    }
  });
  app.addHook('onSend', async (_request, reply) => {
    if (resources.health.isStopping) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const { statusCode: status } = reply;
    metrics.observeRequest({ method: request.method, route, status }, reply.elapsedTime / 1000);
  });

  function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
    const known = toAppError(translate(error));
    if (known.code === 'internal') {
      logger.error(
        { event: 'http.fault', request_id: request.id, route: request.routeOptions.url, err: error },
        'a request failed on our side',
      );
    }
    if (known.retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(known.retryAfter)));
    return reply
      .code(known.status)
      .type('application/json; charset=utf-8')
      .send(errorBody(known, request.id));
  }

  // Until its answer is stored a question burns this process's CPU; with a model it soon waits for that one,
  // and its turn is over. Whoever asks many takes turns with the others.
  const turnTimeoutMs = resources.model ? 250 : 1000;
  const fairTurns = createFairTurns({
    concurrency: 4,
    // Beside a model there is little work here, and most of a turn is waiting.
    ...(resources.model ? { concurrencyOfOne: 4 } : { concurrencyBesideOthers: 1 }),
    turnTimeoutMs,
  });
  app.addHook('preHandler', async (request, reply) => {
    if (!SHARED_ROUTES.has(request.routeOptions.url ?? '')) return;
    const { caller, instance_id, visitor } = request.body as ChatTurn & SearchRequest;
    const end = await fairTurns.take(caller ?? instance_id, visitor);
    // Whoever asked may have left while it waited.
    whenClosed(reply.raw, end);
  });
  const retriever = createRetriever(resources);
  const turns = createTurns(resources, retriever, options);
  app.addHook('onClose', () => turns.settled());
  healthRoutes(app, resources);
  chatRoutes(app, turns);
  completeRoutes(app, resources);
  modelTaskRoutes(app, resources);
  modelCheckRoutes(app, resources);
  knowledgeRoutes(app, resources, retriever);
  await app.ready();
  return app;
}

/** Those that questions are asked on, which keys take turns at. */
const SHARED_ROUTES = new Set([
  '/internal/chat',
  '/internal/complete',
  '/internal/embeddings',
  '/internal/speech',
  '/internal/search',
  '/internal/prompts',
]);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Translates Fastify's own errors into those of the error table. */
function translate(error: unknown): unknown {
  const { statusCode, code } = error as Partial<FastifyError>;
  if (error instanceof AppError || statusCode === undefined || statusCode >= 500) return error;
  if (statusCode === 413)
    return new AppError('payload_too_large', 'The request is too large.', { cause: error });
  if (statusCode === 415)
    return new AppError('unsupported_media_type', 'Only JSON is read here.', { cause: error });
  return new AppError(
    code === 'FST_ERR_CTP_INVALID_JSON_BODY' ? 'malformed_json' : 'validation_error',
    'The request is not valid.',
    {
      cause: error,
    },
  );
}
