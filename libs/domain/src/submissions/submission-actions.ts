import type { ProposedText, ReviewDecision, ReviewItem, Submission, Scope } from '@persona/contracts';
import type { PageInput } from '../pages/page-actions.ts';

/** Proposals for the knowledge base, and the decisions on them. */
export interface SubmissionActions {
  /**
   * Returns the items of a submission: an article that is the id of a live page reviews that page, any other
   * is a text, or the new text of the page that it names; throws `not_found` where that is not live. Writes
   * nothing.
   */
  reviewItems(
    scope: Scope,
    articles: readonly (string | ProposedText)[],
    notes: readonly string[],
  ): Promise<ReviewItem[]>;
  /** Returns the items in which pages wait for review, as `storePages` would store them. Writes nothing. */
  pageItems(scope: Scope, pages: readonly PageInput[]): Promise<ReviewItem[]>;
  /** Stores a submission that waits for a decision; one that exists under this id is returned as it is. */
  createSubmission(scope: Scope, submission: NewSubmission): Promise<Submission>;
  /**
   * Answers a reviewer who asked for changes. Null when there is no such submission; throws
   * `review_state_conflict` for one in another state.
   */
  resubmit(scope: Scope, id: string, change: Pick<Submission, 'items' | 'notes'>): Promise<Submission | null>;
  /**
   * Decides on a submission as it was read, and applies an approval at once. A repeated decision returns the
   * first; another one throws `review_state_conflict`. Returns the submission as it then is; null when it is
   * gone.
   */
  decideSubmission(scope: Scope, submission: Submission, decision: Decision): Promise<Submission | null>;
  /**
   * Turns an approved submission's texts into pages (or new versions of those they review), then marks it
   * applied. Safe to repeat and to run twice at once; the sweeper calls it for what a crash left. Null when
   * there is nothing to apply.
   */
  applySubmission(scope: Scope, submissionId: string): Promise<Submission | null>;
}

export interface NewSubmission extends Pick<Submission, 'id' | 'items' | 'notes'> {
  /** A key id. */
  submittedBy: string;
}

export interface Decision {
  decision: ReviewDecision;
  /** What an approval stores instead of each article, by its index; null for the article itself. */
  edits: readonly (string | null)[];
  note: string | undefined;
  /** A key id. */
  decidedBy: string;
}
