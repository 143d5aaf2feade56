import type { Job, JobState, Page, Submission, Scope } from '@persona/contracts';

/**
 * What can be done to a persona's knowledge: the write path from a caller's page to a durable, queued one.
 *
 * Promises
 * - When a function resolves, what it reports is committed in the document store; whether Redis was there makes no difference.
 * - Every function may be stopped between any two of its writes and be called again: the second call finishes what the first began.
 * - The same function may run many times at once on the same pages: each page's versions rise one after the other.
 *
 * Access is settled before: whoever holds a Scope may do all of this in it.
 */
export interface Domain {
  /**
   * Stores 1–500 pages and puts what is new into the queue. Results come in the order of the pages; a page that appears twice is stored
   * in that order. Blank content or title is a `validation_error` naming the page, before anything is written.
   */
  storePages(scope: Scope, pages: readonly PageInput[], options: StoreOptions): Promise<StoreResult>;
  /** A new version of one page; the old one answers until it is live. Throws `not_found` or, with a stale `version`, `version_conflict`. */
  updatePage(scope: Scope, id: string, change: PageChange, options: UpdateOptions): Promise<UpdateResult>;
  /** Pages leave every answer before this resolves; their bytes leave the stores soon after. */
  deletePages(scope: Scope, ids: readonly string[]): Promise<DeleteResult[]>;
  /** Deletes the pages of a stream that its round `round` did not carry (mode:"replace"). Returns how many; safe to repeat. */
  retireStreamPages(scope: Scope, streamId: string, round: number): Promise<number>;
  /**
   * Makes an approved submission's texts pages (or new versions of those they review), then marks it applied. Safe to repeat and to run
   * twice at once; the sweeper calls it for what a crash left. Null when there is nothing to apply.
   */
  applySubmission(scope: Scope, submissionId: string): Promise<Submission | null>;
  /** Puts all pages that failed in a job into the queue again. Returns how many. */
  retryPages(scope: Scope, jobId: string): Promise<number>;
  /** Creates the row a caller follows, or returns the one with this id. `total` (1): what it waits for; for pages that are still to come, 0. */
  createJob(scope: Scope, job: NewJob): Promise<Job>;
  /**
   * Brings a job's state and progress up to date with its subjects (pages with its id, a media file, a persona) and returns it;
   * null when there is no such job.
   */
  settleJob(scope: Scope, jobId: string): Promise<Job | null>;
  /** Settles a job until it is done, `timeoutMs` are over or `gone` says that nobody waits for it any more. */
  awaitJob(
    scope: Scope,
    jobId: string,
    options: { timeoutMs: number; gone: () => boolean },
  ): Promise<Job | null>;
  /** A settled job with the reason why it waits, its place and its next attempt (contract §13). */
  explainJob(scope: Scope, jobId: string): Promise<ExplainedJob | null>;
  /**
   * For workers: a try at these jobs ended in `fault` and will be repeated. What a model server's error says of itself becomes the reason,
   * and the fault the last error, until the work is done.
   */
  recordRetryReason(scope: Scope, jobIds: Iterable<string>, fault: unknown): Promise<void>;
  /** Stops a job of pages: those not yet live fail as `cancelled`, and may be retried; the versions that answer go on. Other jobs run on. */
  cancelJob(scope: Scope, jobId: string): Promise<Job | null>;
  /** Marks a persona deleted (readers stop at once) and has everything of it purged. Idempotent; null when it never existed. */
  deleteInstance(instanceId: string, requestedBy: string): Promise<DeleteInstanceResult | null>;
  /** Pages of the persona that wait to be indexed, counted up to `atMost`: for backpressure. */
  countWaiting(scope: Scope, atMost: number): Promise<number>;
}

export interface PageInput {
  /** The caller's own id of the page, or a `td_` id of this persona. */
  id?: string | undefined;
  title: string;
  /** Plain text, Markdown or HTML. */
  content: string;
  metadata?: Record<string, unknown> | undefined;
  source?: string | undefined;
}

export interface StoreOptions {
  /** Who asked: a key id. */
  requestedBy: string;
  /** Where the pages came from when they don't say: `store-pages`, `stream-pages`, `review`. */
  source: string;
  stream?: { id: string; round: number } | undefined;
  /** Adds the work to this job instead of making one: for a request that stores in several calls. */
  jobId?: string | undefined;
  /** What error messages call the list; `pages` → `pages[3].title`. */
  param?: string | undefined;
}

export type StoredResult = 'created' | 'updated' | 'unchanged';
export interface StoredPage {
  id: string;
  external_id: string | null;
  result: StoredResult;
  version: number;
}
export interface StoreResult {
  pages: StoredPage[];
  /** Null when nothing had to be done. */
  job_id: string | null;
  warnings: string[];
  /** False when the queue could not be reached: the sweeper will enqueue. */
  enqueued: boolean;
}

export interface PageChange {
  content: string;
  title?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
}
export interface UpdateOptions {
  requestedBy: string;
  /** Only if this is the current version. */
  version?: number | undefined;
}
export interface UpdateResult {
  page: Page;
  result: 'updated' | 'unchanged';
  job_id: string | null;
  warnings: string[];
  enqueued: boolean;
}

export interface DeleteResult {
  id: string;
  result: 'deleted' | 'already_deleted' | 'not_found';
}
export interface DeleteInstanceResult {
  result: 'deleted' | 'already_deleted';
  job_id: string | null;
}

export interface NewJob {
  id?: string;
  kind: Job['kind'];
  subject_id: string | null;
  requested_by: string;
  total?: number;
}

export type WaitReason =
  | 'position_in_queue'
  | 'no_worker'
  | 'provider_rate_limited'
  | 'provider_down'
  | 'paused'
  | 'backing_off';

export interface ExplainedJob {
  job: Job;
  state: JobState;
  /** Null once it is done, and while it is being worked on. */
  reason: WaitReason | null;
  /** 1 is next; null when it is not in line. */
  position_in_queue: number | null;
  next_retry_at: string | null;
  age_ms: number;
}
