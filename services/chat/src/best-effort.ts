import { AppError } from '@persona/contracts';
import type { Logger, Metrics } from '@persona/runtime';
import { Counter } from 'prom-client';
import { failureFields } from './failure-fields.ts';

/**
 * How long a model is not asked after a fault, so that not every question waits for one that is unavailable.
 */
const FAULT_DELAY_MS = 5_000;

/** Returns a model's result, or undefined when the model is unavailable or too slow. */
export type BestEffort = <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T | undefined>;

/**
 * For models that improve an answer but are not necessary for it: their faults are counted and logged, and
 * not thrown.
 */
export function createBestEffort(
  logger: Logger,
  { registry }: Pick<Metrics, 'registry'>,
): (step: 'embedding' | 'comparing' | 'reranking', timeoutMs: number) => BestEffort {
  const outcomes = new Counter({
    name: 'persona_retrieval_model_total',
    help: 'Calls of the models that help retrieval: ok, failed, or skipped shortly after a fault.',
    labelNames: ['step', 'outcome'],
    registers: [registry],
  });
  return (step, timeoutMs) => {
    let unavailableUntil = 0;
    return async (work) => {
      if (Date.now() < unavailableUntil) {
        outcomes.inc({ step, outcome: 'skipped' });
        return undefined;
      }
      try {
        const made = await work(AbortSignal.timeout(timeoutMs));
        outcomes.inc({ step, outcome: 'ok' });
        return made;
      } catch (error) {
        const retryAfter = error instanceof AppError ? error.retryAfter : undefined;
        unavailableUntil = Date.now() + Math.max(FAULT_DELAY_MS, (retryAfter ?? 0) * 1000);
        outcomes.inc({ step, outcome: 'failed' });
        logger.warn(
          { event: 'retrieval.model_failed', step, ...failureFields(error) },
          'answered without it',
        );
        return undefined;
      }
    };
  };
}
