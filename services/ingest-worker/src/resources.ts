import type { BlobStore } from '@persona/blobs';
import type { DocumentStore } from '@persona/documents';
import type { Knowledge } from '@persona/knowledge';
import type { Producer } from '@persona/queues';
import type { Logger, Metrics } from '@persona/runtime';
import type { EncoderPool, SearchIndex } from '@persona/search';

/** Everything the worker works with. Whoever starts it opens these and closes them. */
export interface Resources {
  documents: DocumentStore;
  search: SearchIndex;
  encoder: EncoderPool;
  blobs: BlobStore;
  producer: Producer;
  knowledge: Knowledge;
  logger: Logger;
  metrics: Metrics;
}
