import type { Scope } from '@persona/contracts';
import { createCooperativeScheduler, type CooperativeScheduler } from '@persona/queues';
import type { Domain } from './domain.ts';
import { giveFeedback } from './chats/give-feedback.ts';
import {
  deleteChat,
  deleteInstance,
  deleteMedia,
  deletePages,
  eraseUser,
  retireStreamPages,
} from './erasure/index.ts';
import { awaitJob } from './jobs/await-job.ts';
import { explainJob } from './jobs/explain-job.ts';
import { createJob } from './jobs/open-job.ts';
import { recordRetryReason } from './jobs/record-retry-reason.ts';
import { cancelJob, retryJob } from './jobs/retry-cancel.ts';
import { settleJob, settleJobs } from './jobs/settle-job.ts';
import { addMedia } from './media/add-media.ts';
import { attachMedia } from './media/attach-media.ts';
import { removeCaptionPages, storeCaptionPages } from './media/caption-pages.ts';
import { remakeMedia } from './media/process-again.ts';
import { recordConsent } from './media/record-consent.ts';
import { storedMediaBytes } from './media/stored-media-bytes.ts';
import type { Deps, DomainDeps } from './deps.ts';
import { warningsOfLive } from './pages/store-pages.ts';
import { createPageStore } from './pages/store-together.ts';
import { revertPage } from './pages/revert-page.ts';
import { updatePage } from './pages/update-page.ts';
import {
  createDefaultInstance,
  defaultInstance,
  defaultInstanceId,
  setDefaultInstance,
  suggestDefaultInstance,
} from './personas/default-persona.ts';
import { createInstance, savePrompts, updateInstance } from './personas/save-persona.ts';
import { askForSpeech, awaitSpeech, finishSpeech, startSpeech } from './speech/speech.ts';
import { createPageStreams } from './streams/page-streams.ts';
import { applySubmission } from './submissions/apply-submission.ts';
import { decideSubmission } from './submissions/decide-submission.ts';
import { createSubmission, pageItems, resubmit, reviewItems } from './submissions/submit.ts';

/** The domain over one document store and the queues' producer. There is nothing to close. */
export function createDomain(
  deps: DomainDeps,
  scheduler: CooperativeScheduler = createCooperativeScheduler(),
): Domain {
  /** A caller waits for the result, so larger work of others in this process yields to it. */
  const awaited =
    <A extends unknown[], R>(work: (deps: Deps, scope: Scope, ...args: A) => Promise<R>) =>
    async (scope: Scope, ...args: A): Promise<R> => {
      using _token = scheduler.enter(scope, 1);
      return await work(deps, scope, ...args);
    };
  const knowledge: Pick<Domain, 'storePages' | 'retireStreamPages'> = {
    storePages: createPageStore(deps, scheduler),
    retireStreamPages: (...args) => retireStreamPages(deps, ...args),
  };
  return {
    ...knowledge,
    updatePage: awaited(updatePage),
    revertPage: awaited(revertPage),
    warningsOfLive: (...args) => warningsOfLive(deps, ...args),
    countWaiting: (scope, max) =>
      deps.documents.pages.count(scope, { deleted_at: null, status: { in: ['queued', 'indexing'] } }, max),

    ...createPageStreams(deps.documents, knowledge),

    pageItems: (...args) => pageItems(deps, ...args),
    reviewItems: (...args) => reviewItems(deps, ...args),
    createSubmission: (...args) => createSubmission(deps, ...args),
    resubmit: (...args) => resubmit(deps, ...args),
    decideSubmission: awaited(decideSubmission),
    applySubmission: awaited(applySubmission),

    giveFeedback: (...args) => giveFeedback(deps, ...args),

    askForSpeech: (...args) => askForSpeech(deps, ...args),
    awaitSpeech: (...args) => awaitSpeech(deps, ...args),
    startSpeech: (...args) => startSpeech(deps, ...args),
    finishSpeech: (...args) => finishSpeech(deps, ...args),

    addMedia: (...args) => addMedia(deps, ...args),
    attachMedia: (...args) => attachMedia(deps, ...args),
    storeCaptionPages: (...args) => storeCaptionPages(deps, ...args),
    removeCaptionPages: (...args) => removeCaptionPages(deps, ...args),
    recordConsent: (...args) => recordConsent(deps, ...args),
    remakeMedia: (...args) => remakeMedia(deps, ...args),
    storedMediaBytes: (keyIds) => storedMediaBytes(deps, keyIds),

    createInstance: (...args) => createInstance(deps, ...args),
    updateInstance: (...args) => updateInstance(deps, ...args),
    savePrompts: (...args) => savePrompts(deps, ...args),
    defaultInstance: () => defaultInstance(deps),
    defaultInstanceId: () => defaultInstanceId(deps),
    setDefaultInstance: (...args) => setDefaultInstance(deps, ...args),
    suggestDefaultInstance: (...args) => suggestDefaultInstance(deps, ...args),
    createDefaultInstance: (...args) => createDefaultInstance(deps, ...args),

    createJob: (...args) => createJob(deps, ...args),
    settleJob: (...args) => settleJob(deps, ...args),
    settleJobs: (...args) => settleJobs(deps, ...args),
    awaitJob: (...args) => awaitJob(deps, scheduler, ...args),
    explainJob: (...args) => explainJob(deps, ...args),
    recordRetryReason: (...args) => recordRetryReason(deps, ...args),
    retryJob: (...args) => retryJob(deps, ...args),
    cancelJob: (...args) => cancelJob(deps, ...args),

    deletePages: (...args) => deletePages(deps, ...args),
    deleteInstance: (...args) => deleteInstance(deps, ...args),
    deleteChat: (...args) => deleteChat(deps, ...args),
    deleteMedia: (...args) => deleteMedia(deps, ...args),
    eraseUser: (...args) => eraseUser(deps, ...args),
  };
}
