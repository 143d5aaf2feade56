import type { Chat, ChatAnswer, Message } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import type { Lease } from './lease.ts';

export interface TurnOptions {
  /** How long a claim holds without being renewed. */
  leaseMs?: number;
  /** How long the repeat of a message that is being answered waits for its answer. */
  waitTimeoutMs?: number;
}

/** What the functions of turns work with. */
export interface TurnDeps<ActiveAnswer> extends TurnOptions {
  documents: DocumentStore;
  /** What this process knows of an answer it is making; undefined when it is making none of this id. */
  activeAnswerOf(answerId: string): ActiveAnswer | undefined;
}

/**
 * A turn that was answered before or is being answered in this process: `active` is what that knows of an
 * answer it is making.
 */
export type BegunBefore<ActiveAnswer> =
  | { state: 'answered'; answered: Message }
  | { state: 'running'; active: ActiveAnswer };

/** A turn that is this caller's to answer, until it is finished or released. */
export interface ClaimedTurn {
  state: 'claimed';
  chat: Chat;
  /** The user's message, as it is stored. */
  message: Message;
  /** The id the answer will have. */
  answerId: string;
  /** Messages before the one to answer, oldest first. */
  history: Message[];
  lease: Lease;
}

/** What is stored of an answer. */
export type AnswerDraft = Pick<ChatAnswer, 'response' | 'answer_type' | 'citations' | 'usage' | 'model'>;

export const LEASE_TTL_MS = 20_000;
export const WAIT_TIMEOUT_MS = 20_000;
/** Between two looks at what another process is answering. */
export const POLL_INTERVAL_MS = 100;
