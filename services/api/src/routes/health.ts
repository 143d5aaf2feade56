import type { Resources } from '../resources.ts';
import type { App } from '@persona/runtime';

/**
 * /healthz reports that the process runs, /readyz whether each part that it needs is ready, /metrics is read
 * by Prometheus. They are never refused under load and need no key.
 */
export function healthRoutes(app: App, { health, metrics }: Resources): void {
  const open = { config: { public: true, load: 'liveness' }, schema: { hide: true } } as const;
  app.get('/healthz', open, () => ({ status: 'ok' }));
  app.get('/readyz', open, async (_request, reply) => {
    const readiness = await health.check();
    return reply.code(readiness.ready ? 200 : 503).send(readiness);
  });
  app.get('/metrics', open, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}
