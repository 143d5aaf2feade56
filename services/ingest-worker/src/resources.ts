import type { BlobStore } from '@persona/blobs';
import type { DocumentStore } from '@persona/documents';
import type { Domain } from '@persona/domain';
import type { Producer } from '@persona/queues';
import type { Logger, Metrics } from '@persona/runtime';
import type { EncoderPool, SearchIndex } from '@persona/search';
import type { PassageEmbedder } from './passage-embedder.ts';

/** Everything that the worker works with. The caller that starts the worker opens these and closes them. */
export interface Resources {
  documents: DocumentStore;
  search: SearchIndex;
  encoder: EncoderPool;
  /** Without one, pages are found by words alone. */
  embedder?: PassageEmbedder | undefined;
  blobs: BlobStore;
  producer: Producer;
  domain: Domain;
  /** How many days the audit goes back; 0 or unset: to its beginning. */
  auditRetentionDays?: number;
  logger: Logger;
  metrics: Metrics;
}
