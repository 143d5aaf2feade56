import type { ChatActions } from './chats/chat-actions.ts';
import type { ErasureActions } from './erasure/erasure-actions.ts';
import type { JobActions } from './jobs/job-actions.ts';
import type { MediaActions } from './media/media-actions.ts';
import type { PageActions } from './pages/page-actions.ts';
import type { PersonaActions } from './personas/persona-actions.ts';
import type { SpeechActions } from './speech/speech-actions.ts';
import type { StreamActions } from './streams/stream-actions.ts';
import type { SubmissionActions } from './submissions/submission-actions.ts';

export type * from './chats/chat-actions.ts';
export type * from './erasure/erasure-actions.ts';
export type * from './jobs/job-actions.ts';
export type * from './media/media-actions.ts';
export type * from './pages/page-actions.ts';
export type * from './personas/persona-actions.ts';
export type * from './speech/speech-actions.ts';
export type * from './streams/stream-actions.ts';
export type * from './submissions/submission-actions.ts';

/**
 * Every change of state that a caller, a worker or a sweep requests, by subject.
 *
 * Promises
 * - When a function resolves, the result that it reports is committed in the document store, whether Redis is
 *   available or not.
 * - Every function may be stopped between any two of its writes and be called again: the second call
 *   completes the first.
 * - The same function may run many times at once on the same rows: each row's versions rise one after the
 *   other.
 *
 * Access is checked before: a Scope permits all of this in its persona.
 */
export interface Domain
  extends
    PageActions,
    StreamActions,
    SubmissionActions,
    MediaActions,
    PersonaActions,
    ChatActions,
    SpeechActions,
    JobActions,
    ErasureActions {}
