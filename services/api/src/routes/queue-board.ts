import { AppError } from '@persona/contracts';
import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify';
import type { Routes } from '../kit.ts';
import { PAGE_CSP } from '../openapi/openapi.ts';

const PATH = '/admin/queues';

/**
 * The queues as a page for operators, who sign in with an admin key as the password. It shows every persona's
 * jobs, so a key that is limited to some personas does not open it. Jobs contain ids alone, and nothing can
 * be changed here: `retry` and `cancel` belong to the documents (routes/jobs.ts).
 */
export const queueBoardRoutes: Routes = (app, { config, producer }) => {
  // An app of its own, opened with the first visit: its packages hold 15 MB, and few operators look at it.
  let board: Promise<FastifyInstance> | undefined;
  const open = async (): Promise<FastifyInstance> => {
    const opened = Fastify({ routerOptions: { ignoreTrailingSlash: true } });
    await opened.register(await producer.board(config.BASE_PATH + PATH), { prefix: PATH });
    await opened.ready();
    return opened;
  };
  app.addHook('onClose', async () => (await board)?.close());

  const route = {
    method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    schema: { hide: true },
    config: { scope: 'admin', basic: true, audit: null },
    onRequest: async (request, reply) => {
      reply.header('content-security-policy', PAGE_CSP);
      if (request.caller.instanceIds !== null)
        throw new AppError(
          'scope_missing',
          'The queues belong to all personas; this key is limited to some.',
          { param: 'Authorization' },
        );
      if (request.method !== 'GET' && request.method !== 'HEAD')
        throw new AppError('not_found', 'The board shows the queues and changes nothing.');
    },
    handler: async (request, reply) => {
      board ??= open();
      const { statusCode, headers, rawPayload } = await (
        await board
      ).inject({ method: request.method === 'HEAD' ? 'HEAD' : 'GET', url: request.url });
      if (statusCode === 404) throw new AppError('not_found', 'The board has no such page.');
      for (const name of ['content-type', 'cache-control', 'etag', 'last-modified', 'location'])
        if (headers[name] !== undefined) reply.header(name, headers[name]);
      const isPage = String(headers['content-type']).startsWith('text/html');
      return reply.code(statusCode).send(isPage ? ownFilesOnly(rawPayload.toString()) : rawPayload);
    },
  } satisfies Omit<RouteOptions, 'url'>;
  for (const url of [PATH, `${PATH}/*`]) app.route({ ...route, url });
};

/** The page without the fonts that its package loads from another host, and which its policy refuses. */
const ownFilesOnly = (html: string): string => html.replaceAll(/<link\b[^>]*\bhref="https?:[^>]*>/gi, '');
