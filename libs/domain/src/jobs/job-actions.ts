import type { Job, JobState, Scope } from '@persona/contracts';

/** What is done to jobs, the rows that callers follow. */
export interface JobActions {
  /**
   * Creates the row that a caller follows, or returns the one with this id. `total` (default 1) is the number
   * of subjects; 0 for pages that are still to come.
   */
  createJob(scope: Scope, job: NewJob): Promise<Job>;
  /**
   * Brings a job's state and progress up to date with its subjects (pages with its id, a media file, a
   * persona) and returns it; null when there is no such job.
   */
  settleJob(scope: Scope, jobId: string): Promise<Job | null>;
  /** The same for several jobs, of each of which a worker has just made so many pages live. */
  settleJobs(scope: Scope, live: ReadonlyMap<string, number>): Promise<void>;
  /**
   * Settles a job repeatedly until it is done, `timeoutMs` are over or `gone` says that the caller has left.
   */
  awaitJob(
    scope: Scope,
    jobId: string,
    options: { timeoutMs: number; gone: () => boolean },
  ): Promise<Job | null>;
  /** A settled job with the reason why it waits, its place and its next attempt (contract §13). */
  explainJob(scope: Scope, jobId: string): Promise<ExplainedJob | null>;
  /**
   * For workers: an attempt at these jobs ended in `fault` and will be repeated. The reason that a model
   * server's error names becomes the jobs' reason, and the fault their last error, until the work is done.
   */
  recordRetryReason(scope: Scope, jobIds: Iterable<string>, fault: unknown): Promise<void>;
  /** Enqueues all subjects of a job that failed. Returns how many pages or recordings these are. */
  retryJob(scope: Scope, jobId: string): Promise<number>;
  /**
   * Stops a job of pages or of a recording and returns it as it then is. What was not done fails as
   * `cancelled` and may be retried; the live versions stay. A worker that has the recording discards its
   * result. Jobs of other kinds run on.
   */
  cancelJob(scope: Scope, jobId: string): Promise<Job | null>;
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
