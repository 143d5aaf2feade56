import type { BlobStore } from '@persona/blobs';
import type { DocumentStore } from '@persona/documents';
import type { Domain } from '@persona/domain';
import type { Producer } from '@persona/queues';
import type { Logger, Metrics } from '@persona/runtime';
import type { EncoderPool, SearchIndex } from '@persona/search';
import type { PassageEmbedder } from './passage-embedder.ts';

/** Everything the worker works with. Whoever starts it opens these and closes them. */
export interface Resources {
  documents: DocumentStore;
  search: SearchIndex;
  encoder: EncoderPool;
  /** Without one, words alone are searched. */
  embedder?: PassageEmbedder | undefined;
  blobs: BlobStore;
  producer: Producer;
  domain: Domain;
  logger: Logger;
  metrics: Metrics;
}
