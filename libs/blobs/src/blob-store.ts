import type { Readable } from 'node:stream';
import type { BlobKey } from '@persona/contracts';
import type { BlobFolder } from './blob-key.ts';

/**
 * The blob store: files by key. A key begins with its owner, so that all files of a persona, and no others,
 * share one prefix. Keys and folders are made from a scope (see blob-key.ts) or come from a document that was
 * read under one; a plain string is neither.
 *
 * What every adapter promises
 * - A blob exists whole or not at all. When `put` resolves, its bytes survive kill -9 and power loss; when it
 *   rejects, nothing changed.
 * - `put` on a taken key replaces the blob; a reader that has begun sees either the old or the new one,
 *   whole.
 * - Removing a blob that does not exist is no error.
 * - Memory use does not grow with the blob.
 *
 * Deliberately out: content types, names and hashes of stored blobs (their documents keep those), copying,
 * versions, locks.
 */
export interface BlobStore {
  /**
   * Stores the bytes that the source yields. Throws AppError `payload_too_large` as soon as it exceeds
   * `maxBytes`, the source's own error, or `signal.reason`; in each case nothing is stored and the source is
   * destroyed.
   */
  put(key: BlobKey, source: BlobSource, options?: PutOptions): Promise<PutResult>;
  /**
   * Opens a blob for reading; null when there is none. A range that begins after the last byte throws
   * AppError `validation_error`.
   */
  get(key: BlobKey, range?: ByteRange): Promise<BlobReader | null>;
  stat(key: BlobKey): Promise<BlobInfo | null>;
  /** Removes a blob; returns whether there was one. */
  remove(key: BlobKey): Promise<boolean>;
  /**
   * Removes every blob under a folder (`ins_…/`, `ins_…/voi_…/`). The empty prefix is refused, so that a
   * missing value can't remove everything.
   */
  removePrefix(folder: BlobFolder): Promise<void>;
  /**
   * Lists the blobs under a folder in the order of their keys' code units; `cursor` is the `nextCursor` of
   * the page before.
   */
  list(folder: BlobFolder, options?: ListOptions): Promise<BlobPage>;
  /**
   * Runs `use` with the path of a local file that holds the blob, for programs that need one. The file must
   * only be read, and exists until `use` ends. Throws AppError `not_found` when there is no such blob.
   */
  useLocalFile<T>(key: BlobKey, use: (path: string) => Promise<T>): Promise<T>;
  /**
   * Returns an address that serves this one blob without a key until it expires. An adapter that can't serve
   * files gives a path of the gateway.
   */
  signedUrl(key: BlobKey, options: SignOptions): Promise<string>;
  /** Rejects with `not_ready` while blobs cannot be written. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export type BlobSource = Readable | AsyncIterable<Uint8Array>;

export interface PutOptions {
  /** How many bytes are accepted at most. */
  maxBytes?: number;
  signal?: AbortSignal;
}

export interface PutResult {
  bytes: number;
  /** The hash of the bytes as they were stored, in hex. */
  sha256: string;
}

/** Offsets of the first and the last byte, both included, as in HTTP; without `end`, up to the last byte. */
export interface ByteRange {
  start: number;
  end?: number;
}

export interface BlobReader {
  stream: Readable;
  /** The size of the whole blob. */
  bytes: number;
  /** The bytes that the stream yields; `end` is the last byte's offset, −1 for an empty blob. */
  range: { start: number; end: number };
}

export interface BlobInfo {
  key: BlobKey;
  bytes: number;
  modifiedAt: Date;
}

export interface ListOptions {
  /** At most 1000, which is the default. */
  limit?: number;
  cursor?: string | undefined;
}

export interface BlobPage {
  blobs: BlobInfo[];
  nextCursor: string | null;
}

export interface SignOptions {
  ttlSeconds: number;
  /** The Content-Type of the response. */
  contentType?: string;
}
