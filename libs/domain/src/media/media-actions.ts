import type { Readable } from 'node:stream';
import type { BlobStore } from '@persona/blobs';
import type { CaptionText } from './caption-pages.ts';

export type { CaptionText };
import type { Media, Scope } from '@persona/contracts';

/** What is done to voices and videos, apart from deleting them. */
export interface MediaActions {
  /**
   * Stores a new recording and enqueues its processing, or returns the existing one with the same kind and
   * bytes. When it resolves, the file is in the blob store and its row is committed.
   */
  addMedia(scope: Scope, media: NewMedia): Promise<AddedMedia>;
  /**
   * Gives a recording of `owner` (a persona, or the key that sent it before any persona existed) to a
   * persona, with its job. One that it has already stays. Throws `not_found`, or `validation_error` when the
   * persona has the same file already. The caller must have been granted both scopes.
   */
  attachMedia(owner: Scope, mediaId: string, persona: Scope): Promise<AttachedMedia>;
  /**
   * Makes what is said in a recording pages of its persona, once: what its owner makes of them later stays.
   * It does nothing for a recording that is deleted, that has another version, or that no persona has.
   */
  storeCaptionPages(
    scope: Scope,
    media: Pick<Media, 'id' | 'version'>,
    texts: readonly CaptionText[],
  ): Promise<void>;
  /** Deletes the pages of a recording's words. Safe to repeat. */
  removeCaptionPages(scope: Scope, mediaId: string): Promise<void>;
  /**
   * Keeps that a person agreed to this voice being used to speak, with the hash of the sample; a later one
   * takes the place of the one before. Throws `not_found`. Safe to repeat.
   */
  recordConsent(scope: Scope, voiceId: string, consent: GivenConsent): Promise<Media>;
  /**
   * Has everything made of a ready recording anew, because some of it is missing or damaged. Returns false
   * when the recording has changed meanwhile.
   */
  remakeMedia(scope: Scope, media: Media): Promise<boolean>;
  /** The bytes of what these keys have sent and nobody has deleted, with what was made of it. */
  storedMediaBytes(keyIds: readonly string[]): Promise<number>;
}

export interface NewMedia {
  kind: Media['kind'];
  /** What its sender declared about it. */
  declared: Record<string, unknown>;
  /** The size of the file as it was sent. */
  bytes: number;
  sha256: string;
  /** The id of the caller's key. */
  requestedBy: string;
  /** Where the file is stored, and how it is read; it is read at most once. */
  blobs: Pick<BlobStore, 'put' | 'remove'>;
  open: () => Readable;
  /** Captions that came beside the file. */
  sidecars?: readonly { language: string | null; bytes: Buffer }[];
}

export interface GivenConsent {
  /** What was agreed to, in the words that were agreed to. */
  statement: string;
  /** Who agreed. */
  actor: string;
  /** The id of the caller's key. */
  recordedBy: string;
}

export interface AddedMedia {
  media: Media;
  /** Whether the same bytes had been sent before. */
  unchanged: boolean;
}

export interface AttachedMedia {
  media: Media;
  warnings: string[];
}
