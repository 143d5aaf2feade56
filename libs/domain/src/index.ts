export { cutAudit, readAudit, verifyAudit, type AuditFilter, type AuditPlace } from './audit/index.ts';
export { announceChanges } from './changes/announce-changes.ts';
export { createDomain } from './create-domain.ts';
export {
  enqueueInstancePurge,
  purgeChats,
  purgeInstance,
  purgeMedia,
  purgePages,
  removeBodies,
  removeLateFiles,
  repurgeIfDeleted,
  requeueMediaPurge,
  requeuePagePurge,
  shownMessage,
  shownMessages,
  revealsDeleted,
} from './erasure/index.ts';
export {
  cancelAnswer,
  claimTurn,
  finishTurn,
  followAnswer,
  releaseTurn,
  type BegunBefore,
  type ClaimedTurn,
  type TurnDeps,
  type TurnOptions,
} from './chats/index.ts';
export type * from './domain.ts';
export {
  addCoverage,
  indexCoverage,
  indexState,
  noPages,
  percentIndexed,
  type IndexCoverage,
} from './pages/index-coverage.ts';
export { belongsInIndex, reindexPages, requeuePages } from './pages/page-queue.ts';
export { checkShowsText } from './pages/page-draft.ts';
export { countMissing, pagesToIndex } from './pages/index-gaps.ts';
export { pageWarnings } from './pages/page-warnings.ts';
export { filesOf } from './media/files-of.ts';
export { linkedFolder, madeFiles, storedFiles } from './media/stored-files.ts';
export { livePersonas } from './personas/live-personas.ts';
export { clipsOf, planSpeech, soundOf, type Clip, type SpeechPlan } from './speech/plan-speech.ts';
export { agreedVoice, personasOfVoice } from './speech/agreed-voice.ts';
export { findSpeech } from './speech/speech.ts';
export { speechKey } from './speech/forget-speech.ts';
export { explainJob } from './jobs/explain-job.ts';
export { isDueAgain, retryCrashedMedia, retryCrashedPages } from './jobs/retry-crashed.ts';
export { isFinal } from './jobs/settle-job.ts';
export { MAX_PAGES_PER_CALL } from './pages/store-round.ts';
