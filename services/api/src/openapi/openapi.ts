import { ErrorReply, errorTable, type ErrorCode } from '@persona/contracts';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifySchema, RouteOptions } from 'fastify';
import plugin from 'fastify-plugin';
import { completeDocument } from './complete-document.ts';
import type { Document } from './document.ts';
import { operationName } from './operation-names.ts';

const INTRODUCTION = `Persona answers as a person, from that person's knowledge, with proof.

Send your key as \`Authorization: Bearer psk_…\` or \`x-api-key\`. A request that names no persona (\`instance_id\` in the body, the query or \`X-Instance-Id\`)
is about the key's only persona, else the install's default. Every POST takes an \`Idempotency-Key\`; what starts a job takes \`Prefer: respond-async\` or
\`Prefer: wait=20\`. A trailing slash means nothing, unknown fields are ignored and listed in \`warnings\`, and \`null\` for an optional field is its absence.
Bodies may be sent with \`Content-Encoding: gzip\`, \`deflate\` or \`br\`; limits count the decoded bytes.

Errors have one body; its \`error.code\` is one of these:

| Status | Code | Meaning | Try again |
|--|--|--|--|
${Object.entries(errorTable)
  .map(
    ([code, { status, meaning, retryable }]) =>
      `| ${status} | \`${code}\` | ${meaning} | ${retryable ? 'yes' : 'no'} |`,
  )
  .join('\n')}
`;

const TAGS = {
  Personas: 'The people who are spoken for.',
  Knowledge: 'The pages that a persona knows, and what can be found in them.',
  Review: 'Pages that wait for a decision.',
  Chat: 'Questions and answers.',
  'OpenAI clients': 'The same for clients of OpenAI: a persona is a model.',
  History: 'What was said, and what is kept of a user.',
  'Voices and videos': 'Recordings and their files.',
  Jobs: 'Work in the background.',
  Events: 'What changes, as it changes.',
  Keys: 'Who may call.',
  Audit: 'Who did what.',
  Install: 'Whether everything works, and what to do where it does not.',
};

/**
 * For pages of ours. Nothing is loaded from elsewhere, and nothing is upgraded to HTTPS: many installs use
 * plain HTTP in their own network.
 */
export const PAGE_CSP =
  "default-src 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'";

/**
 * Serves /openapi.json, made from the schemas that validate, and a readable page of it at /docs, without any
 * other server.
 */
export const openapi = plugin<{ version: string; publicUrl: string | undefined; basePath: string }>(
  async (app, { version, publicUrl, basePath }) => {
    /** Operations whose body may be left out. */
    const withOptionalBody = new Set<string>();
    app.addSchema({ $id: 'Error', ...ErrorReply });
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Persona',
          version,
          description: INTRODUCTION,
          license: { name: 'MIT', identifier: 'MIT' },
        },
        components: {
          securitySchemes: {
            key: { type: 'http', scheme: 'bearer', description: 'psk_<id>_<secret>' },
            token: {
              type: 'http',
              scheme: 'bearer',
              bearerFormat: 'JWT',
              description: 'A browser token of `POST /api/tokens`, for its own user and persona.',
            },
          },
        },
        security: [{ key: [] }],
        tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      },
      refResolver: { buildLocalReference: (schema) => schema['$id'] as string },
      transform: ({ schema, url, route }) => {
        if (schema.hide) return { url, schema };
        const path = url.replace('*', ':path');
        if (isOptional(schema.body))
          for (const method of [route.method].flat()) withOptionalBody.add(`${method} ${pathOf(path)}`);
        return {
          url: path,
          schema: {
            ...(route.config?.token ? { security: [{ key: [] }, { token: [] }] } : {}),
            ...(route.config?.audit ? { 'x-audit': route.config.audit } : {}),
            ...(route.config?.public ? { security: [] } : {}),
            ...schema,
            description: describe(schema, route),
            ...(url === path ? {} : { params: FilePath }),
            response: { ...successes(schema), ...errorResponses(route) },
          },
        };
      },
      transformObject: (given) => {
        if (!('openapiObject' in given)) return given.swaggerObject;
        // Operations of one route share their parts, which are changed below.
        const document = JSON.parse(JSON.stringify(given.openapiObject)) as Document;
        for (const [path, operations] of Object.entries(document.paths))
          for (const [method, operation] of Object.entries(operations))
            operation.operationId = operationName(method.toUpperCase(), path);
        return completeDocument(document, withOptionalBody) as never;
      },
    });
    app.get('/openapi.json', { config: { public: true }, schema: { hide: true } }, ({ protocol, host }) => ({
      ...app.swagger(),
      servers: [{ url: publicUrl ?? `${protocol}://${host}${basePath}` }],
    }));
    await app.register(async (docs) => {
      docs.addHook('onRoute', (route) => {
        route.config = { ...route.config, public: true };
      });
      await docs.register(swaggerUi, {
        routePrefix: '/docs',
        indexPrefix: basePath,
        staticCSP: PAGE_CSP,
        uiConfig: {
          docExpansion: 'list',
          deepLinking: true,
          tryItOutEnabled: true,
        },
        theme: {
          title: 'Persona API',
          css: [{ filename: 'persona.css', content: '.swagger-ui .topbar { display: none; }' }],
        },
        logLevel: 'silent',
      });
    });
  },
  { name: 'openapi' },
);

