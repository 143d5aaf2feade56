import type { Scope } from '@persona/documents';
import { createRightOfWay, type RightOfWay } from '@persona/queues';
import { applySubmission } from './apply-submission.ts';
import { awaitJob } from './await-job.ts';
import { deleteInstance } from './delete-instance.ts';
import { deletePages, retireStreamPages } from './delete-pages.ts';
import { explainJob } from './explain-job.ts';
import type { Knowledge } from './knowledge.ts';
import { noteWaiting } from './note-waiting.ts';
import { createJob } from './open-job.ts';
import type { Deps } from './page-queue.ts';
import { settleJob } from './settle-job.ts';
import { cancelJob, retryPages } from './steer-job.ts';
import { storePages } from './store-pages.ts';
import { updatePage } from './update-page.ts';

/** The write path over one document store and the queues' producer. It holds nothing: there is nothing to close. */
export function createKnowledge(deps: Deps, way: RightOfWay = createRightOfWay()): Knowledge {
  /** Somebody waits for it: what others send in bulk steps aside in this process. */
  const hurried =
    <A extends unknown[], R>(work: (deps: Deps, scope: Scope, ...args: A) => Promise<R>) =>
    async (scope: Scope, ...args: A): Promise<R> => {
      using _passage = way.enter(scope, 1);
      return await work(deps, scope, ...args);
    };
  return {
    storePages: async (scope, pages, options) => {
      using passage = way.enter(scope, pages.length);
      return await storePages(deps, scope, pages, options, passage);
    },
    updatePage: hurried(updatePage),
    deletePages: (...args) => deletePages(deps, ...args),
    retireStreamPages: (...args) => retireStreamPages(deps, ...args),
    applySubmission: hurried(applySubmission),
    retryPages: (...args) => retryPages(deps, ...args),
    createJob: (...args) => createJob(deps, ...args),
    settleJob: (...args) => settleJob(deps, ...args),
    awaitJob: (...args) => awaitJob(deps, way, ...args),
    explainJob: (...args) => explainJob(deps, ...args),
    noteWaiting: (...args) => noteWaiting(deps, ...args),
    cancelJob: (...args) => cancelJob(deps, ...args),
    deleteInstance: (...args) => deleteInstance(deps, ...args),
    countWaiting: (scope, atMost) =>
      deps.documents.pages.count(scope, { deleted_at: null, status: { in: ['queued', 'indexing'] } }, atMost),
  };
}
