import { AppError } from '@persona/contracts';
import { providerFailure } from '@persona/models';

/**
 * What a log says of a failure: of a model's in words of HTTP and of the network alone, because its server
 * may quote what was sent; nothing of what the caller did wrong, which its code tells.
 */
export function failureFields(error: unknown): object {
  const cause = providerFailure(error);
  if (cause) return { cause };
  return error instanceof AppError && error.code !== 'internal' ? {} : { err: error };
}
