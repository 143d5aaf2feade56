import { AppError, StartupError } from '@persona/contracts';

/** The HTTP status of a server's refusal, or undefined when no server answered. */
export const statusOf = (error: unknown): number | undefined =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

const KEYS_REFUSED = 'S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be right, and allowed to use it';

/** Whether the object or the bucket does not exist. */
export const isAbsent = (error: unknown): boolean => statusOf(error) === 404;

export const isTakenByUs = (error: unknown): boolean => (error as Error).name === 'BucketAlreadyOwnedByYou';

/**
 * The server is unavailable, failing, or refuses us since its password was changed; the same call may succeed
 * later.
 */
export const s3NotReady = (cause: unknown): AppError =>
  new AppError('not_ready', 'Files can not be read or written at the moment. Try again.', {
    // The SDK knows no words for a refusal without a body, such as that of HEAD.
    cause: [401, 403].includes(statusOf(cause) ?? 0) ? new Error(KEYS_REFUSED, { cause }) : cause,
  });

export const rangeRefused = (bytes: number | undefined): AppError =>
  new AppError('validation_error', `The range begins after the last of ${bytes ?? 'its'} bytes.`, {
    param: 'range',
  });

/**
 * Why a bucket can't be used: a StartupError when its server refuses, `not_ready` when it is unavailable or
 * fails.
 */
export function bucketRefused(bucket: string, cause: unknown): AppError | StartupError {
  const status = statusOf(cause);
  if (status === undefined && (cause as Error).name === 'CredentialsProviderError')
    return new StartupError('BLOBS_URL names a bucket: set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.', {
      cause,
    });
  if (status === undefined || status >= 500 || status === 429) return s3NotReady(cause);
  const why =
    status === 403
      ? KEYS_REFUSED
      : status === 301
        ? 'it is in another region than S3_REGION names'
        : `the server says ${(cause as Error).name}`;
  return new StartupError(`The bucket ${bucket} of BLOBS_URL can't be used: ${why}.`, { cause });
}
