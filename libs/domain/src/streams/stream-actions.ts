import type { Stream, Scope } from '@persona/contracts';
import type { PageInput, StoredPage } from '../pages/page-actions.ts';

/**
 * Ordered, resumable streams of pages. A round runs from the opening of a stream to its close; `seq` counts
 * its batches from 1. `clientId` is the id that the client gave the stream.
 */
export interface StreamActions {
  /**
   * Stores a batch and moves the stream on; the same batch again gets the same answer. Throws
   * `stream_closed`, `stream_gap` (a batch before it is missing) or `stream_seq_conflict` (another batch has
   * its place).
   */
  acceptBatch(scope: Scope, batch: IncomingBatch): Promise<AcceptedBatch>;
  /** Opens the stream for pages without `seq`, and creates it when it is new; throws `stream_closed`. */
  openStream(
    scope: Scope,
    clientId: string,
    options: { mode: StreamMode | undefined; param: string },
  ): Promise<Stream>;
  /** Stores pages without `seq` in a stream that is open. */
  appendToStream(
    scope: Scope,
    stream: Stream,
    pages: readonly PageInput[],
    options: AppendOptions,
  ): Promise<StoredBatch>;
  /** Closes the stream's round; returns how many pages mode "replace" deleted. Safe to repeat. */
  closeStream(scope: Scope, stream: Stream): Promise<number>;
  /** Finds a stream by the caller's stream_id or the `str_` id; null when there is none. */
  findStream(scope: Scope, id: string): Promise<Stream | null>;
}

export type StreamMode = Stream['mode'];

export interface IncomingBatch {
  clientId: string;
  pages: readonly PageInput[];
  seq: number | undefined;
  final: boolean;
  mode: StreamMode | undefined;
  /** The id of the caller's key. */
  requestedBy: string;
  /** How error messages name the batch; `stream_data` → `stream_data.seq`. */
  param: string;
}

export interface StoredBatch {
  pages: StoredPage[];
  job_id: string | null;
  warnings: string[];
}

export interface AcceptedBatch extends StoredBatch {
  stream: Stream;
  /** Whether the batch had been accepted before. */
  replayed: boolean;
  /** Pages that the close of a replacing round deleted; null when the batch closed nothing. */
  retired: number | null;
}

export interface AppendOptions {
  requestedBy: string;
  /** Adds the work to this job instead of creating one. */
  jobId?: string | undefined;
  /** How error messages name the list of pages. */
  param?: string | undefined;
}
