// Producers and workers have entries of their own: BullMQ comes with them, and the chat service has neither.
export {
  createMemoryChangeFeed,
  isAfter,
  type ChangeFeed,
  type ChangePublisher,
  type NumberedChange,
} from './change-feed.ts';
export { createChangeFeed, createChangePublisher } from './redis-change-feed.ts';
export { GiveUp, RetryLater } from './job-errors.ts';
export type { NewQueueJob, Producer } from './producer.ts';
export { MAX_PAGES_IN_MAIN, queueJobId, type JobKind } from './queue-jobs.ts';
export type { JobPlace, QueueState, QueueView } from './queue-view.ts';
export { checkQueue, refusals, type QueueRefusal } from './refusal.ts';
export { checkRedis, type QueueConnection } from './redis.ts';
export {
  createCooperativeScheduler,
  type YieldToken,
  type CooperativeScheduler,
} from './cooperative-scheduler.ts';
export { createSharedEpoch } from './read-epoch.ts';
export { createSharedBuckets, type SharedBuckets } from './shared-buckets.ts';
export type { HandledJob, Handler, Handlers, Workers } from './workers.ts';
export { createTimeSlices, nextTurn } from './time-slices.ts';
