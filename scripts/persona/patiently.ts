import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, StoreDamagedError } from '@persona/contracts';

const DELAYS_MS = [500, 1000, 2000, 4000];

/** A store that is away or busy; a damaged one stays so. */
export const isPassing = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'not_ready' && !(error instanceof StoreDamagedError);

/**
 * Does what only reads, or may be done twice, again where a store did not answer: some seconds of a busy
 * server are no reason to end a long command.
 */
export async function patiently<T>(
  work: () => Promise<T>,
  delaysMs: readonly number[] = DELAYS_MS,
): Promise<T> {
  for (const delay of delaysMs)
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error)) throw error;
      await sleep(delay);
    }
  return work();
}
