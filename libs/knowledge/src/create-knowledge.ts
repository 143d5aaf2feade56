import { applySubmission } from './apply-submission.ts';
import { deleteInstance } from './delete-instance.ts';
import { deletePages, retireStreamPages } from './delete-pages.ts';
import { explainJob } from './explain-job.ts';
import type { Knowledge } from './knowledge.ts';
import { createJob } from './open-job.ts';
import type { Deps } from './page-queue.ts';
import { settleJob } from './settle-job.ts';
import { cancelJob, retryPages } from './steer-job.ts';
import { storePages } from './store-pages.ts';
import { updatePage } from './update-page.ts';

/** The write path over one document store and the queues' producer. It holds nothing: there is nothing to close. */
export function createKnowledge(deps: Deps): Knowledge {
  return {
    storePages: (...args) => storePages(deps, ...args),
    updatePage: (...args) => updatePage(deps, ...args),
    deletePages: (...args) => deletePages(deps, ...args),
    retireStreamPages: (...args) => retireStreamPages(deps, ...args),
    applySubmission: (...args) => applySubmission(deps, ...args),
    retryPages: (...args) => retryPages(deps, ...args),
    createJob: (...args) => createJob(deps, ...args),
    settleJob: (...args) => settleJob(deps, ...args),
    explainJob: (...args) => explainJob(deps, ...args),
    cancelJob: (...args) => cancelJob(deps, ...args),
    deleteInstance: (...args) => deleteInstance(deps, ...args),
    countWaiting: (scope, atMost) =>
      deps.documents.pages.count(scope, { deleted_at: null, status: { in: ['queued', 'indexing'] } }, atMost),
  };
}
