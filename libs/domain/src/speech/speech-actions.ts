import type { Message, Scope, SpokenAnswer } from '@persona/contracts';

/** What becomes of answers that somebody wants to hear. */
export interface SpeechActions {
  /**
   * Has an answer spoken, unless it is being spoken or was, and returns the answer with its `speech`; null
   * when it is gone. `answer` is as it may be shown now. What failed is tried again after some seconds, what
   * takes long after some minutes, and at once with `again`, for when its files are lost.
   */
  askForSpeech(scope: Scope, answer: Message, options: SpeechOptions): Promise<Message | null>;
  /**
   * Waits until an answer's speech is made, has failed, the time is up or the caller has gone; returns the
   * answer as it then is, null when it is gone.
   */
  awaitSpeech(
    scope: Scope,
    messageId: string,
    options: { timeoutMs: number; gone: () => boolean },
  ): Promise<Message | null>;
  /**
   * For the worker: counts a start. Null when the answer is gone or nobody waits for it any more; then none
   * of its files is left that its row does not name. Safe to repeat.
   */
  startSpeech(scope: Scope, answer: Pick<Message, 'id' | 'chat_id'>): Promise<Message | null>;
  /**
   * For the worker: keeps what was made of an answer, if it is still what was asked for. Otherwise removes
   * its files and returns false.
   */
  finishSpeech(scope: Scope, answer: Message, made: MadeSpeech): Promise<boolean>;
}

export interface SpeechOptions {
  /** The speech model of the install. */
  model: string | undefined;
  again?: boolean;
}

export type MadeSpeech = Pick<
  SpokenAnswer,
  'state' | 'source' | 'audio' | 'captions' | 'media_ids' | 'error'
>;
