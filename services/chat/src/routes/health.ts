import type { App } from '@persona/runtime';
import type { Resources } from '../resources.ts';

/** Liveness, readiness by part, and the metrics of this process. */
export function healthRoutes(app: App, { health, indexNote, metrics }: Resources): void {
  app.get('/healthz', async () => ({ status: 'ok', index: indexNote?.() ?? 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const readiness = await health.check();
    return reply.code(readiness.ready ? 200 : 503).send(readiness);
  });
  app.get('/metrics', async (_request, reply) => {
    const text = await metrics.registry.metrics();
    return reply.type(metrics.registry.contentType).send(text);
  });
}