/** `/api/jobs/:id` → `/api/jobs/{id}` */
const pathOf = (url: string): string => url.replaceAll(/:(\w+)/g, '{$1}');

const isOptional = (schema: unknown): boolean =>
  typeof schema === 'object' && schema !== null && '~optional' in schema;

const FilePath = {
  type: 'object',
  required: ['path'],
  properties: {
    path: { type: 'string', description: 'The address as it was given out; it may have slashes.' },
  },
};

/** What is said of an operation, and which scopes of a key open it. */
function describe({ summary, description }: FastifySchema, { config }: Route): string {
  const scopes = [config?.scope ?? []].flat();
  const names = scopes.map((scope) => `\`${scope}\``).join(' or ');
  return [
    description ?? `${summary ?? ''}.`,
    ...(config?.public ? [] : [`Needs a key with the scope ${names || '`admin`'}.`]),
  ].join(' ');
}

type Route = Pick<RouteOptions, 'url' | 'method' | 'config' | 'schema'>;
const writes = ({ method }: Route) => !method.includes('GET');
const posts = ({ method }: Route) => method === 'POST';
const at =
  (...parts: readonly string[]) =>
  ({ url }: Route) =>
    parts.some((part) => url.includes(part));
const asksModel = at('/chat', '/v1/', 'auto-generate-prompts');

/** Codes that only some routes can answer with; the others may come from all. */
const onlyOn: Partial<Record<ErrorCode, (route: Route) => boolean>> = {
  // What is declared is not refused for its method.
  method_not_allowed: () => false,
  malformed_json: writes,
  payload_too_large: writes,
  unsupported_media_type: writes,
  invalid_base64: at('add_voice', 'admin/video'),
  invalid_cursor: ({ schema }) =>
    'cursor' in ((schema?.querystring as { properties?: object })?.properties ?? {}),
  user_mismatch: at('/chat', '/persona/', '/users/', '/v1/', 'admin/keys'),
  version_conflict: at('/instance', 'training-data'),
  stream_seq_conflict: at('stream-pages'),
  stream_gap: at('stream-pages'),
  stream_closed: at('stream-pages'),
  review_state_conflict: at('review-data/'),
  chat_busy: at('/chat', '/v1/'),
  idempotency_in_progress: posts,
  idempotency_key_reused: posts,
  quota_exceeded: (route) =>
    writes(route) &&
    at(
      '-pages',
      'training-data',
      'review-data',
      'add_voice',
      'admin/video',
      'v2/chat',
      '/completions',
    )(route),
  backpressure: at('-pages', 'training-data', 'review-data', 'add_voice', 'admin/video'),
  model_not_configured: at('/v1/embeddings', '/v1/audio'),
  provider_error: asksModel,
  provider_timeout: asksModel,
};

/** The replies that a route declares; a stream or a file has no schema, only a type. */
function successes(schema: FastifySchema): Record<string, unknown> {
  const declared = (schema.response ?? {}) as Record<string, unknown>;
  if (Object.keys(declared).some((status) => status.startsWith('2'))) return declared;
  const type = schema.produces?.[0] ?? 'application/octet-stream';
  return {
    ...declared,
    200: { description: 'Success', content: { [type]: { schema: { type: 'string' } } } },
  };
}

/** Each status of the error table with the codes that the route may answer with. */
function errorResponses(route: Route): Record<string, object> {
  const codes = (Object.keys(errorTable) as ErrorCode[]).filter(
    (code) =>
      (onlyOn[code]?.(route) ?? true) &&
      // A token is asked for without a key, and refused all the same.
      (!route.config?.public || route.url === '/api/tokens' || ![401, 403].includes(errorTable[code].status)),
  );
  return Object.fromEntries(
    [...Map.groupBy(codes, (code) => errorTable[code].status)].map(([status, ofStatus]) => [
      status,
      {
        description: ofStatus.map((code) => `\`${code}\`: ${errorTable[code].meaning}`).join(' '),
        $ref: 'Error#',
      },
    ]),
  );
}
