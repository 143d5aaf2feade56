import { AppError } from '@persona/contracts';
import type { Caller } from './keys/caller.ts';

/** Throws for a key that is limited to personas or to a user: `what` concerns the whole install. */
export function refuseLimited({ instanceIds, userId }: Caller, what: string): void {
  if (instanceIds !== null || userId !== null)
    throw new AppError('scope_missing', `${what} to the whole install; this key is limited.`, {
      param: 'Authorization',
    });
}
