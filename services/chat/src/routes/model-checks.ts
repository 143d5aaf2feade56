import { ModelChecksResponse, type ModelCheck } from '@persona/contracts';
import type { App } from '@persona/runtime';
import type { Resources } from '../resources.ts';

/** Whoever asks again so soon gets the same: a call to a model may cost money. */
const MAX_AGE_MS = 10_000;

/** Whether the models of the install answer, each tried by one real call. */
export function modelCheckRoutes(app: App, { probeModels }: Pick<Resources, 'probeModels'>): void {
  let last: { at: number; checks: Promise<ModelCheck[]> } | undefined;
  const check = async (): Promise<ModelCheck[]> =>
    (await (probeModels?.() ?? [])).map(({ role, model, server, durationMs, problem }) => ({
      role,
      model,
      server,
      duration_ms: durationMs,
      problem: problem && { text: problem.text, todo: problem.todo },
    }));

  app.post('/internal/model-checks', { schema: { response: { 200: ModelChecksResponse } } }, async () => {
    if (!last || performance.now() - last.at > MAX_AGE_MS) {
      const checks = check();
      last = { at: performance.now(), checks };
      // A failure is not kept.
      checks.catch(() => (last = undefined));
    }
    return { models: await last.checks };
  });
}
