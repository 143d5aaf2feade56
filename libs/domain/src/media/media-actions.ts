import type { Readable } from 'node:stream';
import type { BlobStore } from '@persona/blobs';
import type { Media, Scope } from '@persona/contracts';

/** What is done to voices and videos, apart from deleting them. */
export interface MediaActions {
  /**
   * Keeps a new recording and has it processed, or returns the one of the same kind and bytes that is there.
   * When it resolves, the file is in the blob store and its row is committed.
   */
  addMedia(scope: Scope, media: NewMedia): Promise<AddedMedia>;
  /**
   * Makes a recording of `owner` (a persona, or the key that sent it before any persona existed) a persona's,
   * with its job. What is there already stays. Throws `not_found`, or `validation_error` when the persona has
   * the same file already. Both must have been granted.
   */
  attachMedia(owner: Scope, mediaId: string, persona: Scope): Promise<AttachedMedia>;
}

export interface NewMedia {
  kind: Media['kind'];
  /** What its sender says of it. */
  declared: Record<string, unknown>;
  /** Of the file as it came. */
  bytes: number;
  sha256: string;
  /** Who asked: a key id. */
  requestedBy: string;
  /** Where its file goes, and how it is read; read at most once. */
  blobs: Pick<BlobStore, 'put' | 'remove'>;
  open: () => Readable;
}

export interface AddedMedia {
  media: Media;
  /** The same bytes had come before. */
  unchanged: boolean;
}

export interface AttachedMedia {
  media: Media;
  warnings: string[];
}
