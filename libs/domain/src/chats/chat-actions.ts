import type { Message, Scope } from '@persona/contracts';
import type { NewFeedback } from './give-feedback.ts';

export type { NewFeedback } from './give-feedback.ts';

/** What is done to chats, apart from answering in them and deleting them. */
export interface ChatActions {
  /**
   * Keeps a rating of an answer, and makes a correction a submission that waits in review. Safe to repeat;
   * null when the answer is gone.
   */
  giveFeedback(scope: Scope, answer: Message, feedback: NewFeedback): Promise<Message | null>;
}
