import { AppError } from './errors.ts';

/**
 * A store that is not a cache is damaged: what it holds can't be read as it was written, and no retry helps.
 * To callers it is `not_ready`; readiness names it, and the log says which file it is.
 */
export class StoreDamagedError extends AppError {
  constructor(message: string, cause: unknown) {
    super('not_ready', message, { cause });
  }
}
