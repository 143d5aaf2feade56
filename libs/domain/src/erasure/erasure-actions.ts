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
}

export interface DeleteResult {
  id: string;
  result: 'deleted' | 'already_deleted' | 'not_found';
}

export interface DeleteInstanceResult {
  result: 'deleted' | 'already_deleted';
  job_id: string | null;
}
