import { AppError, WidgetKeyParams, WidgetProfileReply } from '@persona/contracts';
import type { App } from '@persona/runtime';
import { counted } from '../edge/authenticate.ts';
import { widgetKeyOf } from '../keys/widget-keys.ts';
import type { Kit } from '../kit.ts';
import { profileOf } from '../persona-profile.ts';
import type { Resources } from '../resources.ts';

const PROFILE_MAX_AGE_S = 300;

/** What a widget shows before its visitor says anything, so that it needs no token on every page. */
export function widgetRoutes(app: App, resources: Resources, { access, keys }: Kit): void {
  app.get(
    '/api/widget/:key',
    {
      config: { public: true },
      schema: {
        tags: ['Keys'],
        summary: 'The persona of a widget key, as its widget shows it',
        description: 'For pages of the origins that the key names, like `POST /api/tokens`.',
        params: WidgetKeyParams,
        response: { 200: WidgetProfileReply },
      },
    },
    async (request, reply) => {
      const { config } = resources;
      const key = await counted(request, keys, () =>
        widgetKeyOf(request, request.params.key, { config, keys }),
      );
      const shown = await access.shown(key.instance_ids?.[0] ?? '');
      if (!shown) throw new AppError('not_found', 'The persona of this key was deleted.', { param: 'key' });
      request.instanceId = shown.instance.id;
      reply.header('cache-control', `private, max-age=${PROFILE_MAX_AGE_S}`);
      return { status: 'success' as const, ...(await profileOf(resources, shown)) };
    },
  );
}
