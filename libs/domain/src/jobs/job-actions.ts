import type { Job, JobState, Scope } from '@persona/contracts';

/** What is done to jobs, the rows that callers follow. */
export interface JobActions {
  /**
   * Creates the row a caller follows, or returns the one with this id. `total` (1): what it waits for; for
   * pages that are still to come, 0.
   */
  createJob(scope: Scope, job: NewJob): Promise<Job>;
  /**
   * Brings a job's state and progress up to date with its subjects (pages with its id, a media file, a
   * persona) and returns it; null when there is no such job.
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
   * For workers: a try at these jobs ended in `fault` and will be repeated. What a model server's error says
   * of itself becomes the reason, and the fault the last error, until the work is done.
   */
  recordRetryReason(scope: Scope, jobIds: Iterable<string>, fault: unknown): Promise<void>;
  /** Puts all that failed in a job into the queue again. Returns how many pages or recordings. */
  retryJob(scope: Scope, jobId: string): Promise<number>;
  /**
   * Stops a job of pages or of a recording and returns it as it then is: what was not done fails as
   * `cancelled` and may be retried; the versions that answer go on. A worker that has the recording finds it
   * no longer wanted when it is done. Other jobs run on.
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
