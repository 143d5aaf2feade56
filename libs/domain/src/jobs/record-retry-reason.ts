import { AppError, type Failure, type Scope } from '@persona/contracts';
import type { WaitReason } from '../domain.ts';
import type { Deps } from '../deps.ts';

/**
 * Writes into jobs why their next attempt has to wait. Faults that are not in the error table are described
 * in general words alone.
 */
export async function recordRetryReason(
  { documents }: Deps,
  scope: Scope,
  jobIds: Iterable<string>,
  fault: unknown,
): Promise<void> {
  const error = failureOf(fault);
  await documents.jobs.updateMany(
    scope,
    [...jobIds].map((id) => ({
      id,
      where: { finished_at: null },
      set: { waiting_for: reasonOf(fault), error, updated_at: new Date().toISOString() },
      inc: { attempts: 1, version: 1 },
    })),
  );
}

/** Errors of a model server carry the reason in `extra` (libs/models). */
function reasonOf(fault: unknown): WaitReason {
  const reason = fault instanceof AppError ? fault.extra?.['reason'] : undefined;
  return reason === 'provider_rate_limited' || reason === 'provider_down' ? reason : 'backing_off';
}

function failureOf(fault: unknown): Failure {
  if (fault instanceof AppError) return { code: fault.code, message: fault.message, retryable: true };
  return {
    code: 'internal',
    message: 'The last try failed on our side; it is repeated by itself.',
    retryable: true,
  };
}
