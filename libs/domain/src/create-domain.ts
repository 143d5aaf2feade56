import type { Scope } from '@persona/contracts';
import { createCooperativeScheduler, type CooperativeScheduler } from '@persona/queues';
import { applySubmission } from './submissions/apply-submission.ts';
import { awaitJob } from './jobs/await-job.ts';
import { deleteInstance } from './erasure/delete-persona.ts';
import { deletePages, retireStreamPages } from './erasure/delete-pages.ts';
import { explainJob } from './jobs/explain-job.ts';
import type { Domain } from './domain.ts';
import { recordRetryReason } from './jobs/record-retry-reason.ts';
import { createJob } from './jobs/open-job.ts';
import type { Deps } from './pages/page-queue.ts';
import { settleJob } from './jobs/settle-job.ts';
import { cancelJob, retryPages } from './jobs/retry-cancel.ts';
import { storePages } from './pages/store-pages.ts';
import { updatePage } from './pages/update-page.ts';

/** The write path over one document store and the queues' producer. It holds nothing: there is nothing to close. */
export function createDomain(
  deps: Deps,
  scheduler: CooperativeScheduler = createCooperativeScheduler(),
): Domain {
  /** Somebody waits for it: what others send in bulk steps aside in this process. */
  const hurried =
    <A extends unknown[], R>(work: (deps: Deps, scope: Scope, ...args: A) => Promise<R>) =>
    async (scope: Scope, ...args: A): Promise<R> => {
      using _token = scheduler.enter(scope, 1);
      return await work(deps, scope, ...args);
    };
  return {
    storePages: async (scope, pages, options) => {
      using token = scheduler.enter(scope, pages.length);
      return await storePages(deps, scope, pages, options, token);
    },
    updatePage: hurried(updatePage),
    deletePages: (...args) => deletePages(deps, ...args),
    retireStreamPages: (...args) => retireStreamPages(deps, ...args),
    applySubmission: hurried(applySubmission),
    retryPages: (...args) => retryPages(deps, ...args),
    createJob: (...args) => createJob(deps, ...args),
    settleJob: (...args) => settleJob(deps, ...args),
    awaitJob: (...args) => awaitJob(deps, scheduler, ...args),
    explainJob: (...args) => explainJob(deps, ...args),
    recordRetryReason: (...args) => recordRetryReason(deps, ...args),
    cancelJob: (...args) => cancelJob(deps, ...args),
    deleteInstance: (...args) => deleteInstance(deps, ...args),
    countWaiting: (scope, atMost) =>
      deps.documents.pages.count(scope, { deleted_at: null, status: { in: ['queued', 'indexing'] } }, atMost),
  };
}
