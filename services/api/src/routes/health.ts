import { AppError } from '@persona/contracts';
import { identify } from '../edge/authenticate.ts';
import { isLocalRequest } from '../edge/local-request.ts';
import { hasScope } from '../keys/caller.ts';
import type { Kit } from '../kit.ts';
import type { Resources } from '../resources.ts';
import type { App } from '@persona/runtime';

/**
 * /healthz reports that the process runs, /readyz whether each part that it needs is ready, /metrics is read
 * by Prometheus. They are never refused under load. The first two need no key; metrics tell of everybody's
 * use, and so need one of all personas wherever the request may have come through a proxy. (They are also on
 * the internal port.)
 */
export function healthRoutes(app: App, { config, health, metrics }: Resources, { keys }: Kit): void {
  const open = { config: { public: true, load: 'liveness' }, schema: { hide: true } } as const;
  app.get('/healthz', open, () => ({ status: 'ok' }));
  app.get('/readyz', open, async (_request, reply) => {
    const readiness = await health.check();
    return reply.code(readiness.ready ? 200 : 503).send(readiness);
  });
  app.get('/metrics', { ...open, config: { ...open.config, basic: true } }, async (request, reply) => {
    if (!isLocalRequest(request)) {
      const caller = await identify(request, { config, keys });
      if (caller.instanceIds !== null || !hasScope(caller, 'admin'))
        throw new AppError('scope_missing', 'Metrics belong to all personas: send an admin key.', {
          param: 'Authorization',
        });
    }
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}
