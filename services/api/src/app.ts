/**
 * Composes the gateway as a plugin from the resources it is given; it does not listen or handle signals.
 *
 * Conventions of its routes
 * - One file for each subject in routes/, exporting `xRoutes(app, resources, kit)`, listed below. A route
 *   declares `config.scope` (or `public`), `config.audit` unless it only reads, and TypeBox schemas for body,
 *   params, querystring AND response; they are in libs/contracts `src/http/`, and are the OpenAPI document.
 *   Replies are `Success({...})`, which adds `instance_id` and `warnings` to the schema; edge/reply.ts fills
 *   both in.
 * - What a visitor's browser may do is open to browser tokens by `config.token: true`, and nothing else is.
 * - A scope of the document store comes from `kit.access` alone: `persona(request)` for writes and chats,
 *   `personaIfAny(request)` for reads, `of(request, 'pages', id)` for bare ids. Ids are read with
 *   `readId`/`readOptionalId` from ids.ts (path, query, body).
 * - What a route stores or has answered for a caller it does inside `kit.quotas.using(…)`.
 * - Errors are thrown: `new AppError(code, message, { param })`. What the caller should know but is no error:
 *   `request.warnings.push(…)`.
 * - A route that makes a job ends with `await preferJob(resources, request, reply, access, jobId)` (Prefer:
 *   respond-async, wait=N).
 * - Lists are made by `listPage` (limit, opaque cursor), server-sent events by `sse`.
 * - Larger bodies: `bodyLimit`, `config.jsonKeys`, `config.jsonList`, `config.oversizeHint`; own body
 *   parsers: register them inside the route file (encapsulated). Such a parser sets `request.bodySha256` when
 *   the request has an Idempotency-Key.
 * - A trailing slash has no meaning; unknown body fields are ignored and listed in `warnings` by the schema,
 *   and null for an optional one is its absence.
 */
import path from 'node:path';
import fastifyCookie from '@fastify/cookie';
import { MiB } from '@persona/contracts';
import Fastify from 'fastify';
import { withoutBase } from './base-path.ts';
import manifest from '../package.json' with { type: 'json' };
import { createAccessControl } from './access.ts';
import { audit } from './edge/audit.ts';
import { authenticate } from './edge/authenticate.ts';
import { createBuckets } from './edge/buckets.ts';
import { contentEncoding } from './edge/content-encoding.ts';
import { cors } from './edge/cors.ts';
import { answerClientError, errors, sendError } from './edge/errors.ts';
import { idempotency } from './edge/idempotency.ts';
import { json } from './edge/json.ts';
import { load, type LoadLimits } from './edge/load.ts';
import { observe, requestIdOf } from './edge/observe.ts';
import { pacedRefusals, type PacedRefusalsOptions } from './edge/paced-refusals.ts';
import { rateLimit } from './edge/rate-limit.ts';
import { replyExtras } from './edge/reply.ts';
import { securityHeaders } from './edge/security-headers.ts';
import { slowBodies } from './edge/slow-bodies.ts';
import { serialization } from './edge/serialization.ts';
import { validation } from './edge/validation.ts';
import { createKeyStore } from './keys/key-store.ts';
import { createQuotas } from './keys/quotas.ts';
import type { Kit, Routes } from './kit.ts';
import { openapi } from './openapi/openapi.ts';
import type { Resources } from './resources.ts';
import { openSpool } from './uploads/spool.ts';
import { auditRoutes } from './routes/audit.ts';
import { chatRoutes } from './routes/chat.ts';
import { consoleRoutes } from './routes/console.ts';
import { completionRoutes } from './routes/completions.ts';
import { doctorRoutes } from './routes/doctor.ts';
import { eventRoutes } from './routes/events.ts';
import { fileRoutes } from './routes/files.ts';
import { healthRoutes } from './routes/health.ts';
import { historyRoutes } from './routes/history.ts';
import { instanceRoutes } from './routes/instances.ts';
import { jobRoutes } from './routes/jobs.ts';
import { keyRoutes } from './routes/keys.ts';
import { mediaRoutes } from './routes/media.ts';
import { messageRoutes } from './routes/messages.ts';
import { modelRoutes } from './routes/models.ts';
import { modelTaskRoutes } from './routes/model-tasks.ts';
import { pageRoutes } from './routes/pages.ts';
import { pageVersionRoutes } from './routes/page-versions.ts';
import { passageRoutes } from './routes/passages.ts';
import { peoplePageRoutes } from './routes/pages-for-people.ts';
import { queueBoardRoutes } from './routes/queue-board.ts';
import { reviewRoutes } from './routes/review.ts';
import { searchRoutes } from './routes/search.ts';
import { sessionRoutes } from './routes/session.ts';
import { speechRoutes } from './routes/speech.ts';
import { sourceRoutes } from './routes/sources.ts';
import { statsRoutes } from './routes/stats.ts';
import { streamRoutes } from './routes/streams.ts';
import { trainingDataRoutes } from './routes/training-data.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { unansweredRoutes } from './routes/unanswered.ts';
import { userRoutes } from './routes/users.ts';
import { widgetRoutes } from './routes/widget.ts';
import { siteFiles } from './site-files.ts';
import { eventStreams } from './sse.ts';
import type { App } from '@persona/runtime';

