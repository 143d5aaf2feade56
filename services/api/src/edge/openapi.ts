import { ErrorReply, errorTable, type ErrorCode } from '@persona/contracts';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import plugin from 'fastify-plugin';

const INTRODUCTION = `Persona answers as a person, from that person's knowledge, with proof.

Send your key as \`Authorization: Bearer psk_…\` or \`x-api-key\`. A request that names no persona (\`instance_id\` in the body, the query or \`X-Instance-Id\`) is about
the key's only persona, else the install's default. Errors have one body; its \`error.code\` is one of these:

| Status | Code | Meaning | Try again |
|--|--|--|--|
${Object.entries(errorTable)
  .map(
    ([code, { status, meaning, retryable }]) =>
      `| ${status} | \`${code}\` | ${meaning} | ${retryable ? 'yes' : 'no'} |`,
  )
  .join('\n')}
`;

/** /openapi.json from the schemas that validate, and a readable page of it at /docs, served from this process alone. */
export const openapi = plugin<{ version: string }>(
  async (app, { version }) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: { title: 'Persona', version, description: INTRODUCTION },
        components: {
          securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'psk_<id>_<secret>' } },
          schemas: { Error: ErrorReply as object },
        },
        security: [{ key: [] }],
      },
      transform: ({ schema, url, route }) => ({
        url,
        schema: schema.hide
          ? schema
          : {
              ...schema,
              ...(route.config?.public ? { security: [] } : {}),
              response: { ...(schema.response as object), ...errorResponses(route.config?.public ?? false) },
            },
      }),
    });
    app.get('/openapi.json', { config: { public: true }, schema: { hide: true } }, () => app.swagger());
    await app.register(async (docs) => {
      docs.addHook('onRoute', (route) => {
        route.config = { ...route.config, public: true };
      });
      await docs.register(swaggerUi, {
        routePrefix: '/docs',
        staticCSP: true,
        uiConfig: { docExpansion: 'list', deepLinking: true, tryItOutEnabled: true },
        theme: { title: 'Persona API' },
        logLevel: 'silent',
      });
    });
  },
  { name: 'openapi' },
);

/** Every status of the error table with the codes it may carry. */
function errorResponses(isPublic: boolean): Record<string, object> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const [code, { status }] of Object.entries(errorTable) as [ErrorCode, { status: number }][]) {
    if (isPublic && (status === 401 || status === 403)) continue;
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${errorTable[code].meaning}`).join(' '),
        $ref: 'Error#',
      },
    ]),
  );
}
