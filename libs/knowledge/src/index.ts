export { createKnowledge } from './create-knowledge.ts';
export { enqueueInstancePurge } from './delete-instance.ts';
export { enqueuePurge } from './delete-pages.ts';
export { forgetReplies, tellsOfDeleted } from './kept-replies.ts';
export type * from './knowledge.ts';
export { belongsInIndex, reindexPages, requeuePages } from './page-queue.ts';
export { isFinal } from './settle-job.ts';
export { MAX_PAGES_PER_CALL } from './store-pages.ts';
