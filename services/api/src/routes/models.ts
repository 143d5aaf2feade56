import { AppError, ListModelChecksReply } from '@persona/contracts';
import type { App } from '@persona/runtime';
import type { Resources } from '../resources.ts';

/** Whether the models of the install answer: they are everybody's, so a limited key does not try them. */
export function modelRoutes(app: App, { chat }: Resources): void {
  app.get(
    '/api/admin/models',
    {
      config: { scope: 'admin' },
      schema: {
        tags: ['Models'],
        summary: 'Try each model by one small call, and say what is wrong and what to do',
        response: { 200: ListModelChecksReply },
      },
    },
    async ({ caller }) => {
      if (caller.instanceIds !== null || caller.userId !== null)
        throw new AppError('scope_missing', 'Models belong to the whole install; this key is limited.', {
          param: 'Authorization',
        });
      return { status: 'success' as const, ...(await chat.checkModels()) };
    },
  );
}
