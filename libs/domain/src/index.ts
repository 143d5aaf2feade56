export { createDomain } from './create-domain.ts';
export { enqueueInstancePurge } from './erasure/delete-persona.ts';
export { enqueuePurge } from './erasure/delete-pages.ts';
export { forgetReplies, tellsOfDeleted } from './erasure/kept-replies.ts';
export type * from './domain.ts';
export { belongsInIndex, reindexPages, requeuePages } from './pages/page-queue.ts';
export { isFinal } from './jobs/settle-job.ts';
export { MAX_PAGES_PER_CALL } from './pages/store-pages.ts';
