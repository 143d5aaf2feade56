import { ListModelChecksReply } from '@persona/contracts';
import type { App } from '@persona/runtime';
import { refuseLimited } from '../refuse-limited.ts';
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
      refuseLimited(caller, 'Models belong');
      return { status: 'success' as const, ...(await chat.checkModels()) };
    },
  );
}
