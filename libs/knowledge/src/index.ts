export { createKnowledge } from './create-knowledge.ts';
export { enqueueInstancePurge } from './delete-instance.ts';
export { enqueuePurge } from './delete-pages.ts';
export type * from './knowledge.ts';
export { requeuePages } from './page-queue.ts';
export { isFinal } from './settle-job.ts';
export { MAX_PAGES_PER_CALL } from './store-pages.ts';