const routes: readonly Routes[] = [
  healthRoutes,
  consoleRoutes,
  sessionRoutes,
  instanceRoutes,
  keyRoutes,
  tokenRoutes,
  widgetRoutes,
  auditRoutes,
  jobRoutes,
  pageRoutes,
  streamRoutes,
  trainingDataRoutes,
  passageRoutes,
  pageVersionRoutes,
  reviewRoutes,
  searchRoutes,
  chatRoutes,
  completionRoutes,
  modelTaskRoutes,
  modelRoutes,
  doctorRoutes,
  sourceRoutes,
  historyRoutes,
  messageRoutes,
  speechRoutes,
  unansweredRoutes,
  statsRoutes,
  userRoutes,
  uploadRoutes,
  mediaRoutes,
  fileRoutes,
  eventRoutes,
  peoplePageRoutes,
  queueBoardRoutes,
];

export interface AppOptions {
  loadLimits?: LoadLimits;
  refusals?: PacedRefusalsOptions;
  /** The clock, in ms, by which requests are counted where no Redis does. */
  now?: () => number;
}

/** Builds the gateway for `inject` or `listen`. */
export async function buildApp(resources: Resources, options: AppOptions = {}): Promise<App> {
  const { config, documents, logger, metrics } = resources;
  const app: App = Fastify({
    // A proxy may remove the path under which it serves the gateway, or not.
    rewriteUrl: ({ url = '/' }) => withoutBase(url, config.BASE_PATH),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4096 },
    trustProxy: config.TRUST_PROXY.length > 0 ? [...config.TRUST_PROXY] : false,
    requestIdHeader: false,
    genReqId: (raw) => requestIdOf(raw.headers['x-request-id']),
    bodyLimit: MiB,
    // A whole request may take as long as a long stream of pages does, but a socket must not be silent that
    // long.
    requestTimeout: 6 * 60 * 60 * 1000,
    connectionTimeout: 300_000,
    keepAliveTimeout: 72_000,
    maxRequestsPerSocket: 10_000,
    http: { headersTimeout: 30_000, connectionsCheckingInterval: 5_000, maxHeaderSize: 32 * 1024 },
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply, logger),
  });
  // GET and HEAD may have a body, and ids may be in it where the documentation leaves the place of an id
  // open.
  for (const method of ['GET', 'HEAD']) app.addHttpMethod(method, { hasBody: true, overrideExisting: true });

  const keys = createKeyStore(documents, (err) =>
    logger.warn({ event: 'key.touch_failed', err }, 'last use of a key could not be noted'),
  );
  const buckets = createBuckets(resources.buckets, options.now);
  const kit: Kit = {
    access: createAccessControl(documents, resources.domain),
    keys,
    quotas: createQuotas(documents, resources.domain, buckets),
    spool: await openSpool(path.join(config.PERSONA_DATA_DIR, 'uploads')),
  };

  app.addHook('onSend', async (_request, reply) => {
    if (resources.health.isStopping) reply.header('connection', 'close');
  });
  await app.register(securityHeaders);
  await app.register(errors, { logger });
  await app.register(observe, { logger, metrics });
  await app.register(cors, { origins: config.CORS_ORIGINS, ofKeys: keys.origins });
  await app.register(fastifyCookie);
  await app.register(authenticate, { config, keys });
  await app.register(audit, { documents, logger, secret: resources.auditSecret });
  await app.register(pacedRefusals, options.refusals ?? {});
  await app.register(rateLimit, {
    perMinute: config.RATE_LIMIT_PER_MINUTE,
    visitorPerMinute: config.VISITOR_RATE_PER_MINUTE,
    buckets,
  });
  await app.register(load, options.loadLimits ? { limits: options.loadLimits } : {});
  await app.register(slowBodies);
  await app.register(contentEncoding);
  await app.register(json);
  await app.register(validation);
  await app.register(serialization);
  await app.register(idempotency, { documents });
  // Behind idempotency, which keeps what it replays without the path.
  app.addHook('onSend', async (_request, reply) => {
    const location = reply.getHeader('location');
    if (typeof location === 'string' && location.startsWith('/'))
      reply.header('location', config.BASE_PATH + location);
  });
  await app.register(replyExtras);
  await app.register(siteFiles);
  await app.register(eventStreams);
  await app.register(openapi, {
    version: manifest.version,
    publicUrl: config.PUBLIC_URL,
    basePath: config.BASE_PATH,
  });
  for (const route of routes) await app.register(async (scope) => route(scope as App, resources, kit));
  await app.ready();
  return app;
}
