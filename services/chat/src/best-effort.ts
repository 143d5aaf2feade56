import { AppError } from '@persona/contracts';
import type { Logger, Metrics } from '@persona/runtime';
import { Counter } from 'prom-client';

/** After a fault, a model is left alone for so long, so that not every question waits for one that is away. */
const PAUSE_MS = 5_000;

/** What a model makes, when it is there and quick enough; else undefined. */
export type BestEffort = <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T | undefined>;

/** For models that improve an answer which can do without them: their faults are counted and logged, and are nobody's error. */
export function createBestEffort(
  logger: Logger,
  { registry }: Pick<Metrics, 'registry'>,
): (step: 'embedding' | 'reranking', patienceMs: number) => BestEffort {
  const outcomes = new Counter({
    name: 'persona_retrieval_model_total',
    help: 'Calls of the models that help retrieval: ok, failed, or skipped shortly after a fault.',
    labelNames: ['step', 'outcome'],
    registers: [registry],
  });
  return (step, patienceMs) => {
    let awayUntil = 0;
    return async (work) => {
      if (Date.now() < awayUntil) {
        outcomes.inc({ step, outcome: 'skipped' });
        return undefined;
      }
      try {
        const made = await work(AbortSignal.timeout(patienceMs));
        outcomes.inc({ step, outcome: 'ok' });
        return made;
      } catch (err) {
        const retryAfter = err instanceof AppError ? err.retryAfter : undefined;
        awayUntil = Date.now() + Math.max(PAUSE_MS, (retryAfter ?? 0) * 1000);
        outcomes.inc({ step, outcome: 'failed' });
        logger.warn({ event: 'retrieval.model_failed', step, err }, 'passages are found without it');
        return undefined;
      }
    };
  };
}
