import type { Scope } from '@persona/contracts';

/** Deletions. */
export interface ErasureActions {
  /** Removes pages from every answer before this resolves; their bytes leave the stores soon after. */
  deletePages(scope: Scope, ids: readonly string[]): Promise<DeleteResult[]>;
  /**
   * Deletes the pages of a stream that its round `round` did not carry (mode:"replace"). Returns how many;
   * safe to repeat.
   */
  retireStreamPages(scope: Scope, streamId: string, round: number): Promise<number>;
  /**
   * Marks a persona deleted, which readers see at once, and enqueues the purge of everything it has.
   * Idempotent; null when it never existed.
   */
  deleteInstance(instanceId: string, requestedBy: string): Promise<DeleteInstanceResult | null>;
  /**
   * Removes a chat from every list, and its messages from the store, before this resolves. Safe to repeat; a
   * chat that never existed counts as deleted already.
   */
  deleteChat(scope: Scope, chatId: string): Promise<Deletion>;
  /**
   * Removes everything that the persona keeps of one of its users before this resolves, and looks for it
   * again. Safe to repeat; a user that it never had has nothing.
   */
  eraseUser(scope: Scope, userId: string): Promise<ErasedUser>;
  /**
   * Removes a voice or video from every list and address before this resolves; its files leave the store soon
   * after.
   */
  deleteMedia(scope: Scope, mediaId: string): Promise<Deletion>;
}

/** Whether this delete was the first one. */
export type Deletion = 'deleted' | 'already_deleted';

export interface ErasedUser {
  removed: { chats: number; messages: number; kept_replies: number };
  /** Rows that were found afterwards: the user went on chatting. */
  residual: number;
}

export interface DeleteResult {
  id: string;
  result: Deletion | 'not_found';
}

export interface DeleteInstanceResult {
  result: Deletion;
  job_id: string | null;
}
