import type { Readable } from 'node:stream';
import type { BlobKey } from '@persona/contracts';
import type { BlobFolder } from './blob-key.ts';

/**
 * The blob store: files by key. A key names its owner first, so that a persona's files are one prefix and nobody else's. Keys and folders are
 * made from a scope (see blob-key.ts), or come from a document that was read under one: no string is one by itself.
 *
 * What every adapter promises
 * - A blob is there whole or not at all. When `put` resolves, its bytes survive kill -9 and power loss; when it rejects, nothing changed.
 * - `put` on a taken key replaces the blob; a reader that has begun sees one of the two whole.
 * - Removing what is not there is no error.
 * - Memory stays flat, however large the blob.
 *
 * Deliberately out: content types, names and hashes of stored blobs (their documents keep those), copying, versions, locks.
 */
export interface BlobStore {
  /**
   * Stores what the source yields. Throws AppError `payload_too_large` as soon as it exceeds `maxBytes`, the source's own error,
   * or `signal.reason`; in each case nothing is stored and the source is destroyed.
   */
  put(key: BlobKey, source: BlobSource, options?: PutOptions): Promise<PutResult>;
  /** Opens a blob for reading, or null when there is none. A range that begins after the last byte gives AppError `validation_error`. */
  get(key: BlobKey, range?: ByteRange): Promise<BlobReader | null>;
  stat(key: BlobKey): Promise<BlobInfo | null>;
  /** Whether there was one. */
  remove(key: BlobKey): Promise<boolean>;
  /** Removes every blob under a folder (`ins_…/`, `ins_…/voi_…/`). The empty prefix is refused: nothing ever means all. */
  removePrefix(folder: BlobFolder): Promise<void>;
  /** Blobs under a folder in the order of their keys' code units; `cursor` is the `nextCursor` of the page before. */
  list(folder: BlobFolder, options?: ListOptions): Promise<BlobPage>;
  /**
   * Runs `use` with the path of a local file that holds the blob, for programs that need one. The file is for reading and for that long.
   * Throws AppError `not_found` when there is no such blob.
   */
  useLocalFile<T>(key: BlobKey, use: (path: string) => Promise<T>): Promise<T>;
  /** An address that serves this one blob until it expires, without a key. An adapter that can't serve by itself gives a path of the gateway. */
  signedUrl(key: BlobKey, options: SignOptions): Promise<string>;
  /** Rejects with `not_ready` while blobs cannot be written. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export type BlobSource = Readable | AsyncIterable<Uint8Array>;

export interface PutOptions {
  /** The most bytes that are taken. */
  maxBytes?: number;
  signal?: AbortSignal;
}

export interface PutResult {
  bytes: number;
  /** Of the bytes as they were stored, in hex. */
  sha256: string;
}

/** Offsets of the first and the last byte, both included, as in HTTP; without `end` to the last one. */
export interface ByteRange {
  start: number;
  end?: number;
}

export interface BlobReader {
  stream: Readable;
  /** Of the whole blob. */
  bytes: number;
  /** What the stream yields; `end` is the last byte's offset, −1 for an empty blob. */
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
  /** Content-Type of the answer. */
  contentType?: string;
}
