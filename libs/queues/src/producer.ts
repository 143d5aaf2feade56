import type { JobData, JobName } from '@persona/contracts';

/**
 * The producer's side of the queues. It never makes its caller fail: the document that a job names is already stored, and the sweeper
 * enqueues what Redis did not take. Every call ends within a second or two, whatever Redis does.
 */
export interface Producer {
  /** Resolves to false when Redis did not take it. An id that is in the queue already is not added again. */
  add<N extends JobName>(name: N, job: NewQueueJob<N>): Promise<boolean>;
  /** All or, when Redis fails, possibly only some: then false. */
  addMany<N extends JobName>(name: N, jobs: readonly NewQueueJob<N>[]): Promise<boolean>;
  close(): Promise<void>;
}

export interface NewQueueJob<N extends JobName> {
  id: string;
  data: JobData<N>;
}
