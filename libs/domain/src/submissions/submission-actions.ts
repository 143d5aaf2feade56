import type { Submission } from '@persona/contracts';
import type { Scope } from '@persona/documents';

/** What is proposed for the knowledge base, and what becomes of it. */
export interface SubmissionActions {
  /**
   * Makes an approved submission's texts pages (or new versions of those they review), then marks it applied. Safe to repeat and to run
   * twice at once; the sweeper calls it for what a crash left. Null when there is nothing to apply.
   */
  applySubmission(scope: Scope, submissionId: string): Promise<Submission | null>;
}
