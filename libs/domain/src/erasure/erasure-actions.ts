import type { Scope } from '@persona/contracts';

/** Deletions. */
export interface ErasureActions {
  /** Pages leave every answer before this resolves; their bytes leave the stores soon after. */
  deletePages(scope: Scope, ids: readonly string[]): Promise<DeleteResult[]>;
  /**
   * Deletes the pages of a stream that its round `round` did not carry (mode:"replace"). Returns how many;
   * safe to repeat.
   */
  retireStreamPages(scope: Scope, streamId: string, round: number): Promise<number>;
  /**
   * Marks a persona deleted (readers stop at once) and has everything of it purged. Idempotent; null when it
   * never existed.
   */
  deleteInstance(instanceId: string, requestedBy: string): Promise<DeleteInstanceResult | null>;
  /**
   * A chat leaves every list, and its messages the store, before this resolves. Safe to repeat; one that never
   * existed counts as deleted already.
   */
  deleteChat(scope: Scope, chatId: string): Promise<Deletion>;
  /** A voice or video leaves every list and address before this resolves; its files leave the store soon after. */
  deleteMedia(scope: Scope, mediaId: string): Promise<Deletion>;
}

/** Whether a delete was the first one. */
export type Deletion = 'deleted' | 'already_deleted';

export interface DeleteResult {
  id: string;
  result: Deletion | 'not_found';
}

export interface DeleteInstanceResult {
  result: Deletion;
  job_id: string | null;
}
