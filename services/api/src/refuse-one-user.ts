import { AppError } from '@persona/contracts';
import type { Caller } from './keys/caller.ts';

/** Throws for a key that speaks for one user: what is said of all users is not for it. */
export function refuseOneUser({ userId }: Caller): void {
  if (userId !== null)
    throw new AppError(
      'user_mismatch',
      'This key speaks for one user only, and this is about all of them; use another key.',
      { param: 'Authorization' },
    );
}
