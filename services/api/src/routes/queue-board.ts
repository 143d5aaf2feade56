import { AppError } from '@persona/contracts';
import type { Routes } from '../kit.ts';
import { sendError } from '../edge/errors.ts';
import { PAGE_CSP } from '../openapi/openapi.ts';

const PATH = '/admin/queues';

/**
 * The queues as a page for operators, who sign in with an admin key as the password. It shows every persona's
 * jobs, so a key that is limited to some personas does not open it. Jobs contain ids alone, and nothing can
 * be changed here: `retry` and `cancel` belong to the documents (routes/jobs.ts).
 */
export const queueBoardRoutes: Routes = async (app, { config, producer, logger }) => {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, scope: 'admin', basic: true, audit: null };
    // The board's own handler would report the guard's errors as faults.
    route.errorHandler = (error, request, reply) => void sendError(error, request, reply, logger);
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('content-security-policy', PAGE_CSP);
    if (request.caller.instanceIds !== null)
      throw new AppError('scope_missing', 'The queues belong to all personas; this key is limited to some.', {
        param: 'Authorization',
      });
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new AppError('not_found', 'The board shows the queues and changes nothing.');
  });
  await app.register(await producer.board(config.BASE_PATH + PATH), { prefix: PATH });
};
