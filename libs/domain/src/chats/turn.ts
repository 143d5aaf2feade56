import type { Chat, ChatAnswer, Explained, Message } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import type { Lease } from './lease.ts';

export interface TurnOptions {
  /** How long a claim is valid without being renewed. */
  leaseTtlMs?: number;
  /** How long the repeat of a message that is being answered waits for its answer. */
  waitTimeoutMs?: number;
}

/** What the functions of turns work with. */
export interface TurnDeps<ActiveAnswer> extends TurnOptions {
  documents: DocumentStore;
  /** What this process knows of an answer that it is making; undefined when it is not making this one. */
  activeAnswerOf(answerId: string): ActiveAnswer | undefined;
}

/**
 * A turn that was answered before, or is being answered in this process; `active` is then what
 * `activeAnswerOf` returns.
 */
export type BegunBefore<ActiveAnswer> =
  | { state: 'answered'; answered: Message }
  | { state: 'running'; active: ActiveAnswer };

/** A turn that this caller has to answer; the claim holds until the turn is finished or released. */
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

/** The stored fields of an answer. */
export type AnswerDraft = Pick<
  ChatAnswer,
  'response' | 'answer_type' | 'citations' | 'confidence' | 'suggestions' | 'dropped' | 'usage' | 'model'
> & {
  truncated?: boolean;
  /** How long it took, in milliseconds. */
  took_ms?: number;
  /** What was computed for it; missing where nothing was. */
  explained?: Explained;
};

export const LEASE_TTL_MS = 20_000;
export const WAIT_TIMEOUT_MS = 20_000;
/** How often a turn looks whether another process has answered its message. */
export const POLL_INTERVAL_MS = 100;
