import { AppError, StoreDamagedError } from '@persona/contracts';

/** The store's files or its server are unavailable, full or locked; the same call may succeed later. */
export const storeNotReady = (cause?: unknown): AppError =>
  new AppError('not_ready', 'The document store can not read or write at the moment. Try again.', { cause });

/** What was stored can't be read any more as it was written. */
export const storeDamaged = (cause: unknown): AppError =>
  new StoreDamagedError(
    'The document store is damaged; its log says what to do. A retry does not help.',
    cause,
  );

/** What an update rejects with when the document would get a place that another one is in. */
export const placeTaken = (id: string, index: string): AppError =>
  new AppError('version_conflict', `Another document already has the ${index} that ${id} was to get.`, {
    param: index,
  });
